import { z } from "zod";
import { checksPath, pendingChecksPath } from "../plan/names.ts";
import { ThresholdSchema } from "../plan/plan.ts";
import { createEmpty, removeIfThere } from "../ports/markers.ts";
import { adoptValue, readValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { inChunks } from "./chunks.ts";

const number = z.number().int().positive();

const PublishedCheckSchema = z.strictObject({
  id: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  description: z.string(),
  businessImpact: z.string().nullable(),
  threshold: ThresholdSchema,
  /** Null: nothing could be measured. */
  measured: z.number().nullable(),
  /** `warned`, `failed`: not as the threshold says. `crashed`: the query failed, which says nothing of the data. `not run`: there is no text for this warehouse, or nothing to measure. */
  outcome: z.enum(["passed", "warned", "failed", "not run", "crashed"]),
  /** Why nothing was measured, without values of rows; else null. */
  note: z.string().nullable(),
  /** The text as the warehouse was asked; null: none. */
  query: z.string().nullable(),
});

export const CheckRecordSchema = z.strictObject({
  format: z.literal("sluice/checks/1"),
  dataset: z.string(),
  environment: z.string(),
  /** Number of the publication. */
  publication: number,
  /** The plan that was checked by: the publication's. */
  plan: z.string(),
  /** RFC 3339 UTC. */
  checked: z.string(),
  dialect: z.enum(["bigquery", "duckdb"]),
  /** Looked at: those that the publication touched; `*`: every one. */
  partitions: z.array(z.string()),
  results: z.array(PublishedCheckSchema),
});

/** What the checks after one publication found. Written once: the first writer wins, others adopt it. */
export type CheckRecord = z.infer<typeof CheckRecordSchema>;
export type PublishedCheck = z.infer<typeof PublishedCheckSchema>;

export async function readChecks(objects: Objects, dataset: string, of: number): Promise<CheckRecord | null> {
  return (await readValue(objects, checksPath(dataset, of), CheckRecordSchema))?.value ?? null;
}

/** Not all is as it must be, or is known to be; of checks that only inform nobody is told. */
export function isNotable({ results }: Pick<CheckRecord, "results">): boolean {
  return results.some(({ severity, outcome }) => severity !== "info" && outcome !== "passed");
}

/** The record that counts. One that is to be told is marked before: a crash must not keep it from being told. */
export async function keepChecks(objects: Objects, record: CheckRecord): Promise<CheckRecord> {
  const { dataset, publication } = record;
  if (isNotable(record)) await createEmpty(objects, pendingChecksPath(dataset, publication));
  return (await adoptValue(objects, checksPath(dataset, publication), record, CheckRecordSchema)).stored.value;
}

/** So far behind a publication a list of the records begins at first. */
const near = 100;

/** Number of the newest record up to this publication; 0: there is none. */
export async function newestChecks(objects: Objects, dataset: string, upTo: number): Promise<number> {
  const first = Math.max(1, upTo - near);
  const numbers = await numbersFrom(objects, dataset, first);
  const known = numbers.length > 0 || first === 1 ? numbers : await numbersFrom(objects, dataset, 1);
  return known.filter((of) => of <= upTo).at(-1) ?? 0;
}

/** At most `most` records before this publication, oldest first. */
export async function checksBefore(
  objects: Objects,
  dataset: string,
  before: number,
  most: number,
): Promise<CheckRecord[]> {
  const numbers = (await numbersFrom(objects, dataset, Math.max(1, before - near))).filter((of) => of < before);
  const read = await inChunks(numbers.slice(-most), (of) => readChecks(objects, dataset, of));
  return read.flatMap((record) => record ?? []);
}

/** Records of this publication and later ones, oldest first. */
export async function checksFrom(objects: Objects, dataset: string, first: number): Promise<CheckRecord[]> {
  const numbers = await numbersFrom(objects, dataset, first);
  const read = await inChunks(numbers, (of) => readChecks(objects, dataset, of));
  return read.flatMap((record) => record ?? []);
}

async function numbersFrom(objects: Objects, dataset: string, first: number): Promise<number[]> {
  return numbersOf(await objects.list(folderOf(checksPath(dataset, 0)), checksPath(dataset, first)));
}

/** Publications of whose checks something is to be told, oldest first. A mark may stand before its record. */
export async function listPendingChecks(objects: Objects, dataset: string): Promise<number[]> {
  return numbersOf(await objects.list(folderOf(pendingChecksPath(dataset, 0))));
}

export function unmarkPendingChecks(objects: Objects, dataset: string, of: number): Promise<void> {
  return removeIfThere(objects, pendingChecksPath(dataset, of));
}

function folderOf(path: string): string {
  return path.replace(/[^/]+$/, "");
}

function numbersOf(listed: readonly { readonly name: string }[]): number[] {
  return listed.flatMap(({ name }) => {
    const [, digits] = /\/(\d{12})(?:\.json)?$/.exec(name) ?? [];
    return digits ? [Number(digits)] : [];
  });
}
