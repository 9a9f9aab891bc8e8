import type { Report, Verdict } from "../lakehouse/plan/report.ts";

/** The demo's result, as out/demo/summary.json has it. */
export interface Summary {
  readonly seconds: number;
  readonly datasets: readonly DatasetSummary[];
}

export interface DatasetSummary {
  readonly dataset: string;
  readonly drops: Readonly<Record<Verdict, number>>;
  /** Of the drops that could be read. */
  readonly rows: {
    readonly in: number;
    readonly good: number;
    readonly quarantined: number;
    readonly duplicates: number;
  };
  /** Rules that rows failed, the most frequent first. */
  readonly failedRules: readonly { readonly id: string; readonly failed: number; readonly description: string }[];
  /** Filled by a look at the files, not by the reports; null before. */
  readonly files: FileCounts | null;
}

/** Rows of the Parquet files themselves. */
export interface FileCounts {
  /** In the drops that could be read. */
  readonly source: number;
  readonly good: number;
  readonly quarantined: number;
}

export function summarise(dataset: string, reports: readonly Report[], files: FileCounts | null): DatasetSummary {
  const sum = (of: (report: Report) => number) => reports.reduce((total, report) => total + of(report), 0);
  const drops = (verdict: Verdict) => sum((report) => (report.verdict === verdict ? 1 : 0));
  return {
    dataset,
    drops: {
      ready: drops("ready"),
      "ready with warnings": drops("ready with warnings"),
      held: drops("held"),
      rejected: drops("rejected"),
    },
    rows: {
      in: sum(({ rows }) => rows.in ?? 0),
      good: sum(({ rows }) => rows.good),
      quarantined: sum(({ rows }) => rows.quarantined),
      duplicates: sum(({ rows }) => rows.duplicates),
    },
    failedRules: failedRules(reports),
    files,
  };
}

/** What the reports say against what lies on the disk; empty: they agree. */
export function disagreements({ dataset, rows, files }: DatasetSummary): string[] {
  if (!files) return [];
  const says = (what: string, report: number, found: number) =>
    report === found ? [] : [`${dataset}: the reports say ${report} ${what}, the files hold ${found}`];
  return [
    ...says("rows in", rows.in, files.source),
    ...says("good rows without duplicates", rows.good - rows.duplicates, files.good),
    ...says("quarantined rows", rows.quarantined, files.quarantined),
    ...says("rows in, good and quarantined together", rows.good + rows.quarantined, files.source),
  ];
}

function failedRules(reports: readonly Report[]): DatasetSummary["failedRules"] {
  const failed = new Map<string, { id: string; failed: number; description: string }>();
  for (const rule of reports.flatMap(({ rules }) => rules)) {
    if (rule.failed === 0) continue;
    const before = failed.get(rule.id)?.failed ?? 0;
    failed.set(rule.id, { id: rule.id, failed: before + rule.failed, description: rule.description });
  }
  return [...failed.values()].sort((a, b) => b.failed - a.failed || (a.id < b.id ? -1 : 1));
}
