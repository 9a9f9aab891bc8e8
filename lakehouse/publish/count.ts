import type { BatchDrop, PublishedCounts } from "../ledger/publication.ts";
import type { Acts } from "./act.ts";
import { rowsOf } from "./load.ts";

/** Rows by the warehouse's own statistics of the jobs that took effect, against what the reports promised. */
export function countRows(drops: readonly BatchDrop[], acts: Acts): PublishedCounts {
  const sum = (of: (counts: Acts[string]["counts"]) => number) =>
    Object.values(acts).reduce((total, { counts }) => total + of(counts), 0);
  const good = drops.reduce((total, drop) => total + drop.good, 0);
  const loaded = sum(({ copied, inserted, updated }) => copied + inserted + updated);
  const left = drops.reduce((total, { duplicates }) => total + duplicates, 0);
  return {
    good,
    loaded,
    duplicates: left + rowsOf(drops) - loaded,
    updated: sum(({ updated }) => updated),
    replaced: sum(({ deleted }) => deleted),
    bytesScanned: sum(({ bytesScanned }) => bytesScanned),
  };
}

/** What does not add up, in words; null: nothing. */
export function countProblem(counts: PublishedCounts): string | null {
  const { good, loaded, duplicates, updated } = counts;
  if (duplicates < 0 || good !== loaded + duplicates) {
    return `${good} good rows are not ${loaded} loaded and ${duplicates} duplicates`;
  }
  return updated > loaded ? `${updated} rows were updated by ${loaded} loaded rows` : null;
}
