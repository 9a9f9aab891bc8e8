import type { StoredEntry } from "../ledger/entries.ts";
import { readName } from "../ledger/names.ts";
import { landingPath, rawPath } from "../plan/names.ts";
import { type ObjectMeta, ObjectNotFound, type Objects, PreconditionFailed } from "../ports.ts";
import { contests, haveSameBytes, looksAlike } from "../publish/twins.ts";
import type { Tools } from "./tools.ts";

/** The original in raw, or why there is none. */
export type Original = ObjectMeta | "gone" | "overwritten";

/** Copies the very generation that arrived; every later read, attempt, round and replay is from the copy. */
export async function keepOriginal(objects: Objects, { value }: StoredEntry): Promise<Original> {
  const to = rawPath(value.dataset, value.drop.arrivalDay, value.drop.key);
  const there = await objects.stat(to);
  if (there) return there;
  const from = value.origin ? value.origin.uri : landingPath(value.drop.name);
  const generation = value.origin?.generation ?? value.drop.generation;
  try {
    return await objects.copy({ name: from, generation }, to, { generation: "0" });
  } catch (error) {
    if (!(error instanceof PreconditionFailed || error instanceof ObjectNotFound)) throw error;
  }
  const copied = await objects.stat(to);
  if (copied) return copied;
  return (await objects.stat(from)) ? "overwritten" : "gone";
}

/**
 * The committed drop of the same name that has the same bytes, or null. Also null where an upload of the name came
 * between the two that may still be published, by itself or by a replay: its rows would come last. Whatever can still be
 * published had its entry before this drop overwrote it in landing, and `names/` moves before an entry ends.
 */
export async function findDuplicate(
  tools: Digests,
  { value }: StoredEntry,
  original: ObjectMeta,
): Promise<string | null> {
  if (value.origin || value.round > 1) return null;
  const { objects } = tools;
  const { dataset, drop } = value;
  const present = await readName(objects, dataset, drop.name);
  if (!present || present.key === drop.key) return null;
  if (!looksAlike(present, original)) return null;
  if (await contests(objects, dataset)(drop.name, present, drop)) return null;
  if ((await readName(objects, dataset, drop.name))?.key !== present.key) return null;
  return (await haveSameBytes(tools, dataset, present, drop)) ? present.key : null;
}

type Digests = Pick<Tools, "objects" | "sha256">;
