import type { Report } from "../lakehouse/plan/report.ts";

/** What a split comes to, whoever did it. */
export interface Counts {
  readonly in: number;
  readonly quarantined: number;
  /** Per rule; rules that no row failed may be missing. */
  readonly failed: Readonly<Record<string, number>>;
}

/** One text for equal counts. */
export function countsText({ in: rows, quarantined, failed }: Counts): string {
  const rules = Object.entries(failed)
    .filter(([, count]) => count > 0)
    .map(([rule, count]) => `${rule} ${count}`);
  return [`${rows} rows`, `${quarantined} quarantined`, ...rules.sort()].join(", ");
}

/** Of all drops together. */
export function countsOf(reports: readonly Report[]): Counts {
  const failed: Record<string, number> = {};
  for (const { id, failed: count } of reports.flatMap(({ rules }) => rules)) failed[id] = (failed[id] ?? 0) + count;
  return {
    in: reports.reduce((sum, { rows }) => sum + (rows.in ?? 0), 0),
    quarantined: reports.reduce((sum, { rows }) => sum + rows.quarantined, 0),
    failed,
  };
}
