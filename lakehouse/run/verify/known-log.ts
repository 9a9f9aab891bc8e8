import type { Entry } from "../../ledger/entry.ts";
import { lastPublication, logNumbers } from "../../ledger/log.ts";
import { CheckpointSchema } from "../../ledger/records.ts";
import { checkpointPath, checksPath, committedPath, logPath } from "../../plan/names.ts";
import { readIfReadable, UnreadableValue } from "../../ports/values.ts";
import type { Objects } from "../../ports.ts";

/**
 * Number of the newest publication that anything beside the log tells of, these entries among it; 0: none. A log that
 * ends before it has lost its end: its drops would be published again, and its numbers be given twice.
 */
export async function newestKnown(objects: Objects, dataset: string, entries: readonly Entry[] = []): Promise<number> {
  const checkpoint = await readIfReadable(objects, checkpointPath(dataset), CheckpointSchema);
  const known = checkpoint?.value.publication ?? 0;
  return Math.max(
    known,
    await newestFrom(objects, committedPath(dataset, known)),
    await newestFrom(objects, checksPath(dataset, known)),
    ...entries.map(({ publication }) => publication ?? 0),
  );
}

async function newestFrom(objects: Objects, first: string): Promise<number> {
  const listed = await objects.list(first.replace(/[^/]+$/, ""), first);
  return Math.max(0, ...listed.map(({ name }) => Number(/\/(\d{12})\.[a-z]+$/.exec(name)?.[1] ?? 0)));
}

/** Publications that were there, and are not any more. */
export async function lostNumbers(
  objects: Objects,
  dataset: string,
  entries: readonly Entry[] = [],
): Promise<number[]> {
  // In this order: what tells of a publication is written after it.
  const newest = await newestKnown(objects, dataset, entries);
  const there = new Set(await logNumbers(objects, dataset));
  const last = Math.max(newest, ...there);
  return Array.from({ length: last }, (_, index) => index + 1).filter((number) => !there.has(number));
}

/** Throws `UnreadableValue` where the end of the log is lost: nothing may be published behind it. */
export async function requireLogEnd(objects: Objects, dataset: string): Promise<void> {
  const newest = await newestKnown(objects, dataset);
  const last = (await lastPublication(objects, dataset))?.value.number ?? 0;
  if (newest <= last) return;
  throw new UnreadableValue(`${logPath(dataset, newest)} is gone, and nothing is published before it is there again`);
}
