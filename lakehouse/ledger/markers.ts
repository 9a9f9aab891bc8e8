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
  const folder = pathOf(marker, { dataset, day: "", key: "", round: 0 }).replace(/dt=\/.*$/, "");
  const places = new Map<string, EntryPlace>();
  for (const { name } of await objects.list(folder)) {
    const [, day, key] = /\/dt=(\d{4}-\d{2}-\d{2})\/([0-9a-f]{24})-\d+$/.exec(name) ?? [];
    if (day && key) places.set(`${day}/${key}`, { dataset, day, key });
  }
  return [...places.values()];
}

function pathOf(marker: Marker, { dataset, day, key, round }: RoundPlace): string {
  return markerPath(dataset, marker, day, key, round);
}
