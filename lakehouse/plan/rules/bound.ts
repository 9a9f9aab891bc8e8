import type { Field } from "../../contract/field.ts";
import { quoteText } from "../quote.ts";
import { duckdbType } from "../types.ts";
import { doubleSql } from "./literal.ts";
import { heldSql, scaleOf, unitsOf } from "./scaled.ts";

/** True where the value at `ref` lies beyond the bound. NaN is above every number: a minimum has to ask for it. */
export function boundFails(
  field: Field,
  ref: string,
  kind: "minimum" | "maximum",
  value: string,
  exclusive: boolean,
): string {
  switch (field.type.kind) {
    case "float":
      return beyondDouble(ref, kind, value, exclusive);
    case "integer":
    case "decimal":
      return beyondExact(field, ref, kind, value, exclusive);
    default:
      return `${ref} ${operator(kind, exclusive)} CAST(${quoteText(value)} AS ${duckdbType(field)})`;
  }
}

/** What is wrong compared with a bound: less than a minimum, or equal to it too if it is exclusive. */
function operator(kind: "minimum" | "maximum", exclusive: boolean): string {
  return `${kind === "minimum" ? "<" : ">"}${exclusive ? "=" : ""}`;
}

/**
 * The bound is moved to the next value that the column can hold, so that both sides have one scale: DuckDB refuses to
 * compare decimals whose digits do not fit into 38 together.
 */
function beyondExact(
  field: Field,
  ref: string,
  kind: "minimum" | "maximum",
  value: string,
  exclusive: boolean,
): string {
  const { floor, ceil } = unitsOf(value, scaleOf(field));
  const units = (kind === "minimum") !== exclusive ? ceil : floor;
  const bound = heldSql(field, units);
  if (bound !== null) return `${ref} ${operator(kind, exclusive)} ${bound}`;
  // No value of the column reaches so far: all are beyond it, or none.
  return (kind === "minimum") === units > 0n ? `${ref} IS NOT NULL` : "false";
}

/**
 * A decimal bound means the nearest double, as it does in JSON. A whole number above 2^53 that no double equals is
 * moved to the next double inside it, which is then allowed, so that the comparison stays exact.
 */
function beyondDouble(ref: string, kind: "minimum" | "maximum", value: string, exclusive: boolean): string {
  const nearest = Number(value);
  const exact = /^-?\d+$/.test(value) && Number.isFinite(nearest) ? BigInt(value) : null;
  const isMet = exact === null || BigInt(nearest) === exact;
  const inside = isMet ? nearest : nextInside(kind, nearest, exact);
  const beyond = `${ref} ${operator(kind, exclusive && isMet)} ${doubleSql(inside)}`;
  return kind === "minimum" ? `(${beyond} OR isnan(${ref}))` : beyond;
}

function nextInside(kind: "minimum" | "maximum", nearest: number, exact: bigint): number {
  const difference = BigInt(nearest) - exact;
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
