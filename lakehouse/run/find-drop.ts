import { listEntries, placeOf, readableEntries, readEntries, readEntry, type StoredEntry } from "../ledger/entries.ts";
import type { Entry } from "../ledger/entry.ts";
import type { EntryPlace } from "../ledger/markers.ts";
import type { Objects } from "../ports.ts";

export type { StoredEntry } from "../ledger/entries.ts";
export type { Entry } from "../ledger/entry.ts";

/** Drops that a word may mean: the first digits of a key, an object's name, the end of one, or a path that ends in one. */
export async function findDrops(objects: Objects, word: string): Promise<StoredEntry[]> {
  const places = await listEntries(objects);
  const byKey = /^[0-9a-f]{4,24}$/.test(word) ? places.filter(({ key }) => key.startsWith(word)) : [];
  if (byKey.length > 0) return readEntries(objects, byKey);
  const { entries, unreadable } = await readableEntries(objects, places);
  const path = word.replace(/^(\.{0,2}\/)+/, "");
  const ways = [
    (name: string) => name === path,
    (name: string) => name.endsWith(`/${path}`),
    (name: string) => path.endsWith(`/${name}`),
  ];
  const found = ways.map((fits) => entries.filter(({ value }) => fits(value.drop.name)));
  const those = found.find((some) => some.length > 0) ?? [];
  // It may be the one that is asked for.
  if (those.length === 0 && unreadable[0]) throw unreadable[0].fault;
  return those;
}

/** Null: the ledger knows no such drop. */
export async function findDrop(
  objects: Objects,
  { dataset, arrivalDay, key }: { readonly dataset: string; readonly arrivalDay: string; readonly key: string },
): Promise<Entry | null> {
  return (await readEntry(objects, dataset, arrivalDay, key))?.value ?? null;
}

/** Names of every object that is, or was, a drop. */
export async function namesOfDrops(objects: Objects): Promise<ReadonlySet<string>> {
  const { entries } = await readableEntries(objects, await listEntries(objects));
  return new Set(entries.map(({ value }) => value.drop.name));
}

/** The same drop as it is now. */
export function lookAgain(objects: Objects, entry: Entry): Promise<StoredEntry> {
  return readAgain(objects, placeOf(entry));
}

/** The entry as it is now. */
export async function readAgain(objects: Objects, place: EntryPlace): Promise<StoredEntry> {
  const entry = await readEntry(objects, place.dataset, place.day, place.key);
  if (!entry) throw new Error(`the entry of ${place.key} is gone`);
  return entry;
}
