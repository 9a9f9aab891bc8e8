import { DROP_STATES } from "../../lakehouse/ledger/entry.ts";
import { grouped } from "../../lakehouse/run/view/numbers.ts";
import { type TableColumn, table } from "../../lakehouse/run/view/table.ts";
import { styled, type Text, text } from "../../lakehouse/run/view/text.ts";
import type { Invariant } from "../check/invariant.ts";
import type { Plot } from "../story/plot.ts";
import type { DatasetSummary, Summary } from "../summary.ts";
import { nextCommands, type Shown } from "./next.ts";
import { wrapped } from "./wrap.ts";

export interface EndOptions {
  readonly width: number;
  readonly shown: Shown;
  readonly plot: Plot;
}

/** What became of everything: tables, what was checked, where things are, what to try. */
export function endView(summary: Summary, { width, shown, plot }: EndOptions): Text[] {
  const { datasets, invariants, seconds, events } = summary;
  const wrong = invariants.filter(({ holds }) => !holds).length;
  const last =
    wrong === 0
      ? styled("good", text`All of it holds. ${seconds.toFixed(1)} s for ${events.length} events.`)
      : styled("bad", text`${wrong} of ${invariants.length} do not hold: a fault of Sluice, or of this demo.`);
  return [
    text``,
    styled("bold", "Files that arrived, by how they ended"),
    ...dropTable(datasets, width),
    text``,
    text`${styled("bold", "Their rows")}${styled("dim", "  without files that another upload replaced; a replayed row counts once")}`,
    ...rowTable(summary, width),
    text``,
    text`${styled("bold", "What must hold")}${styled("dim", "  counted by SQL of its own, over the files and the tables")}`,
    ...invariants.flatMap((invariant) => invariantLines(invariant, width)),
    last,
    text``,
    styled("bold", "Where things are"),
    ...places(summary, shown, width),
    text``,
    ...nextCommands(plot, shown),
    text``,
  ];
}

const right = (title: string): TableColumn => ({ title, align: "right" });

function dropTable(datasets: readonly DatasetSummary[], width: number): Text[] {
  const states = DROP_STATES.filter((state) => datasets.some(({ drops }) => drops[state]));
  const columns = [
    { title: "dataset" },
    ...states.map((state) => right(state.toLowerCase())),
    right("replays"),
    right("publications"),
  ];
  const rows = datasets.map(({ dataset, drops, replays, publications }) => [
    styled("name", dataset),
    ...[...states.map((state) => drops[state] ?? 0), replays, publications].map(counted),
  ]);
  return table(columns, rows, { width, indent: 2 });
}

function rowTable({ datasets, derived }: Summary, width: number): Text[] {
  const titles = ["rows in", "= loaded", "+ quarantined", "+ duplicates", "+ waiting", "in the table", "updated"];
  const rows = datasets.map(({ dataset, rows, table: { rows: held, updated } }) => [
    styled("name", dataset),
    ...[rows.in, rows.loaded, rows.quarantined, rows.duplicates, rows.waiting, held, updated].map(counted),
  ]);
  const tables = derived.map(({ dataset, rows: held }) => {
    return [styled("name", dataset), ...titles.map((title) => (title === "in the table" ? counted(held) : text``))];
  });
  return table([{ title: "dataset" }, ...titles.map(right)], [...rows, ...tables], { width, indent: 2 });
}

function counted(count: number): Text {
  return count === 0 ? styled("dim", "–") : text`${grouped(count)}`;
}

function invariantLines({ name, holds, found }: Invariant, width: number): Text[] {
  const sign = holds ? styled("good", "✓") : styled("bad", "✗");
  return wrapped(text`${sign} ${name}${styled("dim", ":")} ${styled(holds ? "dim" : "bad", found)}`, width - 2, 2).map(
    (line) => text`  ${line}`,
  );
}

function places({ mails }: Summary, { out, landing }: Shown, width: number): Text[] {
  const rows: [string, string][] = [
    ["report.html", "the state of everything, for a browser"],
    ["plots/", "flights and delay of each airport by day, with unusual days marked"],
    ["mail/", `${mails} mails as .eml files, for any mail program`],
    ["warehouse.duckdb", "a copy of the tables, for the DuckDB command line or any tool that opens it"],
    ["lake/", "the lake: originals, good rows, quarantine, ledger, outbox"],
    ["sent/", `the odd files that producers sent; those of every day are in ${landing}`],
    ["summary.json", "these figures"],
  ];
  const cells = rows.map(([name, words]) => [text`${out}/${name}`, styled("dim", words)]);
  return table([{ title: "" }, { title: "" }], cells, { width, indent: 2 }).slice(1);
}
