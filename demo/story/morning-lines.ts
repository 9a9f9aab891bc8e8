import type { Followed } from "../../lakehouse/run/chain.ts";
import type { Processed } from "../../lakehouse/run/process.ts";
import { countOf, grouped } from "../../lakehouse/run/view/numbers.ts";
import type { Play } from "./play.ts";
import { publishedRows } from "./published.ts";
import { type Trouble, troubleOf } from "./trouble.ts";
import { outcomeWords } from "./words.ts";

/** One line for the morning, and one for each drop that is not as every day. */
export function tellMorning({ tell, plot }: Play, day: number, drops: readonly Processed[], followed: Followed): void {
  const figures = figuresOf(drops, followed);
  const asides = drops.flatMap((drop) => asidesOf(drop, followed));
  tell({ kind: "daily", dataset: null, what: dailyWords(figures, asides), did: null, figures, asPlanned: true });
  for (const drop of drops) {
    const { dataset } = drop.entry.value;
    const trouble = troubleOf(plot, dataset, day) ?? unforeseen(drop);
    if (trouble) tellTrouble(tell, trouble, drop, publishedRows(followed, dataset)?.loaded ?? 0);
  }
}

const NOUNS = { flights: "flight", device_pings: "ping", airport_days: "airport" };

/** `14,828 flights · 10,000 pings · 221 airports`: rows loaded; then what else is to be said. */
export function dailyWords(loaded: Readonly<Record<string, number>>, asides: readonly string[] = []): string {
  const cells = Object.entries(NOUNS).map(([dataset, noun]) => {
    const rows = grouped(loaded[dataset] ?? 0);
    return `${rows.padStart(dataset === "airport_days" ? 3 : 6)} ${noun}s`;
  });
  return `${cells.join(" · ")}${asides.length > 0 ? `  (${asides.join(", ")})` : ""}`;
}

function tellTrouble(tell: Play["tell"], { kind, what, expects }: Trouble, drop: Processed, loaded: number): void {
  const { entry, report } = drop;
  tell({
    kind,
    dataset: entry.value.dataset,
    what,
    did: outcomeWords(entry.value, report, loaded),
    figures: { rowsIn: report?.rows.in ?? 0, quarantined: report?.rows.quarantined ?? 0, loaded },
    asPlanned: expects(drop),
  });
}

/** Data is never quite as one thinks. */
function unforeseen({ report }: Processed): Trouble | null {
  if (report?.verdict === "ready" && report.rows.quarantined === 0) return null;
  const expects = () => report?.verdict === "ready with warnings" && report.rows.quarantined === 0;
  return { kind: "warning", what: "not staged: the real data are so", expects };
}

/** What became of the rows that were not loaded. */
function asidesOf({ entry, report }: Processed, followed: Followed): string[] {
  const { dataset, state } = entry.value;
  const noun = dataset === "flights" ? NOUNS.flights : NOUNS.device_pings;
  if (state === "HELD" || state === "REJECTED") return [`${noun}s ${state.toLowerCase()}`];
  const counts = [
    [report?.rows.quarantined ?? 0, "bad"],
    [publishedRows(followed, dataset)?.duplicates ?? 0, "twice"],
  ] as const;
  return counts.flatMap(([rows, word]) => (rows > 0 ? [`${countOf(rows, noun)} ${word}`] : []));
}

function figuresOf(drops: readonly Processed[], followed: Followed): Record<string, number> {
  const datasets = [...drops.map(({ entry }) => entry.value.dataset), "airport_days"];
  return Object.fromEntries(datasets.map((dataset) => [dataset, publishedRows(followed, dataset)?.loaded ?? 0]));
}
