import type { Objects } from "../../ports.ts";
import { decide, type PersonalDecision, refusalOf } from "../../run/decide.ts";
import { lookAgain, type StoredEntry } from "../../run/find-drop.ts";
import { type Processed, workOn } from "../../run/process.ts";
import { neededTables, publishOrder } from "../../run/publish-order.ts";
import { chooseAction } from "../actions.ts";
import { chooseDrops } from "../choose-drops.ts";
import { type Context, command, type Flags } from "../command.ts";
import { carryOutDecisions, decisionJob } from "../decide-drops.ts";
import { deploy } from "../deploy.ts";
import { allPlans, deployedPlans } from "../deployed.ts";
import type { ExitCode } from "../exit.ts";
import { heldOf, listHeld } from "../held.ts";
import { workInLake } from "../lake.ts";
import { whoDecides } from "../who.ts";
import { type UseProblem, useProblem, WrongUse, wrongUse } from "../wrong-use.ts";

const flags = {
  "all-of": { kind: "text", value: "DATASET", meaning: "every held drop of it, instead of keys" },
  by: { kind: "text", value: "NAME", meaning: "who decides (default: the user of this machine)" },
  note: { kind: "text", value: "TEXT", meaning: "why it is rejected; the ledger and the mail hold it" },
} as const satisfies Flags;

type HoldContext = Context<typeof flags>;

export default command({
  name: "hold",
  topic: "Operating",
  summary: "drops that wait for a person: list them, accept or reject them",
  help: `
A drop is held where its rows could be loaded and should not be without a look: a threshold or check was exceeded, or
its object was uploaded before. accept splits it again with what held it only warning, and no row late; then publishes
and tells. reject ends it; \`sluice replay\` brings it back. A drop is named by its key (or its first digits, at least
4), or by the end of its object's name, if no other object ends so. All of them are checked before any is decided.

  $ sluice hold list                                     what waits, the longest first
  $ sluice hold accept 0123456789ab                      load it as it is
  $ sluice hold reject 0123456789ab --note "test data"   refuse it
  $ sluice hold accept --all-of flights --by ann

Exits 0 if every drop ended as decided (list: if none is held, and every entry can be read), 1 if not, 2 for wrong use,
3 for a fault.`,
  arguments: [
    { name: "ACTION", meaning: "list, accept or reject", required: true, many: false },
    { name: "KEYS", meaning: "drops; for list a dataset", required: false, many: true },
  ],
  flags,
  run(context) {
    const action = chooseAction(context.args[0], ["list", "accept", "reject"]);
    checkUse(context, action);
    return action === "list" ? listHeld(context) : decideAbout(context, action);
  },
});

/** Everything that can be told without the lake. */
function checkUse({ args, flags: given }: HoldContext, action: "list" | "accept" | "reject"): void {
  const named = args.length - 1;
  const problems: UseProblem[] = [];
  const add = (rule: string, message: string, cure: string) => problems.push(useProblem(rule, message, cure));
  if (action === "list") {
    if (named > 1) add("superfluous-argument", `'${args[2]}' is one argument too many`, "name one dataset, or none");
    if (given["all-of"] !== undefined) add("flags-contradict", "list decides nothing", "leave --all-of out");
  } else {
    if (named === 0 && given["all-of"] === undefined) {
      add("missing-argument", "KEYS is missing", "give keys of held drops, or --all-of DATASET");
    }
    if (named > 0 && given["all-of"] !== undefined) {
      add("flags-contradict", "keys and --all-of are both given", "leave one out");
    }
  }
  if (action !== "reject" && given.note !== undefined) {
    add("flags-contradict", `--note says why a drop is rejected, and this is ${action}`, "leave it out");
  }
  if (problems.length > 0) throw new WrongUse(problems);
}

function decideAbout(context: HoldContext, kind: "accept" | "reject"): Promise<ExitCode> {
  const by = whoDecides(context.flags.by);
  const decision: PersonalDecision = kind === "accept" ? { kind, by } : { kind, by, note: context.flags.note ?? null };
  return workInLake(context, {}, async (laptop, engine) => {
    const tools = { ...laptop, engine };
    const entries = await chosen(context, laptop.objects, kind);
    const plans = await allPlans(laptop.objects, await deployedPlans(context, laptop.place));
    const datasets = new Set(entries.map(({ value }) => value.dataset));
    await deploy(laptop, neededTables(plans, publishOrder(plans, datasets)));
    const jobs = entries.map((entry) =>
      decisionJob(tools, entry, async (progress): Promise<Processed> => {
        const decided = await decide(tools, entry, decision);
        if (kind === "accept") return workOn(tools, decided, progress);
        return { entry: decided, report: null, worked: true, busy: false, aside: false };
      }),
    );
    const wanted = kind === "accept" ? "COMMITTED" : "REJECTED";
    return carryOutDecisions(context, jobs, {
      tools,
      plans,
      most: laptop.engine.workers + 1,
      isWell: ({ entry }) => entry?.state === wanted || entry?.state === "SUPERSEDED",
    });
  });
}

async function chosen(
  { args, flags: given }: HoldContext,
  objects: Objects,
  kind: "accept" | "reject",
): Promise<StoredEntry[]> {
  const all = given["all-of"];
  if (all === undefined) return chooseDrops(objects, args.slice(1), (entry) => refusalOf(kind, entry));
  const { held } = await heldOf(objects, all);
  if (held.length === 0)
    throw wrongUse("no-hold", `no drop of ${all} is held`, "`sluice hold list` has those that are");
  return Promise.all(held.map(({ entry }) => lookAgain(objects, entry)));
}
