import type { Publication } from "../../ledger/publication.ts";
import { logPath, reportPath } from "../../plan/names.ts";
import type { DropRecord, ReadableState } from "../state.ts";
import type { Contradiction } from "./contradiction.ts";

const changed = "no command counts again: restore the object from a copy of the lake";

/** Counts of log and reports that do not agree. Pure. */
export function wrongSums({ dataset, drops, log }: ReadableState): Contradiction[] {
  const byKey = new Map(drops.map((drop) => [drop.entry.drop.key, drop]));
  return [
    ...log.flatMap((publication) =>
      wordsOf(publication, byKey).map((message) => {
        return { where: logPath(dataset, publication.number), message, cure: changed };
      }),
    ),
    ...drops.flatMap(({ entry, report }) => {
      if (!report || report.rows.in === null || report.rows.in === report.rows.good + report.rows.quarantined)
        return [];
      const where = reportPath(dataset, entry.drop.key, report.round);
      return [{ where, message: "rows in are not good + quarantined", cure: changed }];
    }),
  ];
}

function wordsOf({ state, counts, drops }: Publication, byKey: ReadonlyMap<string, DropRecord>): string[] {
  if (state !== "DONE") return [];
  if (!counts) return ["it is DONE and has no counts"];
  const good = drops.reduce((sum, drop) => sum + drop.good, 0);
  const differing = drops.filter((drop) => {
    const report = byKey.get(drop.key)?.report;
    if (!report || report.round !== drop.round) return false;
    return report.rows.good !== drop.good || report.rows.duplicates !== drop.duplicates;
  });
  return [
    ...(counts.good === counts.loaded + counts.duplicates ? [] : ["good is not loaded + duplicates"]),
    // Rows of a derived table come from no drops.
    ...(drops.length === 0 || good === counts.good ? [] : [`good is ${counts.good}, and its drops add up to ${good}`]),
    ...differing.map(({ key }) => `its rows of the drop ${key} are not those of the report`),
  ];
}
