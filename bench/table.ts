import { table } from "../lakehouse/run/view/table.ts";
import { styled, type Text, text } from "../lakehouse/run/view/text.ts";
import { markdownTable } from "./markdown.ts";
import type { Entry } from "./suite.ts";

const COLUMNS = [
  { title: "bench" },
  { title: "rows", align: "right" },
  { title: "seconds", align: "right" },
  { title: "CPU s", align: "right" },
  { title: "RSS MB", align: "right" },
  { title: "baseline s", align: "right" },
  { title: "ratio", align: "right" },
] as const;

export function entryTable(entries: readonly Entry[], width: number): Text[] {
  const rows = entries.map((entry) =>
    cellsOf(entry).map((cell, column) => (column === 0 ? styled("name", cell) : text`${cell}`)),
  );
  return table(COLUMNS, rows, { width });
}

/** The same as Markdown, for docs/bench.md. */
export function entryMarkdown(entries: readonly Entry[]): string {
  return markdownTable(COLUMNS, entries.map(cellsOf));
}

function cellsOf(entry: Entry): string[] {
  return [
    entry.name,
    entry.rows.toLocaleString("en-US"),
    entry.seconds.toFixed(2),
    entry.cpu_seconds?.toFixed(1) ?? "not measured",
    entry.rss_mb?.toFixed(0) ?? "not measured",
    `${entry.baseline_seconds.toFixed(2)}${entry.by === "cpu" ? " CPU" : ""}`,
    entry.ratio.toFixed(2),
  ];
}
