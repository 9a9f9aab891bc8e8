import { readableEntries } from "../ledger/entries.ts";
import { type Entry, isTerminal, mayReturn } from "../ledger/entry.ts";
import { listMarked } from "../ledger/markers.ts";
import { isNewerDrop } from "../ledger/names.ts";
import type { NameRecord } from "../ledger/records.ts";
import { listRefused } from "../ledger/refused.ts";
import { rawPath } from "../plan/names.ts";
import type { Objects } from "../ports.ts";
import type { PublishTools } from "./context.ts";

/** An upload of an object's name. */
type Upload = Pick<Entry["drop"], "key" | "arrived" | "arrivalDay" | "generation" | "bytes" | "crc32c">;

type Digests = Pick<PublishTools, "objects" | "sha256">;

/**
 * Ready uploads whose bytes are those of the upload of their name just before them, committed or ready: by their keys,
 * the key of that one. Had it been published before they were split they would have been DUPLICATE; where the batches
 * are cut must make no difference.
 */
export async function findTwins(
  tools: Digests,
  dataset: string,
  ready: readonly Entry[],
  names: ReadonlyMap<string, NameRecord>,
): Promise<ReadonlyMap<string, string>> {
  const twins = new Map<string, string>();
  const isContested = contests(tools.objects, dataset);
  const uploads = ready.filter(({ origin }) => origin === null);
  for (const [name, entries] of Map.groupBy(uploads, ({ drop }) => drop.name)) {
    const present = names.get(name) ?? null;
    const chain: Upload[] = [...entries.map(({ drop }) => drop), ...(present ? [present] : [])];
    chain.sort((a, b) => (isNewerDrop(a, b) ? 1 : -1));
    const decided = new Set(entries.filter(({ round }) => round > 1).map(({ drop }) => drop.key));
    for (const [at, upload] of chain.entries()) {
      const before = chain[at - 1];
      if (!before || upload === present || decided.has(upload.key) || !looksAlike(before, upload)) continue;
      if (await isContested(name, before, upload)) continue;
      if (!(await haveSameBytes(tools, dataset, before, upload))) continue;
      twins.set(upload.key, twins.get(before.key) ?? before.key);
    }
  }
  return twins;
}

/** Whether an upload of the name came between these two that may still be published: its rows would come after both. */
export type IsContested = (name: string, older: Upload, newer: Upload) => Promise<boolean>;

/** Open drops are read once, when the first question comes: whoever asks must not act on it after the log has grown. */
export function contests(objects: Objects, dataset: string): IsContested {
  let open: ReturnType<typeof readableEntries> | undefined;
  return async (name, older, newer) => {
    open ??= listMarked(objects, "open", dataset).then((places) => readableEntries(objects, places));
    // In this order: a drop that ends meanwhile is marked refused before it is no longer open.
    const found = [await open, await readableEntries(objects, await listRefused(objects, dataset, name))];
    // Nobody knows what comes between where an entry cannot be read: then nothing is a twin.
    if (found.some(({ unreadable }) => unreadable.length > 0)) return true;
    return found
      .flatMap(({ entries }) => entries)
      .some(({ value: { origin, drop, state } }) => {
        const mayCome = origin === null && drop.name === name && (!isTerminal(state) || mayReturn(state));
        return mayCome && isNewerDrop(drop, older) && isNewerDrop(newer, drop);
      });
  };
}

/** By size and checksum alone. */
export function looksAlike(a: Pick<Upload, "bytes" | "crc32c">, b: Pick<Upload, "bytes" | "crc32c">): boolean {
  return a.bytes === b.bytes && a.crc32c === b.crc32c;
}

/** A checksum of 32 bits is no proof. Where an original is gone nothing is proved. */
export async function haveSameBytes(
  { objects, sha256 }: Digests,
  dataset: string,
  a: Pick<Upload, "key" | "arrivalDay">,
  b: Pick<Upload, "key" | "arrivalDay">,
): Promise<boolean> {
  const originalOf = ({ arrivalDay, key }: Pick<Upload, "key" | "arrivalDay">) =>
    objects.stat(rawPath(dataset, arrivalDay, key));
  const [left, right] = await Promise.all([originalOf(a), originalOf(b)]);
  return left !== null && right !== null && (await sha256(left)) === (await sha256(right));
}
