import type { RestTable } from "../../../lakehouse/adapters/bigquery/rest.ts";
import { quoteName } from "../../../lakehouse/plan/quote.ts";
import { BigQueryError } from "./errors.ts";
import { type Field, fieldNamed } from "./fields.ts";

export interface Partitioning {
  readonly type: "HOUR" | "DAY" | "MONTH" | "YEAR";
  readonly field: string;
  readonly expirationMs: string | null;
}

const FORMATS: Readonly<Record<Partitioning["type"], string>> = {
  HOUR: "%Y%m%d%H",
  DAY: "%Y%m%d",
  MONTH: "%Y%m",
  YEAR: "%Y",
};
const DIGITS: Readonly<Record<Partitioning["type"], number>> = { HOUR: 10, DAY: 8, MONTH: 6, YEAR: 4 };

/** By a column; tables by ingestion time are none of ours. */
export function readPartitioning(
  given: RestTable["timePartitioning"] | undefined,
  fields: readonly Field[],
): Partitioning | null {
  if (!given) return null;
  const { type = "", field, expirationMs } = given;
  if (type !== "HOUR" && type !== "DAY" && type !== "MONTH" && type !== "YEAR") {
    throw new BigQueryError("invalid", `Invalid time partitioning type ${type}`);
  }
  if (field === undefined) throw new BigQueryError("notImplemented", "the fake partitions by a column");
  const column = fieldNamed(fields, field);
  if (!column || column.mode === "REPEATED" || !/^(DATE|DATETIME|TIMESTAMP)$/.test(column.type)) {
    throw new BigQueryError("invalid", `The field specified for partitioning can not be used: ${field}`);
  }
  if (column.type === "DATE" && type === "HOUR") {
    throw new BigQueryError("invalid", `Time partitioning by HOUR needs a DATETIME or TIMESTAMP, ${field} is DATE`);
  }
  return { type, field, expirationMs: expirationMs ?? null };
}

export function readClustering(given: RestTable["clustering"] | undefined, fields: readonly Field[]): string[] {
  const names = given?.fields ?? [];
  if (names.length > 4) throw new BigQueryError("invalid", "At most 4 clustering fields are allowed");
  for (const name of names) {
    const field = fieldNamed(fields, name);
    if (!field || field.mode === "REPEATED" || /^(FLOAT|RECORD|BYTES|TIME)$/.test(field.type)) {
      throw new BigQueryError("invalid", `Field ${name} can not be used for clustering`);
    }
  }
  return [...names];
}

/** VARCHAR of the partition that a row is in; NULL has one of its own. */
export function partitionSql({ type, field }: Partitioning, fields: readonly Field[]): string {
  const column = quoteName(field);
  const value = fieldNamed(fields, field)?.type === "TIMESTAMP" ? `timezone('UTC', ${column})` : column;
  return `coalesce(strftime(${value}, '${FORMATS[type]}'), '__NULL__')`;
}

/** `events$20260501` → table and partition. */
export function readDecorator(tableId: string): { readonly table: string; readonly partition: string | null } {
  const [table = "", partition] = tableId.split("$");
  return { table, partition: partition ?? null };
}

export function assertPartition(partition: string, { type }: Partitioning): void {
  if (partition === "__NULL__" || (/^\d+$/.test(partition) && partition.length === DIGITS[type])) return;
  throw new BigQueryError("invalid", `Invalid value for partition ${partition} of a table partitioned by ${type}`);
}
