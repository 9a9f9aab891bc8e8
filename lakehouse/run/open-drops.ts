import { readableEntries } from "../ledger/entries.ts";
import { type Entry, isTerminal } from "../ledger/entry.ts";
import { listMarked } from "../ledger/markers.ts";
import { entryPath, reportPath } from "../plan/names.ts";
import type { Objects } from "../ports.ts";
import { type Contradiction, lossOf, problemOf } from "./verify/contradiction.ts";

/** A drop that has not ended: somebody works on it, or it waits. */
export interface OpenDrop {
  readonly entry: Entry;
  /** When it came into this state: RFC 3339 UTC. */
  readonly since: string;
  /** How long it has been in this state, by the store's clock. */
  readonly seconds: number;
}

export interface OpenDrops {
  /** The longest in its state first. */
  readonly drops: readonly OpenDrop[];
  /** Entries that are lost or cannot be read: nobody knows how their drops stand. */
  readonly leftOut: readonly Contradiction[];
}

/** Of these datasets. */
export async function openDrops(objects: Objects, datasets: readonly string[]): Promise<OpenDrops> {
  const now = Date.parse(await objects.time());
  const found: OpenDrop[] = [];
  const leftOut: Contradiction[] = [];
  for (const dataset of datasets) {
    const places = await listMarked(objects, "open", dataset);
    const { entries, unreadable } = await readableEntries(objects, places);
    leftOut.push(...unreadable.map(({ fault }) => problemOf(fault)));
    const known = new Set([...entries.map(({ value }) => value.drop.key), ...unreadable.map(({ place }) => place.key)]);
    const lost = places.filter(({ key }) => !known.has(key));
    for (const { day, key } of lost)
      if (await isLost(objects, dataset, key)) leftOut.push(lossOf(entryPath(dataset, day, key)));
    for (const { value: entry, updated } of entries) {
      if (isTerminal(entry.state)) continue;
      const since = sinceOf(entry) ?? updated;
      found.push({ entry, since, seconds: Math.max(0, (now - Date.parse(since)) / 1000) });
    }
  }
  const drops = found.sort((a, b) =>
    a.since < b.since ? -1 : a.since > b.since ? 1 : a.entry.drop.key < b.entry.drop.key ? -1 : 1,
  );
  return { drops, leftOut };
}

/** A marker stands before its entry, and a report does not. */
async function isLost(objects: Objects, dataset: string, key: string): Promise<boolean> {
  return (await objects.list(reportPath(dataset, key, 0).replace(/[^/]+$/, ""))).length > 0;
}

/** Only its latest steps are kept in its history. */
function sinceOf({ history, state, round }: Entry): string | null {
  return history.findLast((step) => step.state === state && step.round === round)?.at ?? null;
}
