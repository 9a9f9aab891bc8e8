import { planDecision } from "../../run/decision/plan.ts";
import type { DecisionRequest } from "../../run/decision/request.ts";
import { neededTables, publishOrder } from "../../run/publish-order.ts";
import { type DropEnd, isClean } from "../../run/view/drops.ts";
import { type Context, command, type Flags } from "../command.ts";
import { carryOutDecisions } from "../decide-drops.ts";
import { deploy } from "../deploy.ts";
import { deployedPlans } from "../deployed.ts";
import { decideInCloud } from "../in-cloud.ts";
import { workInLake } from "../lake.ts";
import { isCloud } from "../root-flags.ts";
import { whoDecides, whoIsKnown } from "../who.ts";
import { refuse, WrongUse, wrongUse } from "../wrong-use.ts";

const flags = {
  "all-of": { kind: "text", value: "DATASET", meaning: "every published drop of it with rows in quarantine" },
  backfill: { kind: "switch", meaning: "rows older than the contract's window are not late" },
  by: { kind: "text", value: "NAME", meaning: "who decides (default: the user of this machine)" },
} as const satisfies Flags;

type ReplayContext = Context<typeof flags>;

export default command({
  name: "replay",
  topic: "Operating",
  summary: "held, refused or quarantined rows again, by the contract as it is now",
  help: `
A drop that is held, rejected or given up is split again as a whole, in a new round. Of a published drop only the rows
that are still in quarantine come in, as a drop of their own: they keep the arrival of their origin, so that they never
override newer rows, and thresholds of a whole drop do not hold them. Then it is published and told. Counts still add
up: \`sluice status\` shows the net. A drop is named by its key (or its first digits, at least 4), or by
the end of its object's name.

  $ sluice replay 0123456789ab                after the contract was mended
  $ sluice replay 0123456789ab --backfill     late rows too
  $ sluice replay --all-of flights            all that flights has in quarantine
  $ sluice replay 0123456789ab --env prod     there, in the name of your Google account

Exits 0 if all is published and no row was quarantined again, 1 if not, 2 for wrong use (nothing is changed: the rows
would fail again because the contract is the same, the drop is not published yet), 3 for a fault.`,
  arguments: [{ name: "KEYS", meaning: "drops", required: false, many: true }],
  flags,
  clouds: true,
  run(context) {
    checkUse(context);
    const { args, flags: given, root } = context;
    const { "all-of": allOf = null, backfill } = given;
    const request: DecisionRequest = { action: "replay", drops: [...args], allOf, note: null, backfill };
    if (isCloud(root)) return decideInCloud(context, request, goesWell);
    return workInLake(context, {}, async (laptop, engine) => {
      const tools = { ...laptop, engine };
      const plans = await deployedPlans(context, laptop.place);
      const { decided, refused } = await planDecision(tools, plans, request, whoDecides(given.by));
      refuse(refused);
      const datasets = new Set(decided.map(({ entry }) => entry.value.dataset));
      await deploy(laptop, neededTables(plans, publishOrder(plans, datasets)));
      return carryOutDecisions(context, decided, { tools, plans, most: laptop.engine.workers + 1 });
    });
  },
});

/** It is published by others, and what a launched host has is not known yet. */
function goesWell(end: DropEnd): boolean {
  return isClean(end) || end.entry?.state === "LAUNCHED";
}

function checkUse({ args, flags: given, root }: ReplayContext): void {
  const all = given["all-of"] !== undefined;
  if (args.length === 0 && !all)
    throw wrongUse("missing-argument", "KEYS is missing", "give keys, or --all-of DATASET");
  if (args.length > 0 && all) throw wrongUse("flags-contradict", "keys and --all-of are both given", "leave one out");
  if (isCloud(root) && given.by !== undefined) throw new WrongUse([whoIsKnown(root.env)]);
}
