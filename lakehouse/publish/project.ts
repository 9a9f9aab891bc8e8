import { inChunks } from "../ledger/chunks.ts";
import { clearMarkers, moveEntry, readEntry, type StoredEntry } from "../ledger/entries.ts";
import { isTerminal } from "../ledger/entry.ts";
import { isNewerDrop, moveName } from "../ledger/names.ts";
import { markPending } from "../ledger/pending.ts";
import type { BatchDrop, PassedOver, Publication } from "../ledger/publication.ts";
import type { NameRecord } from "../ledger/records.ts";
import { entryPath } from "../plan/names.ts";
import { UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { moveCheckpoint } from "./checkpoint.ts";
import { writeCommitted } from "./committed.ts";
import type { PublishTools } from "./context.ts";
import { loadFailed } from "./reasons.ts";

/**
 * What follows from a finished publication: states of its drops, names, markers. Nothing here decides; every part may be
 * done by several workers, and again. Until it is done the log must not grow, or a drop could be in two publications.
 */
export async function project(tools: Pick<PublishTools, "objects" | "clock">, publication: Publication): Promise<void> {
  const { objects } = tools;
  const at = tools.clock.now();
  if (publication.state === "ABORTED") await holdCulprits(objects, publication, at);
  else {
    await inChunks(publication.drops, (drop) => commit(objects, publication, drop, at), atOnce);
    await inChunks(publication.passedOver, (drop) => passOver(objects, publication, drop, at), atOnce);
    await writeCommitted(objects, publication);
  }
  await moveCheckpoint(objects, publication);
}

const atOnce = 16;

/** The name first: once the entry says COMMITTED nobody looks at this drop again. */
async function commit(objects: Objects, publication: Publication, drop: BatchDrop, at: string): Promise<void> {
  const entry = await readEntry(objects, publication.dataset, drop.day, drop.key);
  if (!entry) {
    const path = entryPath(publication.dataset, drop.day, drop.key);
    throw new UnreadableValue(`${path} is gone, and publication ${publication.number} names its drop`);
  }
  await moveOn(objects, publication, drop, entry);
  if (!isReady(entry, drop)) return clearOld(objects, entry);
  if (isNotable(entry)) await markPending(objects, entry.value, "COMMITTED");
  const change = { state: "COMMITTED", publication: publication.number, lease: null } as const;
  // Only another projection changes a ready entry; look again all the same.
  if (!(await moveEntry(objects, entry, change, { at }))) await commit(objects, publication, drop, at);
}

/** Bad rows or warnings; and what a person decided, which those who were told of the drop wait for. */
function isNotable({ value }: StoredEntry): boolean {
  return value.ready?.notable === true || value.round > 1 || value.origin !== null;
}

function isReady({ value }: StoredEntry, { round }: { readonly round: number }): boolean {
  return value.state === "READY" && value.round === round;
}

/** Somebody moved the entry and may have died before the markers went. */
async function clearOld(objects: Objects, { value }: StoredEntry): Promise<void> {
  if (isTerminal(value.state)) await clearMarkers(objects, value);
}

/** `names/` moves only to a newer drop; a replay joins the drop whose rows it brings. */
function moveOn(
  objects: Objects,
  { dataset, number }: Publication,
  drop: BatchDrop,
  { value }: StoredEntry,
): Promise<void> {
  return moveName(objects, dataset, drop.name, (present) =>
    value.origin ? joined(present, value.origin.key, drop, number) : newer(present, drop, value, number),
  );
}

function joined(
  present: NameRecord | null,
  origin: string,
  { key, partitions }: BatchDrop,
  number: number,
): NameRecord | null {
  if (present?.key !== origin || present.replays.includes(key)) return null;
  return {
    ...present,
    replays: [...present.replays, key],
    partitions: [...new Set([...present.partitions, ...partitions.map(({ id }) => id)])].sort(),
    publications: [...new Set([...present.publications, number])].sort((a, b) => a - b),
  };
}

function newer(
  present: NameRecord | null,
  { name, key, partitions }: BatchDrop,
  { drop }: StoredEntry["value"],
  number: number,
): NameRecord | null {
  if (present && !isNewerDrop(drop, present)) return null;
  const { arrived, generation, bytes, crc32c, arrivalDay } = drop;
  return {
    format: "sluice/name/1",
    name,
    key,
    arrived,
    generation,
    bytes,
    crc32c,
    arrivalDay,
    replays: [],
    partitions: partitions.map(({ id }) => id).sort(),
    publications: [number],
  };
}

async function passOver(objects: Objects, publication: Publication, over: PassedOver, at: string): Promise<void> {
  const entry = await readEntry(objects, publication.dataset, over.day, over.key);
  if (!entry) return;
  if (!isReady(entry, over)) return clearOld(objects, entry);
  await end(objects, entry, over.becomes, over.reason, at);
}

async function holdCulprits(objects: Objects, { dataset, drops, abort }: Publication, at: string): Promise<void> {
  const culprits = drops.filter(({ key }) => abort?.culprits.includes(key));
  const hold = async (drop: BatchDrop) => {
    const entry = await readEntry(objects, dataset, drop.day, drop.key);
    if (entry && isReady(entry, drop)) await end(objects, entry, "HELD", loadFailed(abort?.message ?? ""), at);
  };
  await inChunks(culprits, hold, atOnce);
}

async function end(
  objects: Objects,
  entry: StoredEntry,
  state: PassedOver["becomes"],
  reason: PassedOver["reason"],
  at: string,
): Promise<void> {
  if (state === "HELD") await markPending(objects, entry.value, state);
  await moveEntry(objects, entry, { state, reason, lease: null }, { at });
}
