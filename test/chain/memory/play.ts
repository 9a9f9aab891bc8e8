import { readEntries } from "../../../lakehouse/ledger/entries.ts";
import { listMarked } from "../../../lakehouse/ledger/markers.ts";
import { BATCH_LIMITS, type BatchLimits } from "../../../lakehouse/publish/batch.ts";
import { CannotDecide, decide } from "../../../lakehouse/run/decide.ts";
import { readAgain } from "../../../lakehouse/run/find-drop.ts";
import { processDrop, workOn } from "../../../lakehouse/run/process.ts";
import { publishDataset } from "../../../lakehouse/run/publish.ts";
import { resumeOpen } from "../../../lakehouse/run/reconcile.ts";
import { planReplay, replayDrop } from "../../../lakehouse/run/replay-drop.ts";
import { readState } from "../../../lakehouse/run/state.ts";
import { tellDataset } from "../../../lakehouse/run/tell.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import { DATASET, type Policy } from "../../protocol/contracts.ts";
import type { Delivery } from "./deliveries.ts";
import { LEASE_SECONDS, MemoryLake } from "./lake.ts";
import { Life, type Lifetime } from "./life.ts";

/** What happens, in this order and whatever goes wrong. */
export interface Story {
  readonly policy: Policy;
  /** Two days; on the second the mended contract is deployed. */
  readonly days: readonly (readonly Delivery[])[];
}

/** What must make no difference. */
export interface Disturbance {
  /** One step after the other takes the next: processes that die at it before one comes to its end. */
  readonly deaths: readonly (readonly Lifetime[])[];
  /** Whether there is a publication after a delivery, in their order. */
  readonly cuts: readonly boolean[];
  readonly limits: BatchLimits;
}

export const CALM: Disturbance = { deaths: [], cuts: [], limits: BATCH_LIMITS };

const HOUR = 3_600_000;
const BY = "ann";

export async function play({ policy, days }: Story, { deaths, cuts, limits }: Disturbance, seed = 1) {
  const lake = new MemoryLake(policy, seed);
  const [dying, cutting] = [[...deaths], [...cuts]];
  const step = (work: (tools: Tools) => Promise<void>) => survive(lake, dying.shift() ?? [], work);
  const publish = () => step((tools) => publishAll(lake, tools, limits));
  for (const [day, deliveries] of days.entries()) {
    const plan = day === 0 ? lake.plans.first : lake.plans.second;
    for (const { name, content } of deliveries) {
      lake.now = (Math.floor(lake.now / HOUR) + 1) * HOUR; // the same, whoever died before
      const arrival = await lake.upload(name, content);
      await step(async (tools) => void (await processDrop(tools, plan, arrival)));
      if (cutting.shift()) await publish();
    }
    await publish();
    await step(decideAll);
    await publish();
    await step(async (tools) => replayAll(lake, tools));
    await publish();
  }
  return lake;
}

/** As often as somebody dies, another takes up what he left, and then does the same again. */
async function survive(
  lake: MemoryLake,
  lifetimes: readonly Lifetime[],
  work: (tools: Tools) => Promise<void>,
): Promise<void> {
  for (const lifetime of [...lifetimes, null]) {
    const life = new Life(lifetime);
    const tools = lake.tools(life);
    const alive = await life.lives(
      (async () => {
        for (const { fault } of (await resumeOpen(tools, DATASET)).faults) throw fault;
        await work(tools);
      })(),
    );
    if (alive) return;
    lake.now += LEASE_SECONDS * 1000 + 1;
  }
}

async function publishAll(lake: MemoryLake, tools: Tools, limits: BatchLimits): Promise<void> {
  for (const [plan, most] of [
    [lake.plans.second, limits],
    [lake.plans.derived, BATCH_LIMITS],
  ] as const) {
    const { end, waitingOn } = await publishDataset(tools, plan, { limits: most });
    if (end !== "idle") throw new Error(`the publication of ${plan.dataset} is ${end}: ${waitingOn?.message}`);
  }
  await tellDataset(tools, lake.plans.second);
}

/** Those that are held are accepted; every third is rejected. */
async function decideAll(tools: Tools): Promise<void> {
  for (const entry of await readEntries(tools.objects, await listMarked(tools.objects, "open", DATASET))) {
    const { state, drop } = entry.value;
    if (state !== "HELD") continue;
    if ((Date.parse(drop.arrived) / HOUR) % 3 === 0) await decide(tools, entry, { kind: "reject", by: BY, note: null });
    else await workOn(tools, await decide(tools, entry, { kind: "accept", by: BY }));
  }
}

/** Rows of uploads that were not replaced since. */
async function replayAll({ plans }: MemoryLake, tools: Tools): Promise<void> {
  const { drops, log } = await readState(tools.objects, DATASET);
  const replaced = new Set(log.flatMap(({ decision }) => decision?.formerDrops ?? []));
  const order = { plan: plans.second, backfill: false, by: BY };
  for (const { entry } of drops) {
    const { arrivalDay: day, key } = entry.drop;
    if (entry.state !== "COMMITTED" || replaced.has(key)) continue;
    try {
      const stored = await readAgain(tools.objects, { dataset: DATASET, day, key });
      for (const replay of await planReplay(tools, stored, order)) await replayDrop(tools, replay, order, {});
    } catch (error) {
      if (!(error instanceof CannotDecide)) throw error;
    }
  }
}
