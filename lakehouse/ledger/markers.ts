import { markerPath } from "../plan/names.ts";
import { createEmpty, removeIfThere } from "../ports/markers.ts";
import type { Objects } from "../ports.ts";

// Empty objects that say where to look. One too many costs a look; one too few hides a drop until the reconciler comes.

/** `open`: not terminal. `ready`: for the publisher. */
export type Marker = "open" | "ready";

/** What leads to an entry. */
export interface EntryPlace {
  readonly dataset: string;
  readonly day: string;
  readonly key: string;
}

/**
 * A round of a drop. A round that is over never comes back, so its markers may be removed at any time; those of the drop
 * itself may not: a person may have begun the next round meanwhile.
 */
export interface RoundPlace extends EntryPlace {
  readonly round: number;
}

/** Twice is no fault. */
export function mark(objects: Objects, marker: Marker, place: RoundPlace): Promise<void> {
  return createEmpty(objects, pathOf(marker, place));
}

/** Of this round and those before; also when they are gone already. */
export async function unmark(objects: Objects, marker: Marker, place: RoundPlace): Promise<void> {
  for (let round = place.round; round > 0; round -= 1) {
    await removeIfThere(objects, pathOf(marker, { ...place, round }));
  }
}

/** Drops of a dataset that are marked in any round, each once; by day, then key. */
export async function listMarked(objects: Objects, marker: Marker, dataset: string): Promise<EntryPlace[]> {
  const places = new Map<string, EntryPlace>();
  for (const { day, key } of await listMarks(objects, marker, dataset)) {
    places.set(`${day}/${key}`, { dataset, day, key });
  }
  return [...places.values()];
}

/** A marker as it lies there. */
export interface Mark extends RoundPlace {
  /** RFC 3339 UTC, by the store's clock. */
  readonly created: string;
}

/** All of them; by day, then key. */
export async function listMarks(objects: Objects, marker: Marker, dataset: string): Promise<Mark[]> {
  const folder = pathOf(marker, { dataset, day: "", key: "", round: 0 }).replace(/dt=\/.*$/, "");
  return (await objects.list(folder)).flatMap(({ name, created }) => {
    const [, day, key, round] = /\/dt=(\d{4}-\d{2}-\d{2})\/([0-9a-f]{24})-(\d+)$/.exec(name) ?? [];
    return day && key && round ? [{ dataset, day, key, round: Number(round), created }] : [];
  });
}

function pathOf(marker: Marker, { dataset, day, key, round }: RoundPlace): string {
  return markerPath(dataset, marker, day, key, round);
}
