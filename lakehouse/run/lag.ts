import { CheckpointSchema } from "../ledger/records.ts";
import { checkpointPath } from "../plan/names.ts";
import { readValue, UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";

/** Seconds from the arrival of the oldest drop of the last publication to its commit; null: nothing is known. */
export async function lagOf(objects: Objects, dataset: string): Promise<number | null> {
  const checkpoint = await readValue(objects, checkpointPath(dataset), CheckpointSchema).catch((error: unknown) => {
    if (error instanceof UnreadableValue) return null;
    throw error;
  });
  return checkpoint?.value.lagSeconds ?? null;
}
