import { inChunks } from "../../ledger/chunks.ts";
import { readPublication, type StoredPublication } from "../../ledger/log.ts";
import type { HistoryRow, PUBLICATIONS_TABLE } from "../../plan/history/tables.ts";
import { logPath } from "../../plan/names.ts";
import type { Days } from "../../plan/step.ts";
import type { Objects } from "../../ports.ts";
import { isWithin } from "./drops.ts";

export type PublicationRow = HistoryRow<typeof PUBLICATIONS_TABLE>;

/** Of which the log was written last on these days, by the store's clock; oldest first. */
export async function changedPublications(
  objects: Objects,
  dataset: string,
  days: Days,
): Promise<readonly StoredPublication[]> {
  const listed = await objects.list(logPath(dataset, 0).replace(/[^/]+$/, ""));
  const numbers = listed
    .filter(({ created }) => isWithin(days, created))
    .flatMap(({ name }) => Number(/\/(\d{12})\.json$/.exec(name)?.[1] ?? 0) || []);
  const read = await inChunks(numbers, (number) => readPublication(objects, dataset, number));
  return read.filter((stored) => stored !== null);
}

export function publicationRow({ value, updated }: StoredPublication): PublicationRow {
  const { dataset, number, state, stuck, plan, drops, counts, created, committed } = value;
  return {
    day: created.slice(0, 10),
    dataset,
    number,
    state,
    stuck: stuck !== null,
    plan,
    drops: drops.length,
    good: counts?.good ?? null,
    loaded: counts?.loaded ?? null,
    duplicates: counts?.duplicates ?? null,
    updated: counts?.updated ?? null,
    replaced: counts?.replaced ?? null,
    bytes_scanned: counts?.bytesScanned ?? value.scanned ?? null,
    begun: created,
    committed,
    seen: updated,
  };
}
