// Row expressions in two readings: DuckDB text, and a function with SQL's three-valued logic.
import type { Row } from "./values.ts";

type Truth = boolean | null;

export interface Expression {
  readonly sql: string;
  readonly holds: (row: Row) => Truth;
}

const COMPARISONS: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  "=": (a, b) => a === b,
  "<>": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};
export const OPERATORS: readonly string[] = Object.keys(COMPARISONS);

/** `column operator number`, over a column of integers. */
export function comparison(column: string, operator: string, number: bigint): Expression {
  const compare = COMPARISONS[operator];
  return {
    sql: `"${column}" ${operator} ${number}`,
    holds: (row) => {
      const value = row[column] ?? null;
      return typeof value === "bigint" && compare ? compare(value, number) : null;
    },
  };
}

export function isNull(column: string): Expression {
  return { sql: `"${column}" IS NULL`, holds: (row) => (row[column] ?? null) === null };
}

export function constant(value: Truth): Expression {
  return { sql: value === null ? "NULL::BOOLEAN" : String(value), holds: () => value };
}

export function not(inner: Expression): Expression {
  return { sql: `NOT (${inner.sql})`, holds: (row) => negated(inner.holds(row)) };
}

export function both(left: Expression, right: Expression): Expression {
  return {
    sql: `(${left.sql}) AND (${right.sql})`,
    holds: (row) => {
      const parts = [left.holds(row), right.holds(row)];
      return parts.includes(false) ? false : parts.includes(null) ? null : true;
    },
  };
}

export function either(left: Expression, right: Expression): Expression {
  return { sql: `${left.sql} OR ${right.sql}`, holds: (row) => negated(both(not(left), not(right)).holds(row)) };
}

function negated(truth: Truth): Truth {
  return truth === null ? null : !truth;
}
