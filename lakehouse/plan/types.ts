import type { Field, FieldType } from "../contract/field.ts";
import { quoteName } from "./quote.ts";

/** The DuckDB type in which a field is held and written to staging. */
export function duckdbType(field: Field): string {
  const { type } = field;
  switch (type.kind) {
    case "object":
      return `STRUCT(${type.fields.map((inner) => `${quoteName(inner.name)} ${duckdbType(inner)}`).join(", ")})`;
    case "array":
      return `${duckdbType(type.item)}[]`;
    case "integer":
      return integerType(type.format);
    case "decimal":
      return `DECIMAL(${type.precision},${type.scale})`;
    case "timestamp":
      return type.zone === "utc" ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
    default:
      return SCALARS[type.kind].duckdb;
  }
}

/** The BigQuery type of a scalar field; objects and arrays are RECORDs and modes, see bigquerySchema. */
export function bigqueryType(type: FieldType): string {
  switch (type.kind) {
    case "object":
      return "RECORD";
    case "array":
      return bigqueryType(type.item.type);
    case "integer":
      return INTEGER_DECIMALS[type.format] === undefined ? "INTEGER" : type.format === "u64" ? "NUMERIC" : "BIGNUMERIC";
    case "decimal":
      return fitsNumeric(type.precision, type.scale) ? "NUMERIC" : "BIGNUMERIC";
    case "timestamp":
      return type.zone === "utc" ? "TIMESTAMP" : "DATETIME";
    default:
      return SCALARS[type.kind].bigquery;
  }
}

/** 64-bit unsigned and 128-bit integers do not fit INT64: held as decimals of these digits. */
const INTEGER_DECIMALS: Readonly<Record<string, number>> = { u64: 20, i128: 38, u128: 38 };

const SCALARS = {
  string: { duckdb: "VARCHAR", bigquery: "STRING" },
  bytes: { duckdb: "BLOB", bigquery: "BYTES" },
  float: { duckdb: "DOUBLE", bigquery: "FLOAT" },
  boolean: { duckdb: "BOOLEAN", bigquery: "BOOLEAN" },
  date: { duckdb: "DATE", bigquery: "DATE" },
  time: { duckdb: "TIME", bigquery: "TIME" },
  // A load job reads no JSON column from Parquet: JSON stays text (docs/decisions.md).
  json: { duckdb: "VARCHAR", bigquery: "STRING" },
} as const;

function integerType(format: string): string {
  const digits = INTEGER_DECIMALS[format];
  return digits === undefined ? "BIGINT" : `DECIMAL(${digits},0)`;
}

/** NUMERIC holds 29 digits before the point and 9 after; everything else up to 38 digits is BIGNUMERIC. */
function fitsNumeric(precision: number, scale: number): boolean {
  return scale <= 9 && precision - scale <= 29;
}
