import type { DatasetState } from "../page/state.ts";
import { grouped } from "./numbers.ts";
import { padded, styled, type Text, text } from "./text.ts";

/** Where the rows of a dataset's drops are: parts that add up, and what the table must hold. */
export function sumLines({ sums }: Pick<DatasetState, "sums">): Text[] {
  const { rowsIn, loaded, quarantined, duplicates, undivided, waiting, replayed } = sums;
  const { published, updated, replaced, table } = sums;
  const inTable = published - updated - replaced;
  const lines: [label: string, count: number, note: string][] = [
    ["rows in", rowsIn, "of drops that are published or wait"],
    ["loaded", loaded, ""],
    ["in quarantine", quarantined, replayed > 0 ? `${grouped(replayed)} more were replayed` : ""],
    ["duplicates", duplicates, "lost to a newer row of their key, or said twice"],
    ...(undivided > 0 ? [["loaded or duplicates", undivided, "published together with others"] as const] : []),
    ...(waiting > 0 ? [["waiting", waiting, "not published yet"] as const] : []),
    ["in the table", table ?? inTable, tableNote(sums, inTable)],
  ].map(([label, count, note]) => [String(label), Number(count), String(note)]);
  const wide = Math.max(...lines.map(([, count]) => grouped(count).length));
  const named = Math.max(...lines.map(([label]) => label.length));
  return [
    styled("bold", "Rows"),
    ...lines.map(([label, count, note]) => {
      return text`  ${padded(text`${label}`, named)}  ${padded(text`${grouped(count)}`, wide, "right")}  ${styled("dim", note)}`;
    }),
    ...(table !== null && table !== inTable ? [styled("bad", wrong(table, inTable))] : []),
  ];
}

function tableNote({ published, updated, replaced }: DatasetState["sums"], inTable: number): string {
  if (updated + replaced === 0) return "";
  const minus = [
    ...(updated > 0 ? [`${grouped(updated)} updated`] : []),
    ...(replaced > 0 ? [`${grouped(replaced)} replaced`] : []),
  ];
  return `${grouped(inTable)} = ${grouped(published)} loaded − ${minus.join(" − ")}`;
}

function wrong(table: number, inTable: number): string {
  return `  the table holds ${grouped(table)} rows, and its publications add up to ${grouped(inTable)}: sluice ledger verify`;
}
