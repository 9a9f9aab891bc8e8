import { checkpointPath, logPath } from "../plan/names.ts";
import { createValue, readIfReadable, readValue, type Stored, swapValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { inChunks } from "./chunks.ts";
import { type Publication, PublicationSchema } from "./publication.ts";
import { CheckpointSchema } from "./records.ts";

export type StoredPublication = Stored<Publication>;

const logName = /\/log\/(\d{12})\.json$/;

/** The newest publication, or null of an empty log. The checkpoint only shortens the list that finds it. */
export async function lastPublication(objects: Objects, dataset: string): Promise<StoredPublication | null> {
  const hint = await checkpointHint(objects, dataset);
  // A checkpoint that promises more than the log holds is wrong: the whole log is listed.
  const last =
    (await logNumbers(objects, dataset, hint)).at(-1) ??
    (hint > 1 ? (await logNumbers(objects, dataset)).at(-1) : undefined);
  return last === undefined ? null : readPublication(objects, dataset, last);
}

async function checkpointHint(objects: Objects, dataset: string): Promise<number> {
  const read = await readIfReadable(objects, checkpointPath(dataset), CheckpointSchema);
  return Math.max(1, read?.value.publication ?? 1);
}

/** Of the publications that the log holds, from this one on, in order. */
export async function logNumbers(objects: Objects, dataset: string, first = 1): Promise<number[]> {
  const folder = logPath(dataset, 0).replace(/[^/]+$/, "");
  const listed = await objects.list(folder, logPath(dataset, first));
  return listed.flatMap(({ name }) => numberOf(name));
}

export async function readPublication(
  objects: Objects,
  dataset: string,
  number: number,
): Promise<StoredPublication | null> {
  return readValue(objects, logPath(dataset, number), PublicationSchema);
}

/** Publications from this number on, oldest first. */
export async function readLog(objects: Objects, dataset: string, first = 1): Promise<Publication[]> {
  const numbers = await logNumbers(objects, dataset, first);
  const read = await inChunks(
    numbers.filter((n) => n >= first),
    (n) => readPublication(objects, dataset, n),
  );
  return read.flatMap((stored) => (stored ? [stored.value] : []));
}

/** At the next number alone; null: somebody else was there first. */
export function appendPublication(objects: Objects, publication: Publication): Promise<StoredPublication | null> {
  return createValue(objects, logPath(publication.dataset, publication.number), publication);
}

/** Null: somebody else moved it. */
export function movePublication(
  objects: Objects,
  { value, generation }: StoredPublication,
  change: Partial<Publication>,
): Promise<StoredPublication | null> {
  return swapValue(objects, logPath(value.dataset, value.number), { ...value, ...change }, generation);
}

function numberOf(name: string): number[] {
  const digits = logName.exec(name)?.[1];
  return digits === undefined ? [] : [Number(digits)];
}
