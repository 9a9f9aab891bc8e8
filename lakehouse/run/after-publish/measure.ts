import type { Row } from "../../ports.ts";

/** What a query over the table gave. */
export type Measured =
  | { readonly kind: "measured"; readonly measured: number; readonly note: null }
  /** `not run`: there is nothing to measure. `crashed`: the query is wrong. */
  | { readonly kind: "not run" | "crashed"; readonly measured: null; readonly note: string };

/** A decimal or a whole number beyond 2^53 comes as its text. */
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** One row of one number or boolean; true is 1. */
export function measuredOf(rows: readonly Row[]): Measured {
  const values = rows.flatMap((row) => Object.values(row));
  const [value] = values;
  if (rows.length !== 1 || values.length !== 1 || value === undefined) {
    return crashed("the query gave not one row of one value");
  }
  if (value === null) return { kind: "not run", measured: null, note: "the query gave NULL" };
  if (typeof value === "string" && !number.test(value)) return crashed("the query gave no number");
  const measured = Number(value);
  if (!Number.isFinite(measured)) return crashed("the query gave no finite number");
  return { kind: "measured", measured, note: null };
}

function crashed(note: string): Measured {
  return { kind: "crashed", measured: null, note };
}
