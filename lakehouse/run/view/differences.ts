import type { Report } from "../../plan/report.ts";
import { cut, styled, type Text, text } from "./text.ts";

/** How the drop's columns differ from the contract's; nothing if they agree. */
export function differenceLines({ columns }: Report, width: number): Text[] {
  const renamedFrom = new Set(columns.renamed.map(({ from }) => from));
  const renamedTo = new Set(columns.renamed.map(({ to }) => to));
  const lines = [
    ...columns.renamed.map(({ from, to }) => line("renamed?", text`${from} is missing, ${to} looks like it`)),
    ...columns.missing.filter((name) => !renamedFrom.has(name)).map((name) => line("missing", text`${name}`)),
    ...columns.unknown
      .filter(({ name }) => !renamedTo.has(name))
      .map(({ name, type }) => line("added", text`${name} ${styled("dim", type)}`)),
    ...columns.retyped.map(({ name, from, to }) => line("retyped", text`${name} is ${from}, the contract says ${to}`)),
  ];
  if (lines.length === 0) return [];
  return [styled("bold", "Columns that differ from the contract"), ...lines.map((each) => cut(each, width))];
}

function line(kind: string, words: Text): Text {
  return text`  ${styled("warn", kind.padEnd(8))}  ${words}`;
}
