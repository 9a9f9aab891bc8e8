import { type Fate, isLive, keyOf } from "./fates.ts";

/**
 * Rows of committed replays, by the replay's key, which count already as quarantined rows of the drop that left them:
 * they are taken off there, so that no row counts twice. A file's rows can be taken off once: what a second replay of
 * the same file brings (under yet another plan) comes in anew.
 */
export function replayedRows(fates: readonly Fate[]): ReadonlyMap<string, number> {
  const live = fates.filter(isLive);
  const left = new Set(live.flatMap(({ report }) => report?.files.quarantined.map(fileId) ?? []));
  const rows = new Map<string, number>();
  for (const fate of live.toSorted(byPublication)) {
    const { origin } = fate.entry;
    if (origin && left.delete(fileId(origin))) rows.set(keyOf(fate), fate.report?.rows.in ?? 0);
  }
  return rows;
}

/** Rows that are in quarantine still, after all replays, by the key of the drop that they first came with. */
export function rowsLeft(fates: readonly Fate[]): ReadonlyMap<string, number> {
  const replayed = replayedRows(fates);
  const left = new Map<string, number>();
  for (const fate of fates.filter(isLive)) {
    const first = fate.entry.origin?.key ?? keyOf(fate);
    const rows = (fate.report?.rows.quarantined ?? 0) - (replayed.get(keyOf(fate)) ?? 0);
    left.set(first, (left.get(first) ?? 0) + rows);
  }
  return left;
}

export function fileId({ uri, generation }: { readonly uri: string; readonly generation: string }): string {
  return `${uri}#${generation}`;
}

function byPublication(a: Fate, b: Fate): number {
  return (a.publication?.number ?? 0) - (b.publication?.number ?? 0) || (keyOf(a) < keyOf(b) ? -1 : 1);
}

const covering: ReadonlySet<Fate["state"]> = new Set(["CLAIMED", "LAUNCHED", "READY", "HELD", "COMMITTED"]);

/** Quarantine files that a replay has brought in again, or is about to. */
export function replayedFiles(fates: readonly Fate[]): ReadonlySet<string> {
  return new Set(
    fates.flatMap(({ entry, state }) => (entry.origin && covering.has(state) ? [fileId(entry.origin)] : [])),
  );
}
