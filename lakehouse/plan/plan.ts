import { z } from "zod";
import { ACCESS } from "../contract/contract.ts";
import { LEVELS } from "../contract/field.ts";
import { OPERATORS } from "../contract/rule.ts";

// Every text called `sql` or named after a statement is DuckDB SQL. `{name}` in it is a place that a host fills;
// the full list, and which quoting each place gets, stands in docs/plan.md. Hosts splice, they decide nothing.

const sql = z.string().min(1);
const severity = z.enum(["error", "warning", "info"]);
const policy = z.enum(["evolve", "alert", "quarantine", "fail"]);

export const ThresholdSchema = z.strictObject({
  operator: z.enum(OPERATORS),
  values: z.array(z.number()).min(1).max(2).readonly(),
  unit: z.enum(["rows", "percent"]),
});

/**
 * How a column of the drop is read. Tried in order, even where the types are equal (dates and timestamps have a range
 * to keep); the first whose `from` matches wins. None matches: equal types are taken as they are, others are refused
 * as COLUMN_RETYPED. Types are compared as the engine itself spells them.
 */
const ConversionSchema = z.strictObject({
  /** RegExp over the whole DuckDB type of the column in the drop, e.g. `DECIMAL\(.*\)`. */
  from: z.string(),
  /** The value in the plan's type, NULL where it cannot be had; `{column}` is the column, `{from}` its type, `{kept}` its type without the fields that the plan does not know. */
  value: sql,
  /** True where the value would be lost or changed; null: never. */
  fails: sql.nullable(),
  /** False: a wider or narrower spelling of the same type; true: reported under the policy for retyped columns. */
  retyped: z.boolean(),
});

const LeafSchema = z.strictObject({
  /** `battery.level`, `wifi_aps[].rssi` */
  path: z.string(),
  /** RegExp over DuckDB types that are other spellings of the plan's; empty: none. */
  same: z.string(),
  /** RegExp over types that are read where nothing is lost, and reported under the policy for retyped columns. */
  retyped: z.string(),
});

const ColumnSchema = z.strictObject({
  /** Name after the split. */
  name: z.string(),
  /** Name in the drop, matched without regard to case. */
  physical: z.string(),
  /** DuckDB type as DESCRIBE prints it. */
  type: z.string(),
  /** A drop without this column is refused. */
  required: z.boolean(),
  conversions: z.array(ConversionSchema),
  /** Of a column with fields or items: what its innermost values may be in a drop. */
  leaves: z.array(LeafSchema),
  /** The value written to staging, over the typed column. */
  output: sql,
});

const RuleSchema = z.strictObject({
  id: z.string(),
  /** `row`: `fails` below; `type`: the conversion's `fails` of `column`, absent where the types agree; `schema`: every row, when the policy for changed columns is `quarantine` and one changed. */
  kind: z.enum(["row", "type", "schema"]),
  /** Top-level column, or null for a rule over the whole row. */
  column: z.string().nullable(),
  /** Contract path, `wifi_aps[].rssi`. */
  path: z.string(),
  severity,
  disposition: z.enum(["quarantine", "escalate", "count"]),
  threshold: ThresholdSchema.nullable(),
  description: z.string(),
  dimension: z.string().nullable(),
  businessImpact: z.string().nullable(),
  /** True where the row fails; NULL and false pass. Over the typed columns. Null for kinds `type` and `schema`. */
  fails: sql.nullable(),
  /** VARCHAR: the concrete path of the first failing value, `wifi_aps[3].rssi`; only evaluated on failing rows. */
  at: sql,
  /** VARCHAR: the offending value as a sample shows it, already masked if classified. */
  shown: sql,
  masked: z.boolean(),
});

const CheckSchema = z.strictObject({
  id: z.string(),
  /** `rowCount`, `quarantinedShare`, `freshness` come from counts that add up over units; the others from `statement`. */
  kind: z.enum(["rowCount", "quarantinedShare", "freshness", "unique", "duplicateValues", "sql"]),
  severity,
  threshold: ThresholdSchema,
  description: z.string(),
  dimension: z.string().nullable(),
  businessImpact: z.string().nullable(),
  /** One row, one number or boolean, over the view `good` of the drop's good rows; asked after publication, over `{object}` in the warehouse's dialect. Null: not run by a host, or not in this warehouse. */
  statement: sql.nullable(),
  when: z.enum(["drop", "afterPublish"]),
});

