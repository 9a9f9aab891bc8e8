import type { Granularity } from "../../contract/contract.ts";
import type { FieldType } from "../../contract/field.ts";
import { PARTITION_FORMATS, partitionIdSql } from "../partition.ts";
import { quoteName } from "../quote.ts";

/** What differs between the two warehouses in the statements of a publication. */
export interface Dialect {
  readonly quote: (name: string) => string;
  /** The partition id of a value, `20261120`, as text. */
  readonly partitionId: (type: FieldType, granularity: Granularity, ref: string) => string;
  /** A value so old that every real one is newer; of the type of sluice_arrived. */
  readonly oldest: string;
}

export const DUCKDB: Dialect = {
  quote: quoteName,
  partitionId: (_type, granularity, ref) => partitionIdSql(granularity, ref),
  oldest: "TIMESTAMPTZ '0001-01-01 00:00:00Z'",
};

export const BIGQUERY: Dialect = {
  quote: (name) => `\`${name.replaceAll("`", "")}\``,
  partitionId: (type, granularity, ref) => `${formatter(type)}('${PARTITION_FORMATS[granularity]}', ${ref})`,
  oldest: "TIMESTAMP '0001-01-01 00:00:00+00'",
};

function formatter(type: FieldType): string {
  if (type.kind === "date") return "FORMAT_DATE";
  return type.kind === "timestamp" && type.zone === "none" ? "FORMAT_DATETIME" : "FORMAT_TIMESTAMP";
}
