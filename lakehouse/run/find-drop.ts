import { listEntries, readEntries, readEntry, type StoredEntry } from "../ledger/entries.ts";
import type { EntryPlace } from "../ledger/markers.ts";
import type { Objects } from "../ports.ts";

/** Drops that a word may mean: the first digits of a key, or an object's name or the end of one. */
export async function findDrops(objects: Objects, word: string): Promise<StoredEntry[]> {
  const places = await listEntries(objects);
  const byKey = /^[0-9a-f]{4,24}$/.test(word) ? places.filter(({ key }) => key.startsWith(word)) : [];
  if (byKey.length > 0) return readEntries(objects, byKey);
  const found = await readEntries(objects, places);
  return found.filter(({ value }) => value.drop.name === word || value.drop.name.endsWith(`/${word}`));
}

/** The entry as it is now. */
export async function readAgain(objects: Objects, place: EntryPlace): Promise<StoredEntry> {
  const entry = await readEntry(objects, place.dataset, place.day, place.key);
  if (!entry) throw new Error(`the entry of ${place.key} is gone`);
  return entry;
}
