import type { Field } from "../../contract/field.ts";
import type { Literal } from "../../contract/rule.ts";
import { quoteText } from "../quote.ts";
import { duckdbType } from "../types.ts";

/** A literal of the contract as DuckDB SQL, in the type of the field it is compared with. */
export function literalSql(field: Field, literal: Literal): string {
  if (literal.kind === "boolean") return String(literal.value);
  if (literal.kind === "number" && field.type.kind === "string") return quoteText(literal.value);
  return literal.kind === "number" ? numberSql(literal.value) : `CAST(${quoteText(literal.value)} AS ${duckdbType(field)})`;
}

/**
 * A lower or upper bound. Against doubles a decimal bound means the nearest double, as it does in JSON; a whole number
 * above 2^53 that no double equals is moved to the next double inside the bound, so that the comparison stays exact.
 */
export function boundSql(field: Field, kind: "minimum" | "maximum", value: string): string {
  if (field.type.kind === "float") return doubleSql(exactDouble(kind, value));
  if (["date", "timestamp", "time"].includes(field.type.kind)) return `CAST(${quoteText(value)} AS ${duckdbType(field)})`;
  return numberSql(value);
}

/** Digits stay digits: DuckDB reads whole numbers as integers up to 128 bit and fractions as exact decimals. */
export function numberSql(value: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return doubleSql(Number(value));
  const digits = value.replace(/\D/g, "").length;
  if (digits > 38) return doubleSql(Number(value));
  return value;
}

export function doubleSql(value: number): string {
  return `CAST('${value}' AS DOUBLE)`;
}

function exactDouble(kind: "minimum" | "maximum", value: string): number {
  const nearest = Number(value);
  if (!/^-?\d+$/.test(value) || !Number.isFinite(nearest)) return nearest;
  const difference = BigInt(nearest) - BigInt(value);
  if (kind === "minimum") return difference < 0n ? neighbour(nearest, 1n) : nearest;
  return difference > 0n ? neighbour(nearest, -1n) : nearest;
}

/** The next double above (1n) or below (-1n). Doubles of one sign are ordered as their bits are. */
function neighbour(value: number, direction: 1n | -1n): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? direction : -direction));
  return view.getFloat64(0);
}
