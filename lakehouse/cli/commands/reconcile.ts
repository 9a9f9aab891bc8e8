import type { Laptop } from "../../environment.ts";
import type { Plan } from "../../plan/plan.ts";
import { UnreadableValue } from "../../ports/values.ts";
import type { Objects } from "../../ports.ts";
import { namesOfDrops } from "../../run/find-drop.ts";
import { matchByPlans } from "../../run/match.ts";
import { lookAgainAt, type Missed, tellMissing } from "../../run/missing.ts";
import type { Processed } from "../../run/process.ts";
import { publishOrder } from "../../run/publish-order.ts";
import { type DropFault, processLanding, resumeOpen, type TakenUp } from "../../run/reconcile.ts";
import { addSwept, NOTHING_SWEPT, type Swept, sweep } from "../../run/sweep.ts";
import type { Tools } from "../../run/tools.ts";
import type { Stranger } from "../../run/unmatched.ts";
import { problemOf } from "../../run/verify/contradiction.ts";
import { type DropEnd, dropLine, isClean } from "../../run/view/drops.ts";
import { mailLine } from "../../run/view/mails.ts";
import { countOf } from "../../run/view/numbers.ts";
import { shownName } from "../../run/view/object-name.ts";
import { sweptLines } from "../../run/view/swept.ts";
import { styled, text } from "../../run/view/text.ts";
import { type Context, command } from "../command.ts";
import { deploy } from "../deploy.ts";
import { allPlans, deployedPlans } from "../deployed.ts";
import { type ExitCode, exit } from "../exit.ts";
import { follow, followedCode, followedValue } from "../follow.ts";
import { workInLake } from "../lake.ts";
import { type Outcome, outcomeValue, presentOutcomes } from "../run-jobs.ts";

export default command({
  name: "reconcile",
  topic: "Operating",
  summary: "takes up whatever was left undone: drops, publications, mails",
  help: `
Looks for objects in landing that nobody told of, drops of workers that died, jobs of launched hosts, ready drops,
publications that were not finished, derived tables that are behind, and mails that were not sent, and goes on with
each. It may run at any time, beside any other, and again; in the cloud it runs every few minutes. What another worker
has is left to that one. Objects that match no contract are named and never touched. A drop that its contract promised
and that has not come in time is told by mail, once.

Then it sweeps what crashes left behind and nothing needs any more: staging tables of finished publications; output
files of lost attempts, a day old, of rounds that are over or whose report names others (a hundred drops of each dataset
a run); markers, a day old, of drops that never came to be. No file that a report names is ever touched.

  $ sluice reconcile
  $ sluice reconcile --json | jq '.drops, .publications'

Exits 0 if all it found ended well, 1 if a drop is held, rejected or still with another worker, or a publication waits,
2 for wrong use, 3 for a fault.`,
  arguments: [],
  flags: {
    workers: { kind: "count", value: "N", meaning: "child processes at a time (default: one a core)", least: 1 },
  },
  run(context) {
    return workInLake(context, { workers: context.flags.workers }, async (laptop, engine) => {
      const tools = { ...laptop, engine };
      const plans = await allPlans(laptop.objects, await deployedPlans(context, laptop.place));
      await deploy(laptop, plans);
      const found = await takeUp(context, laptop, tools, plans);
      const followed = await follow(context, tools, publishOrder(plans, new Set(plans.map(({ dataset }) => dataset))));
      const outcomes = await presentOutcomes(laptop.objects, found.outcomes);
      const { output, root } = context;
      const { swept, unknown } = found;
      const missed = await lookAgainAt(laptop, found.missed);
      for (const message of missed) output.print(mailLine(message, root.lake));
      output.value({ drops: outcomes.map(outcomeValue), unknown, swept, ...followedValue(followed, missed) });
      const ended = followed.advanced.flatMap((advanced) => advanced.ended);
      const sent = followed.informed.delivery?.sent ?? 0;
      const lines = sweptLines(swept);
      output.print(lines);
      const open = followed.informed.faults.length > 0 || followedCode(followed) !== exit.good;
      if (outcomes.length + ended.length + sent + lines.length + missed.length === 0 && !open) {
        output.print(text`${styled("good", "✓")} nothing was left undone in ${countOf(plans.length, "dataset")}`);
      }
      return codeOf(outcomes, followedCode(followed));
    });
  },
});

