import { inChunks } from "../../ledger/chunks.ts";
import { readableEntries, type StoredEntry } from "../../ledger/entries.ts";
import type { EntryPlace } from "../../ledger/markers.ts";
import { readReportsOf } from "../../ledger/reports.ts";
import type { DROPS_TABLE, HistoryRow } from "../../plan/history/tables.ts";
import { entryPath } from "../../plan/names.ts";
import type { Report } from "../../plan/report.ts";
import type { Days } from "../../plan/step.ts";
import type { Objects } from "../../ports.ts";
import { shownName } from "../view/object-name.ts";

export type DropRow = HistoryRow<typeof DROPS_TABLE>;

/** Entries of older arrival days hardly change any more, and a ledger of years is not listed each day. */
const ARRIVED_BEFORE_DAYS = 90;
const DAY_MS = 86_400_000;

/** Of which the ledger wrote something last on these days, by the store's clock. */
export async function changedDrops(objects: Objects, dataset: string, days: Days): Promise<EntryPlace[]> {
  const first = new Date(Date.parse(days.from) - ARRIVED_BEFORE_DAYS * DAY_MS).toISOString().slice(0, 10);
  const listed = await objects.list(`ledger/${dataset}/drops/`, entryPath(dataset, first, ""));
  return listed
    .filter(({ created }) => isWithin(days, created))
    .flatMap(({ name }) => {
      const [, day, key] = /\/dt=([\d-]{10})\/([0-9a-f]{24})\.json$/.exec(name) ?? [];
      return day && key ? [{ dataset, day, key }] : [];
    });
}

/** An instant is of the day that it begins with. */
export function isWithin({ from, before }: Days, instant: string): boolean {
  const day = instant.slice(0, 10);
  return from <= day && day < before;
}

/** A row for each round. Entries that cannot be read have none: `sluice ledger verify` tells of them. */
export async function dropRows(objects: Objects, places: readonly EntryPlace[]): Promise<DropRow[]> {
  const { entries } = await readableEntries(objects, places);
  const rows = await inChunks(
    entries,
    async (entry) => roundsOf(entry, await readReportsOf(objects, entry.value.dataset, entry.value.drop.key)),
    16,
  );
  return rows.flat();
}

/** Rounds that nobody has split, and that have not ended, are no history yet. */
function roundsOf({ value: entry, updated }: StoredEntry, reports: readonly Report[]): DropRow[] {
  const rounds = Array.from({ length: entry.round }, (_, index) => index + 1);
  return rounds.flatMap((round) => {
    const report = reports.find((one) => one.round === round) ?? null;
    const last = entry.history.findLast((step) => step.round === round) ?? null;
    const isOver = last !== null && last.state !== "CLAIMED" && last.state !== "LAUNCHED";
    if (!report && !isOver) return [];
    const { drop } = entry;
    const isLast = round === entry.round;
    return [
      {
        day: drop.arrivalDay,
        dataset: entry.dataset,
        key: drop.key,
        round,
        object: shownName(drop.name),
        state: last?.state ?? null,
        verdict: report?.verdict ?? null,
        reason: (isLast ? entry.reason?.code : undefined) ?? report?.reasons[0]?.code ?? null,
        rows_in: report?.rows.in ?? null,
        rows_good: report?.rows.good ?? null,
        rows_quarantined: report?.rows.quarantined ?? null,
        duplicates: report?.rows.duplicates ?? null,
        bytes: Number(drop.bytes),
        host: report?.run.host ?? null,
        split_seconds: report ? report.run.milliseconds.total / 1000 : null,
        arrived: drop.arrived,
        ended: last?.at ?? null,
        publication: isLast ? entry.publication : null,
        seen: updated,
      },
    ];
  });
}
