import { z } from "zod";
import { REASON_CODES, ReportSchema } from "../plan/report.ts";

// What a child may answer. A child has read hostile bytes: its answers are data from outside, and a file name in them
// must not lead out of the box.

const count = z.number().int().nonnegative();
const report = ReportSchema.shape;
const rule = report.rules.element.shape;
const micros = z
  .string()
  .regex(/^-?\d{1,20}$/)
  .nullable();

const fileName = z.string().regex(/^[a-z0-9][a-z0-9-]*\.parquet$/);
const LocalFile = z.strictObject({ file: fileName, rows: count });

export const RefusalSchema = z.strictObject({ code: z.enum(REASON_CODES), message: z.string(), cure: z.string() });

export const AnswerSchema = z.union([
  z.strictObject({ ok: z.literal(true), value: z.unknown(), milliseconds: count }),
  z.strictObject({ ok: z.literal(false), refusal: RefusalSchema, undecoded: z.literal(true).optional() }),
  z.strictObject({ ok: z.literal(false), bug: z.string() }),
]);

const MatchedSchema = z.strictObject({
  columns: z.array(
    z.strictObject({
      name: z.string(),
      physical: z.string().nullable(),
      from: z.string().nullable(),
      conversion: count.nullable(),
      kept: z.string().nullable(),
    }),
  ),
  raw: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  differences: report.columns,
  quarantineAll: z.boolean(),
});

export const PreflightSchema = z.strictObject({
  input: fileName,
  rows: count,
  units: z.array(z.strictObject({ index: count, rows: z.tuple([count, count]).nullable(), count })).min(1),
  matched: MatchedSchema,
  sameEncoding: z.boolean(),
});

export const UnitResultSchema = z.strictObject({
  unit: count,
  rows: count,
  goodRows: count,
  quarantinedRows: count,
  doubtfulRows: count,
  clean: z.boolean(),
  good: LocalFile.nullable(),
  doubtful: LocalFile.nullable(),
  quarantined: LocalFile.nullable(),
  failures: z.record(z.string(), count),
  samples: z.record(z.string(), rule.samples),
  causes: z.record(z.string(), rule.causes),
  partitions: report.partitions,
  newestMicros: micros,
});

export const SettledSchema = z.strictObject({
  rows: count,
  good: LocalFile.nullable(),
  quarantined: LocalFile.nullable(),
  partitions: report.partitions,
  newestMicros: micros,
});

export const DeduplicatedSchema = z.strictObject({
  duplicates: count,
  good: z.array(LocalFile),
  partitions: report.partitions,
  newestMicros: micros,
});

export const MeasurementsSchema = z.record(
  z.string(),
  z.strictObject({ measured: z.number().nullable(), note: z.string().nullable() }),
);

export const BindProblemsSchema = z.array(z.strictObject({ id: z.string(), message: z.string(), cure: z.string() }));

export const TablesSchema = z.array(
  z.strictObject({
    columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.unknown())),
  }),
);

export const NothingSchema = z.null();
