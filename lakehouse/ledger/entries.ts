import { entryPath } from "../plan/names.ts";
import { createValue, readValue, type Stored, swapValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { type Entry, EntrySchema, isTerminal } from "./entry.ts";
import { type EntryPlace, mark, type RoundPlace, unmark } from "./markers.ts";

export type StoredEntry = Stored<Entry>;

const latest = 50;

export function readEntry(objects: Objects, dataset: string, day: string, key: string): Promise<StoredEntry | null> {
  return readValue(objects, entryPath(dataset, day, key), EntrySchema);
}

/** Null: the drop has its entry already. The marker comes first, or nobody would find an entry whose worker died. */
export async function createEntry(objects: Objects, entry: Entry): Promise<StoredEntry | null> {
  await mark(objects, "open", placeOf(entry));
  return createValue(objects, pathOf(entry), entry);
}

export interface Change {
  readonly at: string;
  /** Who decided; null: Sluice itself. */
  readonly by?: string | null;
}

/**
 * The entry as `change` makes it, if it is still what was read; null: somebody else owns the drop now. Markers of a drop
 * that ends go after it, so that a crash leaves one too many rather than one too few.
 */
export async function moveEntry(
  objects: Objects,
  from: StoredEntry,
  change: Partial<Entry>,
  { at, by = null }: Change,
): Promise<StoredEntry | null> {
  const next: Entry = { ...from.value, ...change };
  const step = { at, state: next.state, round: next.round, attempt: next.attempt, by };
  const moved = await swapValue(
    objects,
    pathOf(next),
    { ...next, history: [...next.history, step].slice(-latest) },
    from.generation,
  );
  if (moved && isTerminal(moved.value.state)) await clearMarkers(objects, moved.value);
  return moved;
}

/** Keeps a worker's lease alive; null: it lost the drop. */
export function renewLease(objects: Objects, { value, generation }: StoredEntry): Promise<StoredEntry | null> {
  return swapValue(objects, pathOf(value), value, generation);
}

/** Of a drop that has ended in this round. */
export async function clearMarkers(objects: Objects, entry: Entry): Promise<void> {
  await unmark(objects, "ready", placeOf(entry));
  await unmark(objects, "open", placeOf(entry));
}

export function placeOf({ dataset, drop, round }: Pick<Entry, "dataset" | "drop" | "round">): RoundPlace {
  return { dataset, day: drop.arrivalDay, key: drop.key, round };
}

const entryName = /^ledger\/([^/]+)\/drops\/dt=(\d{4}-\d{2}-\d{2})\/([0-9a-f]{24})\.json$/;

/** Of a dataset, or of all; by arrival day, then key. */
export async function listEntries(objects: Objects, dataset?: string): Promise<EntryPlace[]> {
  const listed = await objects.list(dataset === undefined ? "ledger/" : `ledger/${dataset}/drops/`);
  return listed.flatMap(({ name }) => {
    const [, found, day, key] = entryName.exec(name) ?? [];
    return found && day && key ? [{ dataset: found, day, key }] : [];
  });
}

/** All entries of the places, some at a time. */
export async function readEntries(objects: Objects, places: readonly EntryPlace[]): Promise<StoredEntry[]> {
  const found: StoredEntry[] = [];
  for (let start = 0; start < places.length; start += readAtOnce) {
    const read = places
      .slice(start, start + readAtOnce)
      .map((place) => readEntry(objects, place.dataset, place.day, place.key));
    found.push(...(await Promise.all(read)).filter((entry) => entry !== null));
  }
  return found;
}

const readAtOnce = 64;

function pathOf({ dataset, drop }: Pick<Entry, "dataset" | "drop">): string {
  return entryPath(dataset, drop.arrivalDay, drop.key);
}
