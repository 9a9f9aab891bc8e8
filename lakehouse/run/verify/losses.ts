import { placeOf, readEntry } from "../../ledger/entries.ts";
import { type Entry, isTerminal } from "../../ledger/entry.ts";
import { listMarks, type Marker } from "../../ledger/markers.ts";
import { readReportOf } from "../../ledger/reports.ts";
import { entryPath, logPath, reportPath } from "../../plan/names.ts";
import { UnreadableValue } from "../../ports/values.ts";
import type { Objects } from "../../ports.ts";
import type { DropRecord, ReadableState } from "../state.ts";
import { type Contradiction, lossOf } from "./contradiction.ts";
import { filesOf } from "./files.ts";
import { lostNumbers } from "./known-log.ts";
import { findBadManifests } from "./manifests.ts";

/** What the ledger tells of and is not there, by lists. Work that goes on meanwhile is not taken for a loss. */
export async function findLosses(objects: Objects, state: ReadableState): Promise<Contradiction[]> {
  const { dataset, drops } = state;
  const entries = drops.map(({ entry }) => entry);
  const numbers = await lostNumbers(objects, dataset, entries);
  return [
    ...numbers.map((number) => lossOf(logPath(dataset, number), "it is missing")),
    ...drops.flatMap((drop) => lostReport(drop, state)),
    ...(await lostEntries(objects, state)),
    ...(await lostMarkers(objects, dataset, entries)),
    ...(await lostFiles(objects, state)),
    ...(await findBadManifests(objects, state)),
  ];
}

const reported: ReadonlySet<Entry["state"]> = new Set(["READY", "HELD", "COMMITTED", "REJECTED"]);

function lostReport({ entry, report }: DropRecord, { unreadable }: ReadableState): Contradiction[] {
  const { dataset, drop, round, state } = entry;
  const where = reportPath(dataset, drop.key, round);
  if (report || !reported.has(state) || unreadable.some(({ name }) => name === where)) return [];
  return [lossOf(where, `it is missing, and its drop is ${state}`)];
}

/** Drops that have a report, or that the log names. */
async function lostEntries(objects: Objects, { dataset, drops, log, unreadable }: ReadableState) {
  const keys = new Set(drops.map(({ entry }) => entry.drop.key));
  const isKnown = (key: string) => keys.has(key) || unreadable.some(({ name }) => name.includes(key));
  const reports = (await objects.list(`ledger/${dataset}/reports/`)).flatMap(({ name }) => {
    const [, key, round] = /\/reports\/([0-9a-f]{24})\/(\d+)\.json$/.exec(name) ?? [];
    return key && round ? [{ key, round: Number(round), day: null }] : [];
  });
  const named = log.flatMap((publication) => publication.drops);
  const missing = new Map<string, Contradiction>();
  for (const { key, round, day } of [...reports, ...named]) {
    if (missing.has(key) || isKnown(key)) continue;
    const found = day ?? (await dayOf(objects, dataset, key, round));
    // It may have come since the entries were listed.
    if (found === null || (await objects.stat(entryPath(dataset, found, key)))) continue;
    missing.set(key, lossOf(entryPath(dataset, found, key), "it is missing, and log or reports tell of its drop"));
  }
  return [...missing.values()];
}

/** Null: its report cannot be read. */
async function dayOf(objects: Objects, dataset: string, key: string, round: number): Promise<string | null> {
  const report = await readReportOf(objects, dataset, key, round).catch((error: unknown) => {
    if (error instanceof UnreadableValue) return null;
    throw error;
  });
  return report?.drop.arrivalDay ?? null;
}

/** A marker comes before its entry says so, and goes after. */
async function lostMarkers(objects: Objects, dataset: string, entries: readonly Entry[]): Promise<Contradiction[]> {
  const problems: Contradiction[] = [];
  const marked = async (marker: Marker) =>
    new Set((await listMarks(objects, marker, dataset)).map(({ key, round }) => `${key}-${round}`));
  const there = { open: await marked("open"), ready: await marked("ready") };
  for (const entry of entries.filter(({ state }) => !isTerminal(state))) {
    const id = `${entry.drop.key}-${entry.round}`;
    const missing = [
      ...(there.open.has(id) ? [] : ["open"]),
      ...(entry.state === "READY" && !there.ready.has(id) ? ["ready"] : []),
    ];
    if (missing.length === 0 || (await hasMoved(objects, entry))) continue;
    const where = entryPath(dataset, entry.drop.arrivalDay, entry.drop.key);
    problems.push(lossOf(where, `it is ${entry.state}, and its marker is missing: ${missing.join(", ")}`));
  }
  return problems;
}

async function hasMoved(objects: Objects, entry: Entry): Promise<boolean> {
  const { day, key } = placeOf(entry);
  const now = await readEntry(objects, entry.dataset, day, key).catch((error: unknown) => {
    if (error instanceof UnreadableValue) return null;
    throw error;
  });
  return now?.value.state !== entry.state || now.value.round !== entry.round;
}

async function lostFiles(objects: Objects, state: ReadableState): Promise<Contradiction[]> {
  const needed = filesOf(state).filter((file) => file.needed);
  if (needed.length === 0) return [];
  const zones = ["raw", "staging", "quarantine"].map((zone) => objects.list(`${zone}/${state.dataset}/`));
  const there = new Set((await Promise.all(zones)).flat().map(({ name }) => name));
  return needed.filter(({ name }) => !there.has(name)).map(({ name }) => lossOf(name));
}
