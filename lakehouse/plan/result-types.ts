import type { Field } from "../contract/field.ts";
import { duckdbType } from "./types.ts";

const INTEGERS = "U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER";
const DECIMALS = "DECIMAL\\(.*\\)";

/**
 * RegExp over the DuckDB type that a derived table's query may give for a column: what both warehouses put into the
 * column's type without changing a value's kind. A float is no decimal and no integer; rounding is the query's to say.
 */
export function resultTypes(field: Field): string {
  switch (field.type.kind) {
    case "integer":
      return duckdbType(field).startsWith("DECIMAL") ? `${INTEGERS}|DECIMAL\\(\\d+,0\\)` : INTEGERS;
    case "decimal":
      return `${INTEGERS}|${DECIMALS}`;
    case "float":
      return `${INTEGERS}|${DECIMALS}|FLOAT|DOUBLE`;
    default:
      return duckdbType(field).replace(/[\^$\\.*+?()[\]{}|]/g, "\\$&");
  }
}
