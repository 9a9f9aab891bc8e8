import { listEntries, readEntries } from "../ledger/entries.ts";
import type { Entry } from "../ledger/entry.ts";
import { readLog } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import { readReportOf } from "../ledger/reports.ts";
import type { Report } from "../plan/report.ts";
import type { Objects } from "../ports.ts";

/** A drop with the report of its round, if there is one. */
export interface DropState {
  readonly entry: Entry;
  readonly report: Report | null;
}

/** Everything that the ledger says of one dataset. */
export interface DatasetState {
  readonly dataset: string;
  /** By arrival. */
  readonly drops: readonly DropState[];
  /** Oldest first. */
  readonly log: readonly Publication[];
}

/** Datasets that the ledger knows, by name. */
export async function listDatasets(objects: Objects): Promise<string[]> {
  const names = (await objects.list("ledger/")).map(({ name }) => name.split("/")[1] ?? "");
  return [...new Set(names)].filter((name) => name !== "").sort();
}

export async function readState(objects: Objects, dataset: string): Promise<DatasetState> {
  const entries = await readEntries(objects, await listEntries(objects, dataset));
  const drops = await Promise.all(
    entries.map(async ({ value }) => {
      return { entry: value, report: await readReportOf(objects, dataset, value.drop.key, value.round) };
    }),
  );
  return { dataset, drops: drops.sort(byArrival), log: await readLog(objects, dataset) };
}

function byArrival({ entry: a }: DropState, { entry: b }: DropState): number {
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
