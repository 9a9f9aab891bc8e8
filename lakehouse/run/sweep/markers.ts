import { placeOf, readableEntries, readEntry } from "../../ledger/entries.ts";
import { isTerminal } from "../../ledger/entry.ts";
import { listMarks, mark, unmark } from "../../ledger/markers.ts";
import { dropKey, landingPath } from "../../plan/names.ts";
import type { Objects } from "../../ports.ts";
import type { Tools } from "../tools.ts";

/** A worker writes the entry right after its marker; one that has not after so long is dead. */
const VAIN_SECONDS = 86_400;

/**
 * Removes `open` markers whose entry was never written, where landing lacks nothing: an object that still lies there
 * gets its entry from whoever reconciles, and the marker is then not in vain.
 */
export async function sweepMarkers(
  { objects }: Pick<Tools, "objects">,
  dataset: string,
  bucket: string,
): Promise<number> {
  const marks = await listMarks(objects, "open", dataset);
  const before = Date.parse(await objects.time()) - VAIN_SECONDS * 1000;
  const old = marks.filter(({ created }) => Date.parse(created) <= before);
  const { entries, unreadable } = await readableEntries(objects, old);
  const there = new Set([
    ...entries.map(({ value }) => value.drop).map(({ arrivalDay, key }) => `${arrivalDay}/${key}`),
    ...unreadable.map(({ place }) => `${place.day}/${place.key}`),
  ]);
  const without = old.filter(({ day, key }) => !there.has(`${day}/${key}`));
  if (without.length === 0) return 0;
  const landed = await keysInLanding(objects, bucket);
  const vain = without.filter(({ key }) => !landed.has(key));
  for (const place of vain) {
    await unmark(objects, "open", place);
    // Whoever was slower than anybody: the entry was written after all, beside the marker that it found.
    const late = (await readEntry(objects, dataset, place.day, place.key))?.value;
    if (late && !isTerminal(late.state)) await mark(objects, "open", placeOf(late));
  }
  return vain.length;
}

async function keysInLanding(objects: Objects, bucket: string): Promise<ReadonlySet<string>> {
  const zone = landingPath("");
  const listed = await objects.list(zone);
  return new Set(listed.map(({ name, generation }) => dropKey({ bucket, name: name.slice(zone.length), generation })));
}
