import type { TableColumn } from "./table.ts";
import { cut, padded, styled, type Text, text, width } from "./text.ts";

const readableCell = 16;
const mostRecords = 10;

/** True where a table would cut its cells until nobody can read them, and the rows are few enough to stand below each other. */
export function needsRecords(columns: readonly TableColumn[], rows: readonly (readonly Text[])[], columnsOfTerminal: number): boolean {
  const wanted = columns.map(({ title }, index) => {
    return Math.min(readableCell, rows.reduce((most, row) => Math.max(most, width(row[index] ?? text``)), width(title)));
  });
  const total = wanted.reduce((sum, cell) => sum + cell + 2, -2);
  return rows.length <= mostRecords && total > columnsOfTerminal;
}

/** Each row as a block of `name  value` lines. */
export function records(columns: readonly TableColumn[], rows: readonly (readonly Text[])[], columnsOfTerminal: number): Text[] {
  const names = columns.map(({ title }) => styled("name", title));
  const wide = Math.max(0, ...names.map(width));
  return rows.flatMap((row, at) => [
    styled("dim", text`row ${at + 1} ${"─".repeat(Math.max(0, Math.min(columnsOfTerminal, 60) - 6 - String(at).length))}`),
    ...names.map((name, index) => cut(text`${padded(name, wide)}  ${row[index] ?? text``}`, columnsOfTerminal)),
  ]);
}
