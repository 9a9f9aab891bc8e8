import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalType,
  DuckDBDecimalValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { RestField, RestRow } from "../../../lakehouse/adapters/bigquery/rest.ts";
import type { Result } from "./database.ts";

const TYPES: Readonly<Record<string, string>> = {
  VARCHAR: "STRING",
  BLOB: "BYTES",
  TINYINT: "INTEGER",
  SMALLINT: "INTEGER",
  INTEGER: "INTEGER",
  BIGINT: "INTEGER",
  UBIGINT: "INTEGER",
  HUGEINT: "INTEGER",
  FLOAT: "FLOAT",
  DOUBLE: "FLOAT",
  BOOLEAN: "BOOLEAN",
  DATE: "DATE",
  TIME: "TIME",
  TIMESTAMP: "DATETIME",
  "TIMESTAMP WITH TIME ZONE": "TIMESTAMP",
};

/** Columns of a result, by the types that BigQuery would have. */
export function resultFields({ names, types }: Pick<Result, "names" | "types">): RestField[] {
  return names.map((name, at) => fieldOf(name, types[at] as DuckDBType));
}

function fieldOf(name: string, type: DuckDBType): RestField {
  if (type instanceof DuckDBListType) return { ...fieldOf(name, type.valueType), mode: "REPEATED" };
  if (type instanceof DuckDBStructType) {
    const fields = type.entryNames.map((entry, at) => fieldOf(entry, type.entryTypes[at] as DuckDBType));
    return { name, type: "RECORD", mode: "NULLABLE", fields };
  }
  if (type instanceof DuckDBDecimalType) return { name, type: "NUMERIC", mode: "NULLABLE" };
  return { name, type: TYPES[String(type)] ?? "STRING", mode: "NULLABLE" };
}

/** Rows as the API gives them: texts, instants as microseconds. */
export function rowsOf({ rows }: Pick<Result, "rows">): RestRow[] {
  return rows.map((row) => ({ f: row.map((value) => ({ v: cellOf(value) })) }));
}

function cellOf(value: DuckDBValue): unknown {
  if (value === null) return null;
  if (value instanceof DuckDBListValue) return value.items.map((item) => ({ v: cellOf(item) }));
  if (value instanceof DuckDBStructValue) {
    return { f: Object.values(value.entries).map((entry) => ({ v: cellOf(entry) })) };
  }
  if (value instanceof DuckDBTimestampTZValue) return String(value.micros);
  if (value instanceof DuckDBTimestampValue) return String(value).replace(" ", "T");
  if (value instanceof DuckDBDateValue) return String(value);
  if (value instanceof DuckDBDecimalValue) return withoutZeros(String(value));
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("base64");
  return String(value);
}

function withoutZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

/** Asked for without `useInt64Timestamp` instants are seconds, and lose their last digits as a double does. */
export function asFloats(fields: readonly RestField[], rows: readonly RestRow[]): RestRow[] {
  const instants = new Set(
    fields.flatMap(({ type, mode }, at) => (type === "TIMESTAMP" && mode !== "REPEATED" ? [at] : [])),
  );
  return rows.map(({ f = [] }) => ({
    f: f.map(({ v }, at) => ({ v: instants.has(at) && v !== null ? (Number(v) / 1e6).toExponential() : v })),
  }));
}