/** Texts that a host runs, in the order of docs/plan.md. */
const StatementsSchema = z.strictObject({
  /** The drop's columns as `raw:<physical>` and `sluice_row`, the row's number in the file, from 0. */
  raw: sql,
  /** `{raw}` with the typed columns beside it. */
  typed: sql,
  /** Table `failed`: raw columns, sluice_row and mask columns of every row that any rule fails. */
  failed: sql,
  /** Rows quarantined, doubtful (escalate only), and failures per rule. */
  tally: sql,
  good: sql,
  quarantine: sql,
  /** Rows that only `escalate` rules fail, with their masks, kept apart until the drop's counts are known. */
  doubtful: sql,
  samples: sql,
  causes: sql,
  /** Rows per partition and newest value, over the good files. */
  partitions: sql,
  /** Over the view `good`: table `extra` of sluice_row of exact duplicates; null: they are kept. */
  duplicates: sql.nullable(),
  withoutDuplicates: sql.nullable(),
});

const WarehouseSchema = z.strictObject({
  /** DDL that `pulumi up` or the local warehouse makes equal. */
  createTable: sql,
  /** Null, as everything that needs drops: the table is derived. */
  createStaging: sql.nullable(),
  dropStaging: sql.nullable(),
  /** Good files into staging; null: a load job. */
  load: sql.nullable(),
  /** Which partitions of the batch hold one of its keys already; null without a key. */
  look: sql.nullable(),
  /** Rows of `{partitions}` behind the target's; null: a copy job. */
  append: sql.nullable(),
  /** Newest sequence wins, restricted to `{partitions}`. Null without a key. */
  merge: sql.nullable(),
  /** What `merge` is about to do; null: its job tells, or there is no key. */
  mergeCounts: sql.nullable(),
  /** The rows of former drops give way to the batch, in one statement. */
  replace: sql.nullable(),
  /** What `replace` is about to do; null: its job tells. */
  replaceCounts: sql.nullable(),
  /** Rows of the batch that lose to a newer one of their key in it; null without a key. */
  batchDuplicates: sql.nullable(),
  /** One run of partitions, for `partitionRange()` to fill: literal bounds on the target's partition column. */
  partitionRange: sql,
  /** What the target holds in `{partitionRange}`. */
  rowsByPartition: sql,
  quarantineQuery: sql.nullable(),
  /** Makes the partitions of `{partitionRange}` new, from those of `{inputRange}`; null: rows come from drops. */
  derive: sql.nullable(),
  /** What `derive` is about to do; null: its job tells. */
  deriveCounts: sql.nullable(),
  /** Like `partitionRange`, on the driving input's partition column; null: no input drives. */
  inputRange: sql.nullable(),
});

const ClassifiedSchema = z.strictObject({
  /** Names from the column down to a value, `["wifi_aps", "bssid"]`; a list has no step of its own. */
  path: z.array(z.string()).min(1).readonly(),
  level: z.enum(LEVELS),
});

/** Who may do what with the dataset, beside Sluice itself; who these people are, the environment knows. */
const RoleSchema = z.strictObject({
  role: z.string(),
  access: z.enum(ACCESS),
  /** BigQuery SQL over a row, true where it may be read; null: every row, or of a writer none. */
  rows: sql.nullable(),
});

const DerivedSchema = z.strictObject({
  inputs: z
    .array(
      z.strictObject({
        dataset: z.string(),
        /** A partition of the table is made from the same partition of this input, and all rows of the others. */
        driving: z.boolean(),
      }),
    )
    .min(1),
  /** True: one input drives. False: the whole table is made new each time. */
  partitioned: z.boolean(),
  /** Why it is not partitioned. */
  reason: z.string().nullable(),
});