interface Found {
  readonly outcomes: readonly Outcome[];
  /** Objects of landing that belong to no dataset. */
  readonly unknown: readonly string[];
  /** Messages about drops that the contracts promised and that did not come. */
  readonly missed: Missed["messages"];
  readonly swept: Swept;
}

/** Landing first: what is found there gets its entry. One dataset's fault does not keep the others from going on. */
async function takeUp(
  { output, signal }: Pick<Context, "output" | "signal">,
  { objects, bucket }: Laptop,
  tools: Tools,
  plans: readonly Plan[],
): Promise<Found> {
  const outcomes: Outcome[] = [];
  const failed = ({ shown, fault }: DropFault) => {
    outcomes.push({ shown, fault });
    const cure = fault instanceof UnreadableValue ? ` → ${problemOf(fault).cure}` : "";
    output.note(text`${styled("bad", "fault")} ${shownName(shown)}: ${fault.message}${cure}`);
  };
  const attempt = async (shown: string, work: () => Promise<TakenUp>) => {
    output.progress(text`looking through ${shown}`);
    try {
      const { processed, faults } = await work();
      for (const end of processed.map(endOf)) {
        outcomes.push({ shown: end.shown, end });
        output.print(dropLine(end));
      }
      faults.forEach(failed);
    } catch (error) {
      signal.throwIfAborted();
      failed({ shown, fault: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  let unknown: readonly string[] = [];
  await attempt("landing", async () => {
    const landing = await processLanding(tools, bucket, matchByPlans(plans), { signal });
    unknown = await strangers(objects, landing.unmatched);
    return landing;
  });
  for (const { dataset } of plans) await attempt(dataset, () => resumeOpen(tools, dataset, { signal }));
  let missed: Missed["messages"] = [];
  await attempt("what should have come", async () => {
    const { messages, faults } = await tellMissing(tools, plans);
    missed = messages;
    return { processed: [], faults: faults.map(({ dataset, fault }) => ({ shown: dataset, fault })), left: 0 };
  });
  let swept = NOTHING_SWEPT;
  for (const plan of plans) {
    await attempt(`what crashes left of ${plan.dataset}`, async () => {
      swept = addSwept(swept, await sweep(tools, plan, bucket));
      return { processed: [], faults: [], left: 0 };
    });
  }
  output.progress(null);
  for (const name of unknown) {
    output.note(
      text`${styled("warn", "no contract")} fits ${shownName(name)} in landing → write one, or remove the object`,
    );
  }
  return { outcomes, unknown, missed, swept };
}

function endOf({ entry, report, worked, busy }: Processed): DropEnd {
  const { dataset, drop } = entry.value;
  return { shown: drop.name, dataset, entry: entry.value, report, alreadyDone: !worked && !busy };
}

/** Objects that were dropped under a contract by name are known, though no pattern fits them. */
async function strangers(objects: Objects, unmatched: readonly Stranger[]): Promise<readonly string[]> {
  if (unmatched.length === 0) return [];
  const known = await namesOfDrops(objects);
  return unmatched.map(({ name }) => name).filter((name) => !known.has(name));
}

function codeOf(outcomes: readonly Outcome[], code: ExitCode): ExitCode {
  if (code === exit.fault || outcomes.some((outcome) => "fault" in outcome)) return exit.fault;
  return outcomes.every((outcome) => "end" in outcome && isClean(outcome.end)) ? code : exit.problems;
}
