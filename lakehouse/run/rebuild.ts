import { clearMarkers, placeOf, readEntry } from "../ledger/entries.ts";
import { type Entry, isTerminal } from "../ledger/entry.ts";
import { readLog } from "../ledger/log.ts";
import { mark } from "../ledger/markers.ts";
import { checkpointPath, entryPath } from "../plan/names.ts";
import { swapValue, UnreadableValue } from "../ports/values.ts";
import type { Clock, Objects } from "../ports.ts";
import { project } from "../publish/project.ts";
import { originOf, settledEntry } from "./rebuild-entry.ts";
import { listReports, readReport } from "./reports.ts";

/** What was made again. */
export interface Rebuilt {
  readonly entries: number;
  readonly publications: number;
}

/**
 * Entries that are lost or unreadable, names, markers and checkpoint, from the log and the reports alone. Entries that
 * can be read are left as they are. A drop that had no report yet is found again in landing, or by its `open` marker.
 */
export async function rebuildLedger(tools: { objects: Objects; clock: Clock }, dataset: string): Promise<Rebuilt> {
  const { objects, clock } = tools;
  const log = await readLog(objects, dataset);
  const places = (await listReports(objects)).filter((place) => place.dataset === dataset);
  const reports = await Promise.all(places.map(({ name }) => readReport(objects, name)));
  const byKey = new Map(reports.map((report) => [report.drop.key, report]));
  let entries = 0;
  for (const report of reports) {
    const entry = settledEntry(report, originOf(report, byKey), log, clock.now());
    if (await restore(objects, entry)) entries += 1;
  }
  await removeCheckpoint(objects, dataset);
  for (const publication of log) {
    if (publication.state === "DONE" || publication.state === "ABORTED") await project(tools, publication);
  }
  return { entries, publications: log.length };
}

/** False: the entry is there and can be read. */
async function restore(objects: Objects, entry: Entry): Promise<boolean> {
  const { dataset, drop } = entry;
  const known = await readEntry(objects, dataset, drop.arrivalDay, drop.key).catch((error: unknown) => {
    if (error instanceof UnreadableValue) return null;
    throw error;
  });
  if (known) {
    await remark(objects, known.value);
    return false;
  }
  const name = entryPath(dataset, drop.arrivalDay, drop.key);
  const present = await objects.stat(name);
  await remark(objects, entry);
  await swapValue(objects, name, entry, present?.generation ?? "0");
  return true;
}

async function remark(objects: Objects, entry: Entry): Promise<void> {
  if (isTerminal(entry.state)) return clearMarkers(objects, entry);
  await mark(objects, "open", placeOf(entry));
  if (entry.state === "READY") await mark(objects, "ready", placeOf(entry));
}

async function removeCheckpoint(objects: Objects, dataset: string): Promise<void> {
  const present = await objects.stat(checkpointPath(dataset));
  if (present) await objects.remove(present.name, { generation: present.generation });
}
