import { readLog } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import { type Checkpoint, CheckpointSchema } from "../ledger/records.ts";
import { checkpointPath } from "../plan/names.ts";
import { readIfReadable, swapValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";

const start: Omit<Checkpoint, "dataset"> = {
  format: "sluice/checkpoint/1",
  publication: 0,
  lastPartition: null,
  rows: { loaded: 0, duplicates: 0, updated: 0, replaced: 0 },
  drops: 0,
  lagSeconds: null,
  committed: null,
};

/** Sums the log up to this publication, from what is summed already if that can be read. Losing a race is no loss. */
export async function moveCheckpoint(objects: Objects, publication: Publication): Promise<void> {
  const { dataset, number } = publication;
  const path = checkpointPath(dataset);
  const stored = await readIfReadable(objects, path, CheckpointSchema);
  if (stored && stored.value.publication >= number) return;
  const next =
    stored?.value.publication === number - 1
      ? added(stored.value, publication)
      : summed(
          dataset,
          (await readLog(objects, dataset)).filter((one) => one.number <= number),
        );
  // One that cannot be read is no truth either, and is written over.
  const generation = stored?.generation ?? (await objects.stat(path))?.generation ?? "0";
  await swapValue(objects, path, next, generation);
}

/** The checkpoint as the whole log gives it. */
export function summed(dataset: string, log: readonly Publication[]): Checkpoint {
  return log.reduce(added, { ...start, dataset });
}

function added(before: Checkpoint, { number, state, counts, drops, committed }: Publication): Checkpoint {
  if (state !== "DONE" || !counts) return { ...before, publication: number };
  const { rows } = before;
  const oldest = drops.map(({ arrived }) => Date.parse(arrived)).sort((a, b) => a - b)[0];
  const partitions = drops.flatMap((drop) => drop.partitions.map(({ id }) => id));
  return {
    ...before,
    publication: number,
    lastPartition: [before.lastPartition ?? "", ...partitions].sort().at(-1) || null,
    rows: {
      loaded: rows.loaded + counts.loaded,
      duplicates: rows.duplicates + counts.duplicates,
      updated: rows.updated + counts.updated,
      replaced: rows.replaced + counts.replaced,
    },
    drops: before.drops + drops.length,
    lagSeconds: committed && oldest !== undefined ? Math.round((Date.parse(committed) - oldest) / 1000) : null,
    committed,
  };
}
