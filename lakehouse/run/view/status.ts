import type { OpenDrop } from "../open-drops.ts";
import type { DatasetState, DerivedState, Health, PageState } from "../page/state.ts";
import { type NamedLake, nextSection } from "./next.ts";
import { ageOf, grouped } from "./numbers.ts";
import { openDropsTable } from "./open-drops.ts";
import { spaced } from "./report.ts";
import { sumLines } from "./sums.ts";
import { table } from "./table.ts";
import { type Style, styled, type Text, text } from "./text.ts";

export interface Status {
  readonly page: PageState;
  readonly open: readonly OpenDrop[];
  /** Seconds from arrival to commit of the last publication's oldest drop, by dataset. */
  readonly lags: ReadonlyMap<string, number | null>;
}

interface Options extends NamedLake {
  readonly width: number;
  /** Whether the rows of each dataset are shown in their parts. */
  readonly rows: boolean;
}

/** A line a dataset, what is not as it should be, what waits, and what to type. */
export function statusView(status: Status, options: Options): Text[] {
  const { width, rows } = options;
  const { page, open } = status;
  const all = [...page.datasets, ...page.derived];
  if (all.length === 0) return [text`There is no contract and no drop yet.`];
  return spaced([
    overview(status, width),
    ...(rows ? page.datasets.map(sumLines) : []),
    all.map(({ name, health }) => text`${sign(health)} ${styled("name", name)}  ${health.sentence}`),
    open.length > 0 ? [styled("bold", "Not ended"), ...openDropsTable(open, width)] : [],
    nextLines(status, options),
  ]);
}

const styles: Readonly<Record<Health["state"], Style>> = { good: "good", failing: "warn", held: "bad", stuck: "bad" };

function sign({ state }: Health): Text {
  return styled(styles[state], { good: "✓", failing: "!", held: "✗", stuck: "✗" }[state]);
}

function overview(status: Status, width: number): Text[] {
  const { page, open } = status;
  const rows = [
    ...page.datasets.map((dataset) => [
      ...head(dataset),
      number(dataset.sums.table ?? dataset.sums.published - dataset.sums.updated - dataset.sums.replaced, "plain"),
      number(dataset.sums.quarantined, "warn"),
      number(open.filter(({ entry }) => entry.dataset === dataset.name).length, "warn"),
      lastWords(dataset, status),
      mailsWaiting(page, dataset.name),
    ]),
    ...page.derived.map((derived) => [
      ...head(derived),
      number(derived.rows, "plain"),
      styled("dim", "–"),
      styled("dim", "–"),
      derivedWords(derived, status),
      mailsWaiting(page, derived.name),
    ]),
  ];
  return table(columns, rows, { width });
}

const columns = [
  { title: "dataset" },
  { title: "state" },
  { title: "rows in table", align: "right" },
  { title: "in quarantine", align: "right" },
  { title: "drops not ended", align: "right" },
  { title: "last publication" },
  { title: "mails to send", align: "right" },
] as const;

function head({ name, health }: { readonly name: string; readonly health: Health }): Text[] {
  return [styled("name", name), styled(styles[health.state], health.state)];
}

function lastWords({ name, publications }: DatasetState, { page, lags }: Status): Text {
  const last = publications.findLast(({ committed }) => committed !== null);
  if (!last?.committed) return styled("dim", "none");
  const lag = lags.get(name) ?? null;
  return text`${last.number}, ${ago(last.committed, page)}${lag === null ? "" : `, ${ageOf(lag)} after arrival`}`;
}

function derivedWords({ publication, made }: DerivedState, { page }: Status): Text {
  return publication === null || made === null ? styled("dim", "none") : text`${publication}, ${ago(made, page)}`;
}

function ago(instant: string, { madeAt }: PageState): string {
  return `${ageOf((Date.parse(madeAt) - Date.parse(instant)) / 1000)} ago`;
}

function mailsWaiting({ mails }: PageState, name: string): Text {
  const waiting = mails.filter(
    ({ dataset, state }) => dataset === name && (state === "PENDING" || state === "SENDING"),
  );
  return number(waiting.length, "warn");
}

function number(value: number, style: Style): Text {
  return value === 0 ? styled("dim", "0") : styled(style, grouped(value));
}

function nextLines({ page, open }: Status, named: NamedLake): Text[] {
  const held = open.some(({ entry }) => entry.state === "HELD");
  const working = open.some(({ entry }) => entry.state !== "HELD");
  const stuck = [...page.datasets, ...page.derived].filter(({ health }) => health.state === "stuck");
  const broken = [...page.datasets, ...page.derived].some(({ health }) => health.verify);
  const toSend = page.mails.some(({ state }) => state === "PENDING");
  return nextSection(
    [
      ...(broken ? ["sluice ledger verify"] : []),
      ...(held ? ["sluice hold list"] : []),
      ...stuck.flatMap(({ name }) => [`sluice ledger show ${name}`, `sluice ledger resume ${name}`]),
      ...(working || toSend ? ["sluice reconcile"] : []),
    ],
    named,
  );
}
