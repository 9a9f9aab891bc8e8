import { planDecision } from "../../run/decision/plan.ts";
import type { DecisionRequest } from "../../run/decision/request.ts";
import { neededTables, publishOrder } from "../../run/publish-order.ts";
import { chooseAction } from "../actions.ts";
import { type Context, command, type Flags } from "../command.ts";
import { carryOutDecisions } from "../decide-drops.ts";
import { deploy } from "../deploy.ts";
import { allPlans, deployedPlans } from "../deployed.ts";
import type { ExitCode } from "../exit.ts";
import { listHeld } from "../held.ts";
import { decideInCloud, listHeldInCloud } from "../in-cloud.ts";
import { workInLake } from "../lake.ts";
import { isCloud } from "../root-flags.ts";
import { whoDecides, whoIsKnown } from "../who.ts";
import { refuse, type UseProblem, useProblem, WrongUse } from "../wrong-use.ts";

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
  $ sluice hold accept 0123456789ab --env prod           decided there, in the name of your Google account

Exits 0 if every drop ended as decided (list: if none is held, and every entry can be read), 1 if not, 2 for wrong use,
3 for a fault.`,
  arguments: [
    { name: "ACTION", meaning: "list, accept or reject", required: true, many: false },
    { name: "KEYS", meaning: "drops; for list a dataset", required: false, many: true },
  ],
  flags,
  clouds: true,
  run(context) {
    const action = chooseAction(context.args[0], ["list", "accept", "reject"]);
    checkUse(context, action);
    if (action !== "list") return decideAbout(context, action);
    return isCloud(context.root) ? listHeldInCloud(context, context.args[1]) : listHeld(context);
  },
});

/** Everything that can be told without the lake. */
function checkUse({ args, flags: given, root }: HoldContext, action: "list" | "accept" | "reject"): void {
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
  if (isCloud(root) && given.by !== undefined) problems.push(whoIsKnown(root.env));
  if (action !== "reject" && given.note !== undefined) {
    add("flags-contradict", `--note says why a drop is rejected, and this is ${action}`, "leave it out");
  }
  if (problems.length > 0) throw new WrongUse(problems);
}

async function decideAbout(context: HoldContext, action: "accept" | "reject"): Promise<ExitCode> {
  const { args, flags: given, root } = context;
  const { "all-of": allOf = null, note = null } = given;
  const request: DecisionRequest = { action, drops: args.slice(1), allOf, note, backfill: false };
  if (isCloud(root)) return decideInCloud(context, request, ({ entry }) => goesWell(action, entry?.state));
  const wanted = action === "accept" ? "COMMITTED" : "REJECTED";
  return workInLake(context, {}, async (laptop, engine) => {
    const tools = { ...laptop, engine };
    const plans = await allPlans(laptop.objects, await deployedPlans(context, laptop.place));
    const { decided, refused } = await planDecision(tools, plans, request, whoDecides(given.by));
    refuse(refused);
    const datasets = new Set(decided.map(({ entry }) => entry.value.dataset));
    await deploy(laptop, neededTables(plans, publishOrder(plans, datasets)));
    return carryOutDecisions(context, decided, {
      tools,
      plans,
      most: laptop.engine.workers + 1,
      isWell: ({ entry }) => entry?.state === wanted || entry?.state === "SUPERSEDED",
    });
  });
}

const ON_ITS_WAY: ReadonlySet<string> = new Set(["CLAIMED", "LAUNCHED", "READY", "COMMITTED", "SUPERSEDED"]);

/** What an accepted drop becomes is published by others. */
function goesWell(action: "accept" | "reject", state: string | undefined): boolean {
  return action === "reject" ? state === "REJECTED" : ON_ITS_WAY.has(state ?? "");
}
