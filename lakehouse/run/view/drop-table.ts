import type { Report } from "../../plan/report.ts";
import type { DropEnd } from "./drops.ts";
import { grouped } from "./numbers.ts";
import { isLeftOut } from "./states.ts";
import { type TableColumn, table } from "./table.ts";
import { type Style, styled, type Text, text } from "./text.ts";

/** A line for each dataset: drops by where they stand, rows that add up. */
export function datasetTable(ends: readonly DropEnd[], width: number): Text[] {
  const counters = ends.some(({ drafted }) => drafted) ? [...usual, withoutContract] : usual;
  const rows = [...Map.groupBy(ends, ({ dataset }) => dataset)].map(([dataset, drops]) => {
    const counts = counters.map(({ style, counts }) => counted(drops.filter(counts).length, style));
    const sum = (count: (rows: Report["rows"]) => number) =>
      drops.reduce((total, { report }) => total + (report ? count(report.rows) : 0), 0);
    return [
      styled("name", dataset),
      text`${grouped(drops.length)}`,
      ...counts,
      text`${grouped(sum((rows) => rows.in ?? 0))}`,
      text`${grouped(sum((rows) => rows.good))}`,
      counted(
        sum((rows) => rows.quarantined),
        "warn",
      ),
    ];
  });
  return table(columnsOf(counters), rows, { width });
}

interface Counter {
  readonly title: string;
  readonly style: Style;
  counts(drop: DropEnd): boolean;
}

const isReady = ({ verdict }: Report) => verdict === "ready" || verdict === "ready with warnings";

/** Every drop is counted by one of them. */
const usual: readonly Counter[] = [
  { title: "published", style: "good", counts: ({ entry }) => entry?.state === "COMMITTED" },
  {
    title: "ready",
    style: "plain",
    counts: ({ entry, report, drafted }) =>
      entry ? entry.state === "READY" : !drafted && report !== null && isReady(report),
  },
  {
    title: "held",
    style: "bad",
    counts: ({ entry, report, drafted }) => (entry ? entry.state === "HELD" : !drafted && report?.verdict === "held"),
  },
  {
    title: "rejected",
    style: "bad",
    counts: ({ entry, report, drafted }) =>
      entry ? entry.state === "REJECTED" : !drafted && report?.verdict === "rejected",
  },
  { title: "left out", style: "plain", counts: ({ entry }) => entry !== null && isLeftOut(entry) },
  { title: "lost", style: "bad", counts: ({ entry }) => entry?.state === "GONE" || entry?.state === "POISON" },
];

const withoutContract: Counter = { title: "no contract", style: "bad", counts: ({ drafted = false }) => drafted };

function columnsOf(counters: readonly Counter[]): TableColumn[] {
  const numbers = ["drops", ...counters.map(({ title }) => title), "rows in", "good", "quarantined"];
  return [{ title: "dataset" }, ...numbers.map((title) => ({ title, align: "right" as const }))];
}

function counted(count: number, style: Style): Text {
  return count === 0 ? styled("dim", "0") : styled(style, grouped(count));
}
