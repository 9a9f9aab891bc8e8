import { clearMarkers, placeOf, readableEntries, readEntry, type StoredEntry } from "../ledger/entries.ts";
import { isTerminal } from "../ledger/entry.ts";
import { listMarked, mark } from "../ledger/markers.ts";
import { landingPath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Listed } from "../ports.ts";
import { sweepStaging } from "../publish/clean.ts";
import { type Arrival, arrivalOf } from "./arrival.ts";
import type { MatchedName } from "./match.ts";
import { type Processed, processDrop, resumeDrop } from "./process.ts";
import type { SplitProgress } from "./split.ts";
import type { Tools } from "./tools.ts";

/** What kept one drop from going on; the others have gone on. */
export interface DropFault {
  /** The object's name, or the drop's key where nobody can tell its name. */
  readonly shown: string;
  readonly fault: Error;
}

/** What was taken up. */
export interface TakenUp {
  readonly processed: readonly Processed[];
  readonly faults: readonly DropFault[];
}

/** Drops that nobody works on although they are not ready: taken up again, or found to be ready after all. */
export async function resumeOpen(tools: Tools, dataset: string, progress: SplitProgress = {}): Promise<TakenUp> {
  const { entries, unreadable } = await readableEntries(
    tools.objects,
    await listMarked(tools.objects, "open", dataset),
  );
  const processed: Processed[] = [];
  const faults: DropFault[] = unreadable.map(({ place, fault }) => ({ shown: place.key, fault }));
  for (const entry of entries) {
    const { name } = entry.value.drop;
    const done = await orFault(name, faults, progress, () => resumeOne(tools, entry, progress));
    if (done) processed.push(done);
  }
  return { processed, faults };
}

/** Null: it is nobody's turn, or the publisher's. */
async function resumeOne(tools: Tools, entry: StoredEntry, progress: SplitProgress): Promise<Processed | null> {
  const { state } = entry.value;
  if (state === "HELD") return null;
  if (isTerminal(state)) await clearMarkers(tools.objects, entry.value);
  else if (state === "READY") await mark(tools.objects, "ready", placeOf(entry.value));
  else return resumeDrop(tools, entry, progress);
  return null;
}

/** One drop's fault stops no other; only who ends the whole work does. */
async function orFault<Result>(
  shown: string,
  faults: DropFault[],
  { signal }: SplitProgress,
  work: () => Promise<Result>,
): Promise<Result | null> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    faults.push({ shown, fault: error instanceof Error ? error : new Error(String(error)) });
    return null;
  }
}

/** Where landing objects belong; null: to no dataset. */
export type Matcher = (name: string) => MatchedName | null;

export interface LandingFound extends TakenUp {
  /** Objects that match no contract: told once, never touched. */
  readonly unknown: readonly string[];
}

/** Objects in landing of which no event was heard. */
export async function processLanding(
  tools: Tools,
  bucket: string,
  match: Matcher,
  progress: SplitProgress = {},
): Promise<LandingFound> {
  const processed: Processed[] = [];
  const faults: DropFault[] = [];
  const unknown: string[] = [];
  for (const listed of await tools.objects.list(landingPath(""))) {
    const name = listed.name.slice(landingPath("").length);
    const found = match(name);
    if (!found) {
      unknown.push(name);
      continue;
    }
    const done = await orFault(name, faults, progress, async () => {
      const arrival = await unheard(tools, bucket, listed, { name, ...found });
      return arrival && processDrop(tools, found.plan, arrival, progress);
    });
    if (done) processed.push(done);
  }
  return { processed, faults, unknown };
}

/** Null: it has its entry. */
async function unheard(
  { objects }: Tools,
  bucket: string,
  listed: Listed,
  { name, day, plan }: { readonly name: string; readonly day: string | null; readonly plan: Plan },
): Promise<Arrival | null> {
  const bare = arrivalOf(bucket, name, { ...listed, metageneration: "1", crc32c: "" }, day);
  if (await readEntry(objects, plan.dataset, bare.arrivalDay, bare.key)) return null;
  const meta = await objects.stat(listed.name);
  return meta ? arrivalOf(bucket, name, meta, day) : null;
}

/** What crashes left in staging: tables that no publication needs. */
export async function sweep(tools: Tools, plan: Plan): Promise<void> {
  if (!plan.derived) await sweepStaging(tools, plan);
}
