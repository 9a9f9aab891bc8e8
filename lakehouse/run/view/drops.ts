import type { Report } from "../../plan/report.ts";
import { verdictStyle, verdictWords } from "./head.ts";
import { grouped } from "./numbers.ts";
import { table } from "./table.ts";
import { type Style, styled, type Text, text } from "./text.ts";

/** One drop among several, for the table at the end. */
export interface DropLine {
  readonly shown: string;
  readonly report: Report;
}

/** Said as soon as a drop is done. */
export function dropLine(shown: string, report: Report, alreadyDone: boolean): Text {
  const again = alreadyDone ? styled("dim", " (already done; its report stands)") : text``;
  return text`${mark(report)} ${shown}  ${styled("dim", report.dataset)}  ${verdictWords(report)}${again}`;
}

function mark({ verdict }: Report): Text {
  const signs = { ready: "✓", "ready with warnings": "!", held: "✗", rejected: "✗" } as const;
  return styled(verdictStyle[verdict], signs[verdict]);
}

/** A line for each dataset: drops by verdict, rows that add up. */
export function datasetTable(reports: readonly Report[], width: number): Text[] {
  const rows = [...Map.groupBy(reports, ({ dataset }) => dataset)].map(([dataset, drops]) => {
    const of = (verdict: Report["verdict"]) => drops.filter((drop) => drop.verdict === verdict).length;
    const sum = (count: (rows: Report["rows"]) => number) => drops.reduce((total, { rows }) => total + count(rows), 0);
    return [
      styled("name", dataset),
      text`${grouped(drops.length)}`,
      counted(of("ready"), "good"),
      counted(of("ready with warnings"), "warn"),
      counted(of("held"), "bad"),
      counted(of("rejected"), "bad"),
      text`${grouped(sum((rows) => rows.in ?? 0))}`,
      text`${grouped(sum((rows) => rows.good))}`,
      counted(
        sum((rows) => rows.quarantined),
        "warn",
      ),
    ];
  });
  return table(columns, rows, { width });
}

const columns = [
  { title: "dataset" },
  ...["drops", "ready", "warnings", "held", "rejected", "rows in", "good", "quarantined"].map((title) => ({
    title,
    align: "right" as const,
  })),
];

function counted(count: number, style: Style): Text {
  return count === 0 ? styled("dim", "0") : styled(style, grouped(count));
}

const gravity = { rejected: 0, held: 1, "ready with warnings": 2, ready: 3 } as const;

/** Drops that somebody should look at, the worst first. */
export function worst(drops: readonly DropLine[]): DropLine[] {
  return drops
    .filter(({ report }) => report.verdict !== "ready" || report.rows.quarantined > 0)
    .sort(
      (a, b) =>
        gravity[a.report.verdict] - gravity[b.report.verdict] || b.report.rows.quarantined - a.report.rows.quarantined,
    );
}
