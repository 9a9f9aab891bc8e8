import { NO_LIFTS, type Report, type RuleResult } from "../../lakehouse/plan/report.ts";

/** A report of a clean drop, with what the test wants to be different. */
export function reportOf(change: Partial<Report> & { day?: string } = {}): Report {
  const { day = "2001-01-05", ...rest } = change;
  return {
    format: "sluice/report/1",
    dataset: "flights",
    environment: "local",
    plan: "0".repeat(64),
    drop: {
      key: "0123456789abcdef01234567",
      bucket: "landing",
      name: `flights/dt=${day}/flights.parquet`,
      generation: "1",
      bytes: "100",
      crc32c: "AAAAAA==",
      arrived: `${day}T06:00:00.000Z`,
      arrivalDay: day,
    },
    round: 1,
    attempt: 1,
    lifts: NO_LIFTS,
    verdict: "ready",
    reasons: [],
    rows: { in: 16_550, good: 16_550, quarantined: 0, duplicates: 0 },
    columns: { unknown: [], missing: [], retyped: [], renamed: [] },
    rules: [],
    checks: [],
    partitions: [],
    files: { good: [], quarantined: [] },
    passedThrough: false,
    run: {
      host: "node",
      duckdb: "1.5.6",
      units: 1,
      started: `${day}T06:00:01.000Z`,
      milliseconds: { preflight: 1, split: 2, checks: 3, total: 6 },
    },
    ...rest,
  };
}

export function failedRule(
  id: string,
  failed: number,
  description: string,
  change: Partial<RuleResult> = {},
): RuleResult {
  return {
    id,
    column: null,
    path: "",
    severity: "error",
    description,
    businessImpact: null,
    failed,
    threshold: null,
    outcome: failed > 0 ? "quarantined" : "passed",
    masked: false,
    samples: [],
    causes: [],
    ...change,
  };
}
