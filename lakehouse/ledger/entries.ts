import { entryPath } from "../plan/names.ts";
import { createValue, readValue, type Stored, swapValue, UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { inChunks } from "./chunks.ts";
import { type Entry, EntrySchema, isTerminal } from "./entry.ts";
import { type EntryPlace, mark, type RoundPlace, unmark } from "./markers.ts";
import { markRefused } from "./refused.ts";

export type StoredEntry = Stored<Entry>;

const latest = 50;

type Step = Entry["history"][number];

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
 * The entry as `change` makes it, if it is still what was read; null: somebody else owns the drop now. A drop that ends
 * is marked before and unmarked after, so that a crash leaves one marker too many rather than one too few.
 */
export async function moveEntry(
  objects: Objects,
  from: StoredEntry,
  change: Partial<Entry>,
  { at, by = null }: Change,
): Promise<StoredEntry | null> {
  const next: Entry = { ...from.value, ...change };
  const step = { at, state: next.state, round: next.round, attempt: next.attempt, by };
  const history = isNews(step, next.history) ? [...next.history, step].slice(-latest) : next.history;
  await markRefused(objects, next);
  const moved = await swapValue(objects, pathOf(next), { ...next, history }, from.generation);
  if (moved && isTerminal(moved.value.state)) await clearMarkers(objects, moved.value);
  return moved;
}

/** A claim that is given back and taken up again, as long as the store is away, must not push out what is still to be told. */
function isNews({ state, round, attempt, by }: Step, history: readonly Step[]): boolean {
  const before = history.at(-1);
  return before?.state !== state || before.round !== round || before.attempt !== attempt || before.by !== by;
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

/** Of a dataset, or one arrival day of it, or of all; by arrival day, then key. */
export async function listEntries(objects: Objects, dataset?: string, day?: string): Promise<EntryPlace[]> {
  const folder = dataset === undefined ? "ledger/" : `ledger/${dataset}/drops/`;
  const listed = await objects.list(day === undefined ? folder : `${folder}dt=${day}/`);
  return listed.flatMap(({ name }) => {
    const [, found, day, key] = entryName.exec(name) ?? [];
    return found && day && key ? [{ dataset: found, day, key }] : [];
  });
}

/** All entries of the places, some at a time. Throws `UnreadableValue` if one cannot be read. */
export async function readEntries(objects: Objects, places: readonly EntryPlace[]): Promise<StoredEntry[]> {
  const { entries, unreadable } = await readableEntries(objects, places);
  const [first] = unreadable;
  if (first) throw first.fault;
  return entries;
}

/** An entry that this version cannot read: nobody does anything with its drop until a person has mended it. */
export interface UnreadableEntry {
  readonly place: EntryPlace;
  readonly fault: UnreadableValue;
}

/** For work that one bad entry must not keep from the others. */
export async function readableEntries(
  objects: Objects,
  places: readonly EntryPlace[],
): Promise<{ entries: StoredEntry[]; unreadable: UnreadableEntry[] }> {
  const unreadable: UnreadableEntry[] = [];
  const read = async (place: EntryPlace): Promise<StoredEntry | null> => {
    try {
      return await readEntry(objects, place.dataset, place.day, place.key);
    } catch (fault) {
      if (!(fault instanceof UnreadableValue)) throw fault;
      unreadable.push({ place, fault });
      return null;
    }
  };
  return { entries: (await inChunks(places, read)).filter((entry) => entry !== null), unreadable };
}

function pathOf({ dataset, drop }: Pick<Entry, "dataset" | "drop">): string {
  return entryPath(dataset, drop.arrivalDay, drop.key);
}
