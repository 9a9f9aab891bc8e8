import { z } from "zod";
import { ThresholdSchema } from "./plan.ts";

/** What a person's decision changes for the round that it starts. */
export const LiftsSchema = z.strictObject({
  /** Rows older than the contract's window are not late. */
  window: z.boolean(),
  /** Checks, thresholds and the circuit breaker do not hold the drop: they warn. */
  holds: z.boolean(),
});
export type Lifts = z.infer<typeof LiftsSchema>;
export const NO_LIFTS: Lifts = { window: false, holds: false };

/** Why a file was refused before or while it was decoded. Each has a fixture that produces it (test/fixtures/drops). */
export const REASON_CODES = [
  "FILE_EMPTY",
  "NOT_PARQUET",
  "TRUNCATED",
  "ENCRYPTED",
  "UNSUPPORTED_CODEC",
  "UNSUPPORTED_TYPE",
  "CHECKSUM_MISMATCH",
  "CORRUPT",
  "FOOTER_LIES",
  "TOO_COMPLEX",
  "TOO_LARGE",
  "OUT_OF_MEMORY",
  "TIMED_OUT",
  "CRASHED",
  "INVALID_UTF8",
  "DUPLICATE_COLUMN",
  "RESERVED_COLUMN",
  "COLUMN_MISSING",
  "COLUMN_UNKNOWN",
  "COLUMN_RETYPED",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** What only another file can mend: the same bytes fail alike under any contract. */
export const BROKEN_CODES = [
  "FILE_EMPTY",
  "NOT_PARQUET",
  "TRUNCATED",
  "ENCRYPTED",
  "CHECKSUM_MISMATCH",
  "CORRUPT",
  "FOOTER_LIES",
] as const satisfies readonly ReasonCode[];

/** Why a decoded drop is held until a person decides. */
export const HOLD_CODES = [
  "RULE_EXCEEDED",
  "CHECK_FAILED",
  "CHECK_NOT_RUN",
  "CIRCUIT_BREAKER",
  "TOO_MANY_PARTITIONS",
  "TOO_MANY_FILES",
  "REUPLOADED",
  "LOAD_FAILED",
] as const;
export type HoldCode = (typeof HOLD_CODES)[number];

/** Holds that are found around a split, not by it: from the ledger, and by the warehouse after the report. */
export const FOUND_OUTSIDE = ["REUPLOADED", "LOAD_FAILED"] as const satisfies readonly HoldCode[];

/** Holds that a person may lift for a round. The others are no judgement: nothing could publish the drop as it is. */
export const LIFTED_CODES = [
  "RULE_EXCEEDED",
  "CHECK_FAILED",
  "CHECK_NOT_RUN",
  "CIRCUIT_BREAKER",
  "REUPLOADED",
] as const satisfies readonly HoldCode[];

export const WARNING_CODES = [
  "RULE_WARNING",
  "CHECK_WARNING",
  "CHECK_SKIPPED",
  "COLUMNS_ADDED",
  "COLUMNS_MISSING",
  "COLUMNS_RETYPED",
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** Rows are below 2^53 and therefore JSON numbers; generations, bytes and checksums are strings. */
const count = z.number().int().nonnegative();
const int64 = z.string().regex(/^\d{1,20}$/);

const FileSchema = z.strictObject({
  /** Path under the zone's root, `staging/flights/dt=…/….parquet`. */
  uri: z.string(),
  generation: int64,
  /** Base64 of the big-endian CRC32C, as Cloud Storage writes it. */
  crc32c: z.string(),
  bytes: int64,
  rows: count,
});

const SampleSchema = z.strictObject({
  /** Row number in the drop, from 0. */
  row: count,
  /** Concrete path, `wifi_aps[3].rssi`. */
  path: z.string(),
  /** The value as text, masked if the column is classified; null: NULL. */
  value: z.string().nullable(),
});

const RuleResultSchema = z.strictObject({
  id: z.string(),
  column: z.string().nullable(),
  path: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  description: z.string(),
  businessImpact: z.string().nullable(),
  failed: count,
  threshold: ThresholdSchema.nullable(),
  /** `quarantined`: failing rows left out; `counted`: failing rows kept, threshold met; `warned`: kept, threshold of a warning exceeded; `exceeded`: left out, and the drop is held unless a person lifted that. */
  outcome: z.enum(["passed", "quarantined", "counted", "warned", "exceeded"]),
  masked: z.boolean(),
  samples: z.array(SampleSchema),
  /** Most frequent offending values; empty for classified columns. */
  causes: z.array(z.strictObject({ value: z.string().nullable(), rows: count })),
});

const CheckResultSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  description: z.string(),
  businessImpact: z.string().nullable(),
  threshold: ThresholdSchema,
  /** null: not run. */
  measured: z.number().nullable(),
  outcome: z.enum(["passed", "warned", "failed", "not run"]),
  /** Why it was not run, or null. */
  note: z.string().nullable(),
});

const ReasonSchema = z.strictObject({
  code: z.enum([...REASON_CODES, ...HOLD_CODES, ...WARNING_CODES]),
  message: z.string(),
  cure: z.string(),
});

export const ReportSchema = z.strictObject({
  format: z.literal("sluice/report/1"),
  dataset: z.string(),
  environment: z.string(),
  /** Hash of the plan that was run. */
  plan: z.string(),
  drop: z.strictObject({
    key: z.string(),
    bucket: z.string(),
    name: z.string(),
    generation: int64,
    bytes: int64,
    crc32c: z.string(),
    /** RFC 3339 UTC. */
    arrived: z.string(),
    arrivalDay: z.string(),
  }),
  round: z.number().int().positive(),
  attempt: z.number().int().positive(),
  /** What was lifted for this round. */
  lifts: LiftsSchema,
  verdict: z.enum(["ready", "ready with warnings", "held", "rejected"]),
  /** Of a rejected, held or warned drop, the gravest first. */
  reasons: z.array(ReasonSchema),
  /** `in` = `good` + `quarantined`; `duplicates` are the good rows that exact duplicates inside the drop left out of `files`. */
  rows: z.strictObject({ in: count.nullable(), good: count, quarantined: count, duplicates: count }),
  columns: z.strictObject({
    unknown: z.array(z.strictObject({ name: z.string(), type: z.string() })),
    missing: z.array(z.string()),
    retyped: z.array(z.strictObject({ name: z.string(), from: z.string(), to: z.string() })),
    /** Missing and unknown columns that look like one another. */
    renamed: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  }),
  rules: z.array(RuleResultSchema),
  checks: z.array(CheckResultSchema),
  partitions: z.array(z.strictObject({ id: z.string(), rows: count })),
  files: z.strictObject({ good: z.array(FileSchema), quarantined: z.array(FileSchema) }),
  /** True: the one good file is the original, copied unchanged. */
  passedThrough: z.boolean(),
  /** Not part of a report's identity. */
  run: z.strictObject({
    host: z.enum(["node", "beam"]),
    duckdb: z.string(),
    units: count,
    started: z.string(),
    milliseconds: z.strictObject({ preflight: count, split: count, checks: count, total: count }),
  }),
});

/** The answer to a plan: what one round of one drop gave. Written once. */
export type Report = z.infer<typeof ReportSchema>;
export type RuleResult = z.infer<typeof RuleResultSchema>;
export type CheckResult = z.infer<typeof CheckResultSchema>;
export type Reason = z.infer<typeof ReasonSchema>;
export type Verdict = Report["verdict"];
export type OutputFile = z.infer<typeof FileSchema>;
