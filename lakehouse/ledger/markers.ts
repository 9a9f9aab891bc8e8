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

/** Twice is no fault. */
export function mark(objects: Objects, marker: Marker, place: EntryPlace): Promise<void> {
  return createEmpty(objects, pathOf(marker, place));
}

/** Also when it is gone already. */
export function unmark(objects: Objects, marker: Marker, place: EntryPlace): Promise<void> {
  return removeIfThere(objects, pathOf(marker, place));
}

/** Of a dataset, by day, then key. */
export async function listMarked(objects: Objects, marker: Marker, dataset: string): Promise<EntryPlace[]> {
  const folder = pathOf(marker, { dataset, day: "", key: "" }).replace(/dt=\/$/, "");
  return (await objects.list(folder)).flatMap(({ name }) => {
    const [, day, key] = /\/dt=(\d{4}-\d{2}-\d{2})\/([0-9a-f]{24})$/.exec(name) ?? [];
    return day && key ? [{ dataset, day, key }] : [];
  });
}

function pathOf(marker: Marker, { dataset, day, key }: EntryPlace): string {
  return markerPath(dataset, marker, day, key);
}
