import { rowsOf, secondsOf } from "./numbers.ts";
import { columnsThatFit, fewEnough, records } from "./records.ts";
import { table } from "./table.ts";
import { styled, type Text, text } from "./text.ts";

/** Rows of a query: 64-bit numbers and decimals as texts, nested values as JSON. */
export interface Rows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** There are more rows than these. */
  readonly more: boolean;
}

/** A table; blocks of lines where a few rows have more columns than the terminal can show; else the columns that fit. */
export function rowsView(result: Rows, width: number, milliseconds: number): Text[] {
  const heads = result.columns.map(({ name, type }) => ({
    title: name,
    align: isNumber(type) ? ("right" as const) : ("left" as const),
  }));
  const cells = result.rows.map((row) => row.map(cell));
  const fitting = columnsThatFit(heads, cells, width);
  const hidden = heads.length - fitting;
  if (hidden > 0 && fewEnough(cells)) return [...records(heads, cells, width), foot(result, 0, milliseconds)];
  const shown = cells.map((row) => row.slice(0, fitting));
  return [...table(heads.slice(0, fitting), shown, { width }), foot(result, hidden, milliseconds)];
}

function isNumber(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL|FLOAT|DOUBLE)/.test(type);
}

function cell(value: unknown): Text {
  if (value === null || value === undefined) return styled("dim", "NULL");
  return text`${typeof value === "object" ? JSON.stringify(value) : String(value)}`;
}

function foot({ columns, rows, more }: Rows, hidden: number, milliseconds: number): Text {
  const count = `${more ? "first " : ""}${rowsOf(rows.length)}, ${secondsOf(milliseconds)}`;
  const unseen =
    hidden > 0
      ? text`; not shown: ${columns
          .slice(-hidden)
          .map(({ name }) => name)
          .join(", ")}`
      : text``;
  return styled("dim", text`${count}${unseen}${more ? "; --limit ROWS shows more" : ""}`);
}
