import { refusedPath } from "../plan/names.ts";
import { createEmpty } from "../ports/markers.ts";
import type { Objects } from "../ports.ts";
import { type Entry, mayReturn } from "./entry.ts";
import type { EntryPlace } from "./markers.ts";

// Uploads that ended REJECTED or POISON, by the name of their object. A replay can still publish them: whoever asks
// whether bytes are news must know of them, and their `open` markers are gone. One too many costs a look at its entry.

/** Before the entry says so; for good. Replays of rows have no upload, and need none. */
export async function markRefused(objects: Objects, { dataset, drop, origin, state }: Entry): Promise<void> {
  if (origin || !mayReturn(state)) return;
  await createEmpty(objects, refusedPath(dataset, drop.name, drop.arrivalDay, drop.key));
}

/** Of one object's name, or of all. */
export async function listRefused(objects: Objects, dataset: string, name?: string): Promise<EntryPlace[]> {
  const folder = refusedPath(dataset, name ?? "", "", "").replace(name === undefined ? /[^/]+\/dt=.*$/ : /dt=.*$/, "");
  return (await objects.list(folder)).flatMap(({ name: found }) => {
    const [, day, key] = /\/dt=(\d{4}-\d{2}-\d{2})\/([0-9a-f]{24})$/.exec(found) ?? [];
    return day && key ? [{ dataset, day, key }] : [];
  });
}
