import type { Field } from "../../contract/field.ts";
import type { Literal } from "../../contract/rule.ts";
import { quoteText } from "../quote.ts";
import { duckdbType } from "../types.ts";
import { heldSql, scaleOf, unitsOf } from "./scaled.ts";

/** True where the value at `ref` equals one of the literals, NULL where it is NULL. */
export function isOneOf(field: Field, ref: string, literals: readonly Literal[]): string {
  const possible = literals.flatMap((literal) => literalSql(field, literal) ?? []);
  if (possible.length === 0) return `CASE WHEN ${ref} IS NOT NULL THEN false END`;
  return `${ref} IN (${possible.join(", ")})`;
}

/** A literal of the contract in the type of the field it is compared with; null: the field can never equal it. */
function literalSql(field: Field, literal: Literal): string | null {
  if (literal.kind === "boolean") return String(literal.value);
  if (literal.kind === "text") return `CAST(${quoteText(literal.value)} AS ${duckdbType(field)})`;
  switch (field.type.kind) {
    case "integer":
    case "decimal":
      return exactSql(field, literal.value);
    case "float":
      return doubleSql(Number(literal.value));
    default:
      return quoteText(literal.value);
  }
}

export function doubleSql(value: number): string {
  return `CAST('${value}' AS DOUBLE)`;
}

/** Exact types keep the literals that they can hold; a value can equal no other. */
function exactSql(field: Field, value: string): string | null {
  const { floor, ceil } = unitsOf(value, scaleOf(field));
  return floor === ceil ? heldSql(field, floor) : null;
}
