import type { StoredPublication } from "../ledger/log.ts";
import { isFinished } from "../ledger/publication.ts";
import type { Plan } from "../plan/plan.ts";
import type { Objects } from "../ports.ts";
import { BATCH_LIMITS } from "../publish/batch.ts";
import type { Pace } from "../publish/publisher.ts";

/**
 * Whether a dataset may be published again: `everySeconds` after its last publication ended, by the store's clock, since
 * looking for keys costs money each time. One that was given up has published nothing, and behind a full batch a backlog
 * waits: both are followed at once.
 */
export function isDue(last: StoredPublication | null, everySeconds: number, now: string): boolean {
  if (!last || !isFinished(last.value) || last.value.state === "ABORTED") return true;
  if (isFull(last)) return true;
  return Date.parse(now) - Date.parse(last.updated) >= everySeconds * 1000;
}

function isFull({ value: { drops } }: StoredPublication): boolean {
  const files = drops.reduce((sum, drop) => sum + drop.files.length, 0);
  return drops.length >= BATCH_LIMITS.drops || files >= BATCH_LIMITS.files;
}

/** For publishers that are called more often than a dataset wants to be published. */
export function paceOf(objects: Objects): (plan: Plan) => Pace {
  return ({ publish }) =>
    async (last) =>
      isDue(last, publish.everySeconds, await objects.time());
}
