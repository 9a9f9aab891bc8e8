import { lastPublication } from "../ledger/log.ts";
import { listMarked } from "../ledger/markers.ts";
import { isFinished, type Publication } from "../ledger/publication.ts";
import { CheckpointSchema } from "../ledger/records.ts";
import { checkpointPath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import { readIfReadable } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { checkPublications } from "./after-publish.ts";
import { isDue, paceOf } from "./pace.ts";
import { type Advanced, publishAll } from "./publish-all.ts";
import { publishOrder } from "./publish-order.ts";
import { isOver, type TimeBox } from "./time-box.ts";
import type { Tools } from "./tools.ts";

/** Of one dataset's jobs; then the others have their turn, and the next call looks again. */
const PATIENCE_SECONDS = 60;

export interface PublishedDue {
  /** Of all datasets that were looked at, in the order of the plans. */
  readonly advanced: readonly Advanced[];
  /** Datasets that nobody came to. */
  readonly left: readonly string[];
}

/**
 * Publishes what is due, one dataset after another, in the order of the plans. Whatever others left unfinished is helped
 * at any time. First everybody's jobs are submitted, then those that run are waited for: they run side by side. Called
 * for nothing it asks the store a few questions, so it may be called often.
 */
export async function publishDue(tools: Tools, plans: readonly Plan[], time: TimeBox): Promise<PublishedDue> {
  const found = new Map<string, Advanced>();
  const left: string[] = [];
  for (const plan of plans) {
    if (isOver(time)) left.push(plan.dataset);
    else found.set(plan.dataset, await publishIfDue(tools, plan, 0));
  }
  const running = [...found.values()].filter(({ waitingOn }) => waitingOn?.code === "JOB");
  for (const plan of publishOrder(plans, new Set(running.map(({ dataset }) => dataset)))) {
    const patience = Math.min(PATIENCE_SECONDS, time.leftSeconds());
    if (patience <= 0) break;
    const before = found.get(plan.dataset);
    found.set(plan.dataset, joined(before, await publishIfDue(tools, plan, patience)));
  }
  return { advanced: [...found.values()], left };
}

async function publishIfDue(tools: Tools, plan: Plan, patienceSeconds: number): Promise<Advanced> {
  const { dataset } = plan;
  const nothing = { dataset, ended: [], stuck: null, waitingOn: null, checked: [], fault: null };
  try {
    if (!(await asksForPublisher(tools.objects, plan))) {
      return { ...nothing, checked: await checkPublications(tools, plan) };
    }
  } catch (error) {
    return { ...nothing, fault: error instanceof Error ? error : new Error(String(error)) };
  }
  const [advanced] = await publishAll(tools, [plan], { patienceSeconds, pace: paceOf(tools.objects) });
  return advanced ?? nothing;
}

/**
 * A publisher begins with the last publication, all of whose drops it looks at. That is needless where they have
 * followed it and nothing is ready: drops that have not followed are still marked as ready.
 */
async function asksForPublisher(objects: Objects, { dataset, derived, publish }: Plan): Promise<boolean> {
  const last = await lastPublication(objects, dataset);
  if (last && (!isFinished(last.value) || !(await isFollowed(objects, last.value)))) return true;
  if (!isDue(last, publish.everySeconds, await objects.time())) return false;
  return derived !== null || (await listMarked(objects, "ready", dataset)).length > 0;
}

/** All that follows from a finished publication is done: the checkpoint is moved last. */
export async function isFollowed(objects: Objects, { dataset, number }: Publication): Promise<boolean> {
  const checkpoint = await readIfReadable(objects, checkpointPath(dataset), CheckpointSchema);
  return checkpoint !== null && checkpoint.value.publication >= number;
}

/** What was found later counts. */
function joined(before: Advanced | undefined, after: Advanced): Advanced {
  if (!before) return after;
  return { ...after, ended: [...before.ended, ...after.ended], checked: [...before.checked, ...after.checked] };
}