export const PlanSchema = z.strictObject({
  format: z.literal("sluice/plan/1"),
  dataset: z.string(),
  environment: z.string(),
  contract: z.strictObject({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    owner: z.string().nullable(),
    runbookUrl: z.string().nullable(),
  }),
  /** Null if and only if the table is derived. */
  landing: z
    .strictObject({
      pattern: z.string(),
      capturesDay: z.boolean(),
      /** All objects lie in it, `device_pings/`: rights to upload are on it. Null: in none for sure. */
      folder: z.string().nullable(),
    })
    .nullable(),
  derived: DerivedSchema.nullable(),
  policies: z.strictObject({ unknown: policy, missing: policy, retyped: policy, passThrough: z.boolean() }),
  limits: z.strictObject({
    /** Bytes of the footer; columns counted as leaves; depth of nesting; row groups. Above: TOO_COMPLEX. */
    footerBytes: z.number().int(),
    leafColumns: z.number().int(),
    depth: z.number().int(),
    rowGroups: z.number().int(),
    /** Uncompressed bytes of one row group, and compression ratio of the file. Above: TOO_LARGE. */
    rowGroupBytes: z.number().int(),
    expansion: z.number().int(),
    /** A unit is a range of row groups of at most this many rows. */
    unitRows: z.number().int(),
    /** Rows above which checks over the whole drop are not run, by host. */
    checkRows: z.strictObject({ node: z.number().int(), dataflow: z.number().int() }),
    /** More partitions in one drop: held. */
    partitions: z.number().int(),
    /** Samples and causes per rule. */
    samples: z.number().int(),
    causes: z.number().int(),
  }),
  /** SET statements in order, before the box is locked; `{box}` is the child's own folder, `{memory}` its limit. */
  session: z.array(sql),
  columns: z.array(ColumnSchema).min(1),
  rules: z.array(RuleSchema),
  checks: z.array(CheckSchema),
  /** Null: no drop is split. */
  statements: StatementsSchema.nullable(),
  key: z.array(z.string()),
  partition: z.strictObject({
    column: z.string(),
    granularity: z.enum(["HOUR", "DAY", "MONTH", "YEAR"]),
  }),
  publish: z.strictObject({
    everySeconds: z.number().int(),
    onReupload: z.enum(["merge", "replace", "hold"]),
    sequence: z.string().nullable(),
    exactDuplicates: z.enum(["keep", "remove"]),
  }),
  warehouse: z.strictObject({
    table: z.string(),
    quarantineTable: z.string(),
    bigquery: WarehouseSchema.extend({
      schema: z.array(z.unknown()),
      timePartitioning: z.strictObject({ type: z.string(), field: z.string(), expirationMs: z.string().nullable() }),
      requirePartitionFilter: z.boolean(),
      clustering: z.array(z.string()),
      /** Columns, and fields in them, that want a right of their own, in the table's order. */
      classified: z.array(ClassifiedSchema),
    }),
    duckdb: WarehouseSchema.extend({ schemas: z.array(sql) }),
  }),
  notify: z.strictObject({
    recipients: z.array(
      z.strictObject({
        channel: z.string(),
        email: z.string(),
        digest: z.strictObject({ error: z.enum(["immediate", "daily"]), warning: z.enum(["immediate", "daily"]) }),
      }),
    ),
  }),
  sla: z.strictObject({
    expectedBy: z.string().nullable(),
    schedule: z.string().nullable(),
    latencyHours: z.number().nullable(),
    retentionDays: z.number().nullable(),
  }),
  roles: z.array(RoleSchema),
  /** Settings that the contract leaves to their default. */
  defaulted: z.array(z.string()),
});

/** What Sluice will do for one dataset in one environment. A frozen value; its identity is `planHash`. */
export type Plan = z.infer<typeof PlanSchema>;
/** The texts of a split; throws on the plan of a derived table, which takes no drops. */
export function splitStatementsOf({ dataset, statements }: Plan): SplitStatements {
  if (statements === null) throw new RangeError(`${dataset} is a derived table: no drop of it is split`);
  return statements;
}

export type SplitStatements = z.infer<typeof StatementsSchema>;
export type PlanColumn = z.infer<typeof ColumnSchema>;
export type PlanRule = z.infer<typeof RuleSchema>;
export type PlanRole = z.infer<typeof RoleSchema>;
export type Classified = z.infer<typeof ClassifiedSchema>;
export type PlanCheck = z.infer<typeof CheckSchema>;
export type PlanWarehouse = z.infer<typeof WarehouseSchema>;
export type Conversion = z.infer<typeof ConversionSchema>;
