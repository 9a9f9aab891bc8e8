import type { TableColumn } from "./table.ts";
import { cut, padded, styled, type Text, text, width } from "./text.ts";

type Rows = readonly (readonly Text[])[];

/** A cell of this width can still be read. */
const readable = 16;
const mostRecords = 10;

/** How many columns, from the left, a terminal shows with cells that can be read. */
export function columnsThatFit(columns: readonly TableColumn[], rows: Rows, columnsOfTerminal: number): number {
  let left = columnsOfTerminal + 2;
  const tooWide = columns.findIndex(({ title }, index) => {
    const widest = rows.reduce((most, row) => Math.max(most, width(row[index] ?? text``)), width(title));
    left -= Math.min(readable, widest) + 2;
    return left < 0;
  });
  return tooWide < 0 ? columns.length : Math.max(1, tooWide);
}

/** True where the rows are few enough to stand below each other with all their columns. */
export function fewEnough(rows: Rows): boolean {
  return rows.length <= mostRecords;
}

/** Each row as a block of `name  value` lines. */
export function records(columns: readonly TableColumn[], rows: Rows, columnsOfTerminal: number): Text[] {
  const names = columns.map(({ title }) => styled("name", title));
  const wide = Math.max(0, ...names.map(width));
  return rows.flatMap((row, at) => [
    styled(
      "dim",
      text`row ${at + 1} ${"─".repeat(Math.max(0, Math.min(columnsOfTerminal, 60) - 6 - String(at).length))}`,
    ),
    ...names.map((name, index) => cut(text`${padded(name, wide)}  ${row[index] ?? text``}`, columnsOfTerminal)),
  ]);
}
