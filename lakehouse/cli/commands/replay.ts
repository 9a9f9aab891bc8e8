import type { Plan } from "../../plan/plan.ts";
import type { Objects } from "../../ports.ts";
import { CannotDecide, refusalOf } from "../../run/decide.ts";
import { type Entry, lookAgain, type StoredEntry } from "../../run/find-drop.ts";
import { quarantineOf } from "../../run/leftovers.ts";
import { neededTables, publishOrder } from "../../run/publish-order.ts";
import { planReplay, type Replay, type ReplayOrder, replayDrop } from "../../run/replay-drop.ts";
import { readState } from "../../run/state.ts";
import type { Tools } from "../../run/tools.ts";
import { chooseDrops } from "../choose-drops.ts";
import { type Context, command, type Flags } from "../command.ts";
import { carryOutDecisions, decisionJob } from "../decide-drops.ts";
import { deploy } from "../deploy.ts";
import { deployedPlans } from "../deployed.ts";
import { workInLake } from "../lake.ts";
import { datasetsOf } from "../ledger-datasets.ts";
import { whoDecides } from "../who.ts";
import { type UseProblem, useProblem, WrongUse, wrongUse } from "../wrong-use.ts";

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

Exits 0 if all is published and no row was quarantined again, 1 if not, 2 for wrong use (nothing is changed: the rows
would fail again because the contract is the same, the drop is not published yet), 3 for a fault.`,
  arguments: [{ name: "KEYS", meaning: "drops", required: false, many: true }],
  flags,
  run(context) {
    checkUse(context);
    return workInLake(context, {}, async (laptop, engine) => {
      const tools = { ...laptop, engine };
      const plans = await deployedPlans(context, laptop.place);
      const planned = await planAll(tools, await chosen(context, laptop.objects), context, plans);
      const datasets = new Set(planned.map(({ order }) => order.plan.dataset));
      await deploy(laptop, neededTables(plans, publishOrder(plans, datasets)));
      const jobs = planned.map(({ entry, replay, order }) =>
        decisionJob(tools, entry, (progress) => replayDrop(tools, replay, order, progress)),
      );
      return carryOutDecisions(context, jobs, { tools, plans, most: laptop.engine.workers + 1 });
    });
  },
});

function checkUse({ args, flags: given }: ReplayContext): void {
  const all = given["all-of"] !== undefined;
  if (args.length === 0 && !all)
    throw wrongUse("missing-argument", "KEYS is missing", "give keys, or --all-of DATASET");
  if (args.length > 0 && all) throw wrongUse("flags-contradict", "keys and --all-of are both given", "leave one out");
}

/** Committed drops may be meant too: what of them can be replayed is found out after. */
async function chosen({ args, flags: given }: ReplayContext, objects: Objects): Promise<StoredEntry[]> {
  const refusal = (entry: Entry) => (entry.state === "COMMITTED" ? null : refusalOf("replay", entry));
  const all = given["all-of"];
  return all === undefined ? chooseDrops(objects, args, refusal) : withLeftovers(objects, all);
}

async function withLeftovers(objects: Objects, dataset: string): Promise<StoredEntry[]> {
  await datasetsOf(objects, dataset);
  const { drops } = await readState(objects, dataset);
  const uploads = drops.filter(({ entry }) => entry.state === "COMMITTED" && !entry.origin);
  const full = uploads.filter((drop) => quarantineOf(drop, drops).left.length > 0);
  if (full.length === 0) {
    throw wrongUse("no-quarantine", `no published drop of ${dataset} has rows in quarantine`, "nothing is to be done");
  }
  return Promise.all(full.map(({ entry }) => lookAgain(objects, entry)));
}

interface Planned {
  readonly entry: StoredEntry;
  readonly replay: Replay;
  readonly order: ReplayOrder;
}

/** What is wrong with any of them stops them all, before anything is changed. */
async function planAll(
  tools: Tools,
  entries: readonly StoredEntry[],
  { flags: given, root }: ReplayContext,
  plans: readonly Plan[],
): Promise<Planned[]> {
  const by = whoDecides(given.by);
  const planned: Planned[] = [];
  const problems: UseProblem[] = [];
  for (const entry of entries) {
    const plan = plans.find(({ dataset }) => dataset === entry.value.dataset);
    if (!plan) {
      const message = `there is no contract for '${entry.value.dataset}' in ${root.contracts}`;
      problems.push(useProblem("unknown-dataset", message, "a replay needs one; name another folder with --contracts"));
      continue;
    }
    const order = { plan, backfill: given.backfill, by };
    try {
      planned.push(...(await planReplay(tools, entry, order)).map((replay) => ({ entry, replay, order })));
    } catch (error) {
      if (!(error instanceof CannotDecide)) throw error;
      problems.push(useProblem("cannot-replay", error.message, `\`sluice report ${entry.value.drop.key}\` tells more`));
    }
  }
  if (problems.length > 0) throw new WrongUse(problems);
  return planned;
}
