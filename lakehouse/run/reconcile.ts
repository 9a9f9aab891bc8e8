import { clearMarkers, placeOf, readableEntries, readEntry, type StoredEntry } from "../ledger/entries.ts";
import { type Entry, isTerminal } from "../ledger/entry.ts";
import { listMarked, mark } from "../ledger/markers.ts";
import { readReportOf } from "../ledger/reports.ts";
import { landingPath, reportPath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Listed, Objects } from "../ports.ts";
import { type Arrival, arrivalOf } from "./arrival.ts";
import { openBacklog } from "./backlog.ts";
import { askedOnce, type Handed } from "./launch.ts";
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
  const faults: DropFault[] = unreadable.map(({ place, fault }) => ({ shown: place.key, fault }));
  const taken = await together({ ...tools, launcher: askedOnce(tools.launcher) }, async (workbench, processed) => {
    for (const entry of entries) {
      const { name } = entry.value.drop;
      const done = await orFault(name, faults, progress, () => resumeOne(workbench, entry, progress));
      if (done) processed.push(done);
    }
  });
  return { processed: taken.processed, faults: [...faults, ...taken.faults] };
}

/** Works on many drops; those for launched hosts wait for each other, and are handed over when the work is done. */
async function together(tools: Tools, work: (tools: Tools, processed: Processed[]) => Promise<void>): Promise<TakenUp> {
  const backlog = openBacklog(tools);
  const processed: Processed[] = [];
  try {
    await work({ ...tools, backlog }, processed);
    const handed = await backlog.handOver();
    return {
      processed: [...processed.filter(({ aside }) => !aside), ...handed.flatMap(handedOver)],
      faults: handed.flatMap((one) => ("fault" in one ? [faultOf(one.drop.entry.value.drop.name, one.fault)] : [])),
    };
  } finally {
    await backlog.close();
  }
}

function handedOver(handed: Handed): Processed[] {
  if (!("claim" in handed)) return [];
  return [{ entry: handed.claim.entry, report: null, worked: true, busy: true, aside: false }];
}

/** Null: it is nobody's turn, or the publisher's. */
async function resumeOne(tools: Tools, entry: StoredEntry, progress: SplitProgress): Promise<Processed | null> {
  const { state } = entry.value;
  if (state === "HELD") return null;
  if (isTerminal(state)) await clearMarkers(tools.objects, entry.value);
  else if (state === "READY") await lookAtReady(tools.objects, entry.value);
  else return resumeDrop(tools, entry, progress);
  return null;
}

/** Its publisher passes over it while its report cannot be read: that is told here. */
async function lookAtReady(objects: Objects, entry: Entry): Promise<void> {
  const { dataset, drop, round } = entry;
  await mark(objects, "ready", placeOf(entry));
  if (await readReportOf(objects, dataset, drop.key, round)) return;
  throw new Error(`${reportPath(dataset, drop.key, round)} is gone: restore it from a copy of the lake`);
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
    faults.push(faultOf(shown, error));
    return null;
  }
}

function faultOf(shown: string, error: unknown): DropFault {
  return { shown, fault: error instanceof Error ? error : new Error(String(error)) };
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
  const faults: DropFault[] = [];
  const unknown: string[] = [];
  const taken = await together(tools, async (workbench, processed) => {
    for (const listed of await tools.objects.list(landingPath(""))) {
      const name = listed.name.slice(landingPath("").length);
      const found = match(name);
      if (!found) {
        unknown.push(name);
        continue;
      }
      const done = await orFault(name, faults, progress, async () => {
        const arrival = await unheard(tools, bucket, listed, { name, ...found });
        return arrival && processDrop(workbench, found.plan, arrival, progress);
      });
      if (done) processed.push(done);
    }
  });
  return { processed: taken.processed, faults: [...faults, ...taken.faults], unknown };
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
