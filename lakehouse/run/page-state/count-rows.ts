import type { Publication } from "../../ledger/publication.ts";
import type { DayState, RowCounts, Sums } from "../page/state.ts";
import { publishedSums } from "../state.ts";
import { type Fate, isFirstHand, isLive, isWaiting, keyOf } from "./fates.ts";
import { replayedRows } from "./replayed.ts";
import { leftOutOf, shareOf } from "./share.ts";

/**
 * Rows in and quarantined by the reports, loaded and duplicates by the publications' own counts: that both agree is
 * what the page shows. `table`: rows that the table was found to hold.
 */
export function sumsOf(fates: readonly Fate[], log: readonly Publication[], table: number | null): Sums {
  const replayed = replayedRows(fates);
  const { loaded: published, updated, replaced } = publishedSums(log);
  return {
    ...countRows(fates, replayed),
    published,
    updated,
    replaced,
    replacedDrops: fates.filter(({ replacedIn }) => replacedIn !== null).length,
    replayed: [...replayed.values()].reduce((sum, rows) => sum + rows, 0),
    table,
  };
}

/** The same for each arrival day; a replay belongs to the day of its origin. */
export function daysOf(fates: readonly Fate[]): DayState[] {
  const replayed = replayedRows(fates);
  return [...Map.groupBy(fates, ({ entry }) => entry.drop.arrivalDay)].map(([day, those]) => {
    return { day, drops: those.filter(isFirstHand).length, ...countRows(those, replayed) };
  });
}

/** `replayed`: rows of replays that count already among the quarantined ones of these drops. */
function countRows(fates: readonly Fate[], replayed: ReadonlyMap<string, number>): RowCounts {
  const live = fates.filter(isLive);
  const waiting = sumOf(fates.filter(isWaiting), rowsIn);
  const again = sumOf(live, (fate) => replayed.get(keyOf(fate)) ?? 0);
  return {
    rowsIn: sumOf(live, rowsIn) + waiting - again,
    quarantined: sumOf(live, ({ report }) => report?.rows.quarantined ?? 0) - again,
    waiting,
    ...publishedRows(live),
  };
}

function publishedRows(live: readonly Fate[]): Pick<RowCounts, "loaded" | "duplicates" | "undivided"> {
  const rows = { loaded: 0, duplicates: 0, undivided: 0 };
  for (const [publication, those] of Map.groupBy(live, (fate) => fate.publication)) {
    const part = publication ? rowsOfPart(publication, new Set(those.map(keyOf))) : rowsOfLost(those);
    rows.loaded += part.loaded;
    rows.duplicates += part.duplicates;
    rows.undivided += part.undivided;
  }
  return rows;
}

function rowsOfPart(publication: Publication, keys: ReadonlySet<string>): ReturnType<typeof publishedRows> {
  const share = shareOf(publication, keys);
  if (share) return { ...share, undivided: 0 };
  const these = publication.drops.filter(({ key }) => keys.has(key));
  const duplicates = leftOutOf(these);
  return { loaded: 0, duplicates, undivided: these.reduce((sum, { good }) => sum + good, 0) - duplicates };
}

/** COMMITTED by their entries, and the log does not have them: `sluice ledger verify` says so. */
function rowsOfLost(those: readonly Fate[]): ReturnType<typeof publishedRows> {
  return { loaded: 0, duplicates: 0, undivided: sumOf(those, ({ report }) => report?.rows.good ?? 0) };
}

function rowsIn({ report }: Fate): number {
  return report?.rows.in ?? 0;
}

function sumOf(fates: readonly Fate[], rows: (fate: Fate) => number): number {
  return fates.reduce((sum, fate) => sum + rows(fate), 0);
}
