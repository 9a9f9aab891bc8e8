import type { Granularity } from "../../contract/contract.ts";
import type { FieldType } from "../../contract/field.ts";
import { PARTITION_FORMATS, partitionIdSql } from "../partition.ts";
import { quoteName } from "../quote.ts";

/** What differs between the two warehouses in the statements of a publication. */
export interface Dialect {
  readonly quote: (name: string) => string;
  /** The partition id of a value, `20261120`, as text; UTC whatever the session's time zone. */
  readonly partitionId: (type: FieldType, granularity: Granularity, ref: string) => string;
  /** A value by which rows may be grouped in a window. */
  readonly grouped: (type: FieldType, ref: string) => string;
  /** A condition of `t` and `s` that no two rows meet, by a column of both. */
  readonly never: (column: string) => string;
  /** SQL type before the literal of an instant. */
  readonly instant: string;
  /** SQL type before the literal of a wall clock. */
  readonly clock: string;
}

export const DUCKDB: Dialect = {
  quote: quoteName,
  partitionId: (type, granularity, ref) =>
    partitionIdSql(granularity, isInstant(type) ? `timezone('UTC', ${ref})` : ref),
  grouped: (_type, ref) => ref,
  // ON FALSE would compare every row with every other; an equality that never holds is hashed.
  never: (column) => `t.${column} = nullif(s.${column}, s.${column})`,
  instant: "TIMESTAMPTZ",
  clock: "TIMESTAMP",
};

export const BIGQUERY: Dialect = {
  quote: (name) => `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``,
  partitionId: (type, granularity, ref) => {
    // %Y drops leading zeros of years before 1000, partition ids keep them.
    const format = `'${PARTITION_FORMATS[granularity].replace("%Y", "%E4Y")}'`;
    if (isInstant(type)) return `FORMAT_TIMESTAMP(${format}, ${ref}, 'UTC')`;
    return `${type.kind === "date" ? "FORMAT_DATE" : "FORMAT_DATETIME"}(${format}, ${ref})`;
  },
  // Windows refuse FLOAT64. %T writes enough digits to tell any two apart; + 0.0 makes -0.0 the 0.0 that it equals.
  grouped: (type, ref) => (type.kind === "float" ? `FORMAT('%T', ${ref} + 0.0)` : ref),
  // Read as delete and insert, without a join.
  never: () => "FALSE",
  instant: "TIMESTAMP",
  clock: "DATETIME",
};

function isInstant(type: FieldType): boolean {
  return type.kind === "timestamp" && type.zone === "utc";
}
