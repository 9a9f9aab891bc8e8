import { NO_LIFTS, type Report, type RuleResult } from "../../lakehouse/plan/report.ts";

// Four reports as they may be, one for each verdict, with data that would like to misbehave.

const hostile = "\x1b[31mred\x1b[0m\u202egpj.exe\n";

const rule = (id: string, more: Partial<RuleResult>): RuleResult => ({
  id,
  column: id.split(".")[0] ?? null,
  path: id.split(".")[0] ?? "",
  severity: "error",
  description: `${id} holds`,
  businessImpact: null,
  failed: 0,
  threshold: null,
  outcome: "passed",
  masked: false,
  samples: [],
  causes: [],
  ...more,
});

const base: Report = {
  format: "sluice/report/1",
  dataset: "pings",
  environment: "local",
  plan: "ab".repeat(32),
  drop: {
    key: "0123456789abcdef01234567",
    bucket: "local",
    name: "pings/dt=2026-11-20/part-0.parquet",
    generation: "1795154400000000",
    bytes: "1234567",
    crc32c: "AAAAAA==",
    arrived: "2026-11-20T06:00:00.000Z",
    arrivalDay: "2026-11-20",
  },
  round: 1,
  attempt: 1,
  lifts: NO_LIFTS,
  verdict: "ready",
  reasons: [],
  rows: { in: 10_000, good: 10_000, quarantined: 0, duplicates: 0 },
  columns: { unknown: [], missing: [], retyped: [], renamed: [] },
  rules: [rule("latitude.maximum", {}), rule("os_values", {})],
  checks: [
    {
      id: "circuit_breaker",
      kind: "quarantinedShare",
      severity: "error",
      description: "at most 20 % of a drop's rows are quarantined",
      businessImpact: null,
      threshold: { operator: "mustBeLessOrEqualTo", values: [20], unit: "percent" },
      measured: 0,
      outcome: "passed",
      note: null,
    },
  ],
  partitions: [{ id: "20261120", rows: 10_000 }],
  files: {
    good: [
      {
        uri: "staging/pings/dt=2026-11-20/0123456789abcdef01234567/1-1/0-aaaa.parquet",
        generation: "1",
        crc32c: "AAAAAA==",
        bytes: "1200000",
        rows: 10_000,
      },
    ],
    quarantined: [],
  },
  passedThrough: false,
  run: {
    host: "node",
    duckdb: "1.5.6",
    units: 1,
    started: "2026-11-20T06:00:01.000Z",
    milliseconds: { preflight: 12, split: 345, checks: 6, total: 363 },
  },
};

const quarantineFile = {
  uri: "quarantine/pings/dt=2026-11-20/0123456789abcdef01234567/1-1/0-bbbb.parquet",
  generation: "2",
  crc32c: "AAAAAA==",
  bytes: "4321",
};

const badRules = [
  rule("latitude.maximum", {
    failed: 40,
    outcome: "quarantined",
    description: "latitude is at most 90",
    businessImpact: "Footfall counts people at the pole.",
    samples: [
      { row: 12, path: "latitude", value: "91.5" },
      { row: 1234, path: "latitude", value: "1000000.0" },
    ],
    causes: [
      { value: "91.5", rows: 39 },
      { value: "1000000.0", rows: 1 },
    ],
  }),
  rule("wifi_aps[].rssi.maximum", {
    path: "wifi_aps[].rssi",
    failed: 2,
    outcome: "quarantined",
    samples: [{ row: 7, path: "wifi_aps[3].rssi", value: "12" }],
  }),
  rule("os_values", {
    severity: "warning",
    failed: 17,
    outcome: "warned",
    threshold: { operator: "mustBeLessThan", values: [0.1], unit: "percent" },
    samples: [
      { row: 3, path: "os", value: hostile },
      { row: 4, path: "os", value: null },
    ],
  }),
  rule("device_id.pattern", {
    severity: "warning",
    failed: 1,
    outcome: "counted",
    masked: true,
    threshold: { operator: "mustBeLessOrEqualTo", values: [5], unit: "rows" },
    samples: [{ row: 9, path: "device_id", value: "a…(64)" }],
  }),
];

export const sampleReports: Readonly<Record<"ready" | "warnings" | "held" | "rejected", Report>> = {
  ready: base,
  warnings: {
    ...base,
    verdict: "ready with warnings",
    reasons: [
      {
        code: "RULE_WARNING",
        message: "os_values: 17 rows fail, allowed are < 0.1 %",
        cure: "look at the samples; tell the producer",
      },
    ],
    rows: { in: 10_000, good: 9_958, quarantined: 42, duplicates: 3 },
    rules: [...badRules, rule("event_ts.required", {})],
    columns: { ...base.columns, unknown: [{ name: "altitude", type: "DOUBLE" }] },
    files: { good: base.files.good, quarantined: [{ ...quarantineFile, rows: 42 }] },
  },
  held: {
    ...base,
    verdict: "held",
    reasons: [
      {
        code: "CIRCUIT_BREAKER",
        message: "40 % of the rows are quarantined, allowed are at most 20 %",
        cure: "accept the drop, or ask for a new one",
      },
    ],
    rows: { in: 100, good: 60, quarantined: 40, duplicates: 0 },
    rules: [badRules[0] ?? rule("x", {})],
    checks: [
      ...base.checks.map((check) => ({ ...check, measured: 40, outcome: "failed" as const })),
      {
        id: "no_duplicate_fix",
        kind: "duplicateValues",
        severity: "warning",
        description: "at most 0.5 % repeat",
        businessImpact: null,
        threshold: { operator: "mustBeLessOrEqualTo", values: [0.5], unit: "percent" },
        measured: null,
        outcome: "not run",
        note: "the drop has more rows than checkLimit",
      },
    ],
    columns: {
      unknown: [{ name: "lat", type: "DOUBLE" }],
      missing: ["latitude", "os"],
      retyped: [{ name: "battery", from: "VARCHAR", to: "BIGINT" }],
      renamed: [{ from: "latitude", to: "lat" }],
    },
    files: { good: [], quarantined: [{ ...quarantineFile, rows: 40 }] },
  },
  rejected: {
    ...base,
    verdict: "rejected",
    drop: { ...base.drop, name: `pings/${hostile}.parquet` },
    reasons: [{ code: "TRUNCATED", message: "the file ends before its footer", cure: "upload it again, whole" }],
    rows: { in: null, good: 0, quarantined: 0, duplicates: 0 },
    rules: [],
    checks: [],
    partitions: [],
    files: { good: [], quarantined: [] },
  },
};
