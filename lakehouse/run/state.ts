import { inChunks } from "../ledger/chunks.ts";
import { listEntries, readableEntries } from "../ledger/entries.ts";
import type { Entry } from "../ledger/entry.ts";
import { logNumbers, readPublication } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import { readReportOf } from "../ledger/reports.ts";
import { entryPath, logPath, reportPath } from "../plan/names.ts";
import type { Report } from "../plan/report.ts";
import { UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";

/** A drop with the report of its round, if there is one. */
export interface DropRecord {
  readonly entry: Entry;
  readonly report: Report | null;
}

/** Everything that the ledger says of one dataset. */
export interface DatasetState {
  readonly dataset: string;
  /** By arrival. */
  readonly drops: readonly DropRecord[];
  /** Oldest first. */
  readonly log: readonly Publication[];
}

/** Datasets that the ledger knows, by name. */
export async function listDatasets(objects: Objects): Promise<string[]> {
  const names = (await objects.list("ledger/")).map(({ name }) => name.split("/")[1] ?? "");
  return [...new Set(names)].filter((name) => name !== "").sort();
}

/** Throws `UnreadableValue` if any object of it cannot be read. */
export async function readState(objects: Objects, dataset: string): Promise<ReadableState> {
  const state = await readableState(objects, dataset);
  const [first] = state.unreadable;
  if (first) throw first.fault;
  return state;
}

/** An object of the ledger that this version cannot read. */
export interface Unreadable {
  readonly name: string;
  readonly fault: UnreadableValue;
}

/** What can be read of a dataset, and what cannot. */
export interface ReadableState extends DatasetState {
  readonly unreadable: readonly Unreadable[];
}

/** For commands that look: one bad object does not hide the others. */
export async function readableState(objects: Objects, dataset: string): Promise<ReadableState> {
  const unreadable: Unreadable[] = [];
  const orTell = async <T>(name: string, read: Promise<T | null>): Promise<T | null> =>
    read.catch((fault: unknown) => {
      if (!(fault instanceof UnreadableValue)) throw fault;
      unreadable.push({ name, fault });
      return null;
    });
  const listed = await readableEntries(objects, await listEntries(objects, dataset));
  for (const { place, fault } of listed.unreadable) {
    unreadable.push({ name: entryPath(dataset, place.day, place.key), fault });
  }
  const drops = await inChunks(listed.entries, async ({ value: entry }) => {
    const { key } = entry.drop;
    const name = reportPath(dataset, key, entry.round);
    return { entry, report: await orTell(name, readReportOf(objects, dataset, key, entry.round)) };
  });
  const log = await inChunks(await logNumbers(objects, dataset), (number) =>
    orTell(logPath(dataset, number), readPublication(objects, dataset, number)),
  );
  return {
    dataset,
    drops: drops.sort(byArrival),
    log: log.flatMap((stored) => (stored ? [stored.value] : [])),
    unreadable,
  };
}

function byArrival({ entry: a }: DropRecord, { entry: b }: DropRecord): number {
  return Date.parse(a.drop.arrived) - Date.parse(b.drop.arrived) || (a.drop.key < b.drop.key ? -1 : 1);
}

/** Sums over the publications that are done. */
export function publishedSums(log: readonly Publication[]) {
  const sum = { loaded: 0, duplicates: 0, updated: 0, replaced: 0 };
  for (const { state, counts } of log) {
    if (state !== "DONE" || !counts) continue;
    for (const name of ["loaded", "duplicates", "updated", "replaced"] as const) sum[name] += counts[name];
  }
  return { ...sum, inTable: sum.loaded - sum.updated - sum.replaced };
}
