import { inChunks } from "../ledger/chunks.ts";
import { clearMarkers, listEntries, placeOf, readableEntries, readEntry, type StoredEntry } from "../ledger/entries.ts";
import { type Entry, isTerminal } from "../ledger/entry.ts";
import { epochOf } from "../ledger/epoch.ts";
import { mark } from "../ledger/markers.ts";
import { isFinished, type Publication } from "../ledger/publication.ts";
import { markRefused } from "../ledger/refused.ts";
import { checkpointPath, entryPath, logPath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import { swapValue, UnreadableValue } from "../ports/values.ts";
import type { Clock, Objects } from "../ports.ts";
import { project } from "../publish/project.ts";
import { settledEntry } from "./rebuild-entry.ts";
import { readTruth } from "./rebuild-truth.ts";
import { clearUnreadable, mendManifests, mendPlans } from "./rebuild-values.ts";
import { problemOf } from "./verify/contradiction.ts";
import type { Contradiction } from "./verify.ts";

type Tools = { readonly objects: Objects; readonly clock: Clock };

/** What was made again, and what could not be. */
export interface Rebuilt {
  readonly entries: number;
  /** Whose names, markers and manifests follow them. */
  readonly publications: number;
  /** Each with its cure; none: the ledger is whole. */
  readonly problems: readonly Contradiction[];
}

/**
 * Entries that are lost or unreadable, names, markers, epoch and checkpoint, from the log and the reports alone. Entries
 * that can be read are left as they are. A drop that had no report yet is found again in landing, or by its `open` marker.
 * What cannot be read of log and reports is told, and keeps nothing else from being made. `deployed`: plans of the
 * contracts of now, which may be the ones that are lost.
 */
export async function rebuildLedger(tools: Tools, dataset: string, deployed: readonly Plan[] = []): Promise<Rebuilt> {
  const { objects, clock } = tools;
  const { entries } = await readableEntries(objects, await listEntries(objects, dataset));
  const known = entries.map(({ value }) => value);
  const { log, isWhole, reports, problems } = await readTruth(objects, dataset, known);
  problems.push(...(await clearUnreadable(objects, dataset, log, isWhole)));
  const plans = [...log, ...known, ...reports.map(({ report }) => report)].map(({ plan }) => plan);
  problems.push(...(await mendPlans(objects, plans, deployed)));
  const made: string[] = [];
  const present = new Set<string>();
  for (const value of known) {
    await remark(objects, value);
    present.add(entryPath(dataset, value.drop.arrivalDay, value.drop.key));
  }
  for (const { report, origin } of reports) {
    const entry = settledEntry(report, origin, log, clock.now());
    const { arrivalDay, key } = report.drop;
    if (present.has(entryPath(dataset, arrivalDay, key))) continue;
    if (entry.state === "READY" && !isWhole) problems.push(unsure(entryPath(dataset, arrivalDay, key)));
    else {
      await make(objects, entry);
      made.push(key);
    }
  }
  const epoch = log.findLast((publication) => publication.epoch)?.epoch;
  if (epoch) await epochOf(objects, dataset, () => epoch);
  // A checkpoint is summed from the whole log.
  if (isWhole) await removeCheckpoint(objects, dataset);
  let publications = 0;
  for (const publication of log.filter(isFinished)) {
    const problem = await follow(tools, publication);
    if (problem === null) publications += 1;
    else if (!problems.some(({ where }) => where === problem.where)) problems.push(problem);
  }
  if (isWhole) await mendManifests(objects, dataset, log);
  return { entries: made.length, publications, problems };
}

/** Null: there is none that can be read. */
async function presentEntry(objects: Objects, dataset: string, day: string, key: string): Promise<StoredEntry | null> {
  try {
    return await readEntry(objects, dataset, day, key);
  } catch (error) {
    if (error instanceof UnreadableValue) return null;
    throw error;
  }
}

/** What is ready is published: not before somebody knows that it was not. */
function unsure(where: string): Contradiction {
  const message = "it is not made again: a part of the log that cannot be read may have published its drop";
  return { where, message, cure: "restore the log, then rebuild once more" };
}

async function make(objects: Objects, entry: Entry): Promise<void> {
  const { dataset, drop } = entry;
  const name = entryPath(dataset, drop.arrivalDay, drop.key);
  const present = await objects.stat(name);
  await remark(objects, entry);
  await swapValue(objects, name, entry, present?.generation ?? "0");
}

async function remark(objects: Objects, entry: Entry): Promise<void> {
  await markRefused(objects, entry);
  if (isTerminal(entry.state)) return clearMarkers(objects, entry);
  await mark(objects, "open", placeOf(entry));
  if (entry.state === "READY") await mark(objects, "ready", placeOf(entry));
}

async function removeCheckpoint(objects: Objects, dataset: string): Promise<void> {
  const present = await objects.stat(checkpointPath(dataset));
  if (present) await objects.remove(present.name, { generation: present.generation });
}

/** What kept names, markers and manifest from following, or null. */
async function follow(tools: Tools, publication: Publication): Promise<Contradiction | null> {
  const { dataset, number, drops } = publication;
  const entries = await inChunks(drops, ({ day, key }) => presentEntry(tools.objects, dataset, day, key));
  const lost = entries.filter((entry) => entry === null).length;
  if (lost > 0) {
    const message = `its names and manifest are left as they are: ${lost} of its ${drops.length} drops have no entry`;
    return { where: logPath(dataset, number), message, cure: "restore their reports, then rebuild once more" };
  }
  try {
    await project(tools, publication);
    return null;
  } catch (error) {
    if (!(error instanceof UnreadableValue)) throw error;
    return problemOf(error);
  }
}
