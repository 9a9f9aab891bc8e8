import type { StoredEntry } from "../ledger/entries.ts";
import { readName } from "../ledger/names.ts";
import type { NameRecord } from "../ledger/records.ts";
import { landingPath, rawPath } from "../plan/names.ts";
import { type ObjectMeta, ObjectNotFound, type Objects, PreconditionFailed } from "../ports.ts";
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

/** The committed drop of the same name that has the same bytes, or null. */
export async function findDuplicate(
  tools: Digests,
  { value }: StoredEntry,
  original: ObjectMeta,
): Promise<string | null> {
  if (value.origin || value.round > 1) return null;
  const present = await readName(tools.objects, value.dataset, value.drop.name);
  if (!present || present.key === value.drop.key) return null;
  if (present.bytes !== original.bytes || present.crc32c !== original.crc32c) return null;
  return (await sameBytes(tools, value.dataset, present, original)) ? present.key : null;
}

type Digests = Pick<Tools, "objects" | "sha256">;

/** A checksum of 32 bits is no proof. Where the older original is gone, nothing is proved, and the drop goes on. */
async function sameBytes(
  { objects, sha256 }: Digests,
  dataset: string,
  { arrivalDay, key }: NameRecord,
  original: ObjectMeta,
): Promise<boolean> {
  const older = await objects.stat(rawPath(dataset, arrivalDay, key));
  return older !== null && (await sha256(older)) === (await sha256(original));
}
