import { neededTables, publishOrder } from "../../run/publish-order.ts";
import { rebuildLedger } from "../../run/rebuild.ts";
import { CannotResume, resumePublication } from "../../run/resume.ts";
import { readableState } from "../../run/state.ts";
import { findDamage } from "../../run/verify/damage.ts";
import { countOf } from "../../run/view/numbers.ts";
import { styled, text } from "../../run/view/text.ts";
import { chooseAction } from "../actions.ts";
import { type Context, command, type Flags } from "../command.ts";
import { deploy } from "../deploy.ts";
import { allPlans, deployedPlans, readablePlans } from "../deployed.ts";
import { type ExitCode, exit } from "../exit.ts";
import { follow, followedCode, followedValue } from "../follow.ts";
import { resumeInCloud } from "../in-cloud.ts";
import { lookAtLake, workInLake } from "../lake.ts";
import { datasetsOf } from "../ledger-datasets.ts";
import { isCloud } from "../root-flags.ts";
import { showLedger } from "../show-ledger.ts";
import { contradictionLine, verifyLedger } from "../verify-ledger.ts";
import { type UseProblem, useProblem, WrongUse, wrongUse } from "../wrong-use.ts";

const flags = {
  limit: { kind: "count", value: "N", meaning: "show: newest publications of each dataset", default: 20, least: 1 },
} as const satisfies Flags;

type LedgerContext = Context<typeof flags>;

const actions = ["show", "verify", "rebuild", "resume"] as const;
type Action = (typeof actions)[number];

export default command({
  name: "ledger",
  topic: "Operating",
  summary: "the publication log: show it, verify it, rebuild what follows from it, resume",
  help: `
The ledger says what was published, once and for all: a numbered log for each dataset, an entry and reports for each
drop. show prints the log, or one publication in full: its drops, what was decided, its jobs and counts. verify holds
log, entries, reports, files and the warehouse's table against each other and changes nothing. rebuild makes lost or
unreadable entries, names, markers, manifests, epoch and checkpoint again from log and reports, and plans from contracts
that are as they were; what it cannot make is named with its cure, and keeps nothing else from being made. resume lets
a publication go on that is stuck, once a person has mended what stopped it.

  $ sluice ledger show                    the newest publications of every dataset
  $ sluice ledger show flights 12         one of them in full
  $ sluice ledger verify                  every dataset; exits 1 if anything contradicts anything
  $ sluice ledger rebuild flights
  $ sluice ledger resume flights

Exits 0, 1 where something contradicts, stays stuck or cannot be made again, 2 for wrong use, 3 for a fault.`,
  arguments: [
    { name: "ACTION", meaning: "show, verify, rebuild or resume", required: true, many: false },
    { name: "DATASET", meaning: "one dataset (show, verify: default all)", required: false, many: false },
    { name: "NUMBER", meaning: "show: of one publication", required: false, many: false },
  ],
  flags,
  clouds: true,
  run(context) {
    const action = chooseAction(context.args[0], actions);
    checkUse(context, action);
    return { show: showLedger, verify: verifyLedger, rebuild, resume }[action](context);
  },
});

function checkUse({ args }: LedgerContext, action: Action): void {
  const [, dataset, number] = args;
  const problems: UseProblem[] = [];
  if ((action === "rebuild" || action === "resume") && dataset === undefined) {
    problems.push(useProblem("missing-argument", "DATASET is missing", `write sluice ledger ${action} DATASET`));
  }
  if (action !== "show" && number !== undefined) {
    problems.push(useProblem("superfluous-argument", `'${number}' is one argument too many`, "leave it out"));
  }
  if (action === "show" && number !== undefined && !/^[1-9]\d{0,11}$/.test(number)) {
    problems.push(useProblem("argument-value", `'${number}' is no number of a publication`, "give 1, 2, 3…"));
  }
  if (problems.length > 0) throw new WrongUse(problems);
}

function rebuild(context: LedgerContext): Promise<ExitCode> {
  const { args, output } = context;
  return lookAtLake(context, async ({ objects, clock, place }) => {
    const [dataset = ""] = await datasetsOf(objects, args[1]);
    const made = await rebuildLedger({ objects, clock }, dataset, await readablePlans(context, place));
    // Also what no command makes again.
    const damage = await findDamage(objects, await readableState(objects, dataset));
    const told = new Set(made.problems.map(({ where }) => where));
    const rebuilt = { ...made, problems: [...made.problems, ...damage.filter(({ where }) => !told.has(where))] };
    output.value({ dataset, ...rebuilt });
    const entries = countOf(rebuilt.entries, "entry", "entries");
    const publications = countOf(rebuilt.publications, "publication");
    const left = rebuilt.problems.length;
    const verdict = text`${dataset}: ${entries} made again, ${publications} followed`;
    output.print(rebuilt.problems.map(contradictionLine));
    output.print(
      left === 0
        ? text`${styled("good", "✓")} ${verdict}`
        : text`${styled("bad", "✗")} ${verdict}, ${countOf(left, "problem")} left`,
    );
    return left === 0 ? exit.good : exit.problems;
  });
}

function fate({ state, inputs }: Awaited<ReturnType<typeof resumePublication>>): string {
  if (state !== "ABORTED") return "goes on";
  return `is given up, its ${inputs.length > 0 ? "inputs are read" : "drops come"} again`;
}

function resume(context: LedgerContext): Promise<ExitCode> {
  if (isCloud(context.root)) return resumeInCloud(context, context.args[1] ?? "");
  return workInLake(context, {}, async (laptop, engine) => {
    const [dataset = ""] = await datasetsOf(laptop.objects, context.args[1]);
    const plans = await allPlans(laptop.objects, await deployedPlans(context, laptop.place));
    const following = publishOrder(plans, new Set([dataset]));
    await deploy(laptop, neededTables(plans, following));
    const resumed = await resumePublication(laptop, dataset).catch((error: unknown) => {
      if (!(error instanceof CannotResume)) throw error;
      throw wrongUse(
        "not-stuck",
        error.message,
        "`sluice status` tells what waits, `sluice reconcile` goes on with it",
      );
    });
    context.output.print(text`${styled("good", "✓")} ${dataset} ${resumed.number} ${fate(resumed)}`);
    const followed = await follow(context, { ...laptop, engine }, following);
    context.output.value({ dataset, number: resumed.number, ...followedValue(followed) });
    return followedCode(followed);
  });
}
