import { readableEntries } from "../ledger/entries.ts";
import { type Entry, isTerminal } from "../ledger/entry.ts";
import { listMarked } from "../ledger/markers.ts";
import type { Objects } from "../ports.ts";

/** A drop that has not ended: somebody works on it, or it waits. */
export interface OpenDrop {
  readonly entry: Entry;
  /** When it came into this state: RFC 3339 UTC. */
  readonly since: string;
  /** How long it has been in this state, by the store's clock. */
  readonly seconds: number;
}

/** Of these datasets, as far as they can be read; the longest in its state first. */
export async function openDrops(objects: Objects, datasets: readonly string[]): Promise<OpenDrop[]> {
  const now = Date.parse(await objects.time());
  const found: OpenDrop[] = [];
  for (const dataset of datasets) {
    const { entries } = await readableEntries(objects, await listMarked(objects, "open", dataset));
    for (const { value: entry, updated } of entries) {
      if (isTerminal(entry.state)) continue;
      const since = sinceOf(entry) ?? updated;
      found.push({ entry, since, seconds: Math.max(0, (now - Date.parse(since)) / 1000) });
    }
  }
  return found.sort((a, b) =>
    a.since < b.since ? -1 : a.since > b.since ? 1 : a.entry.drop.key < b.entry.drop.key ? -1 : 1,
  );
}

/** Only its latest steps are kept in its history. */
function sinceOf({ history, state, round }: Entry): string | null {
  return history.findLast((step) => step.state === state && step.round === round)?.at ?? null;
}
