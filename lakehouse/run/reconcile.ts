import { clearMarkers, placeOf, readableEntries } from "../ledger/entries.ts";
import { type Entry, isTerminal } from "../ledger/entry.ts";
import { listMarked, mark } from "../ledger/markers.ts";
import { readReportOf } from "../ledger/reports.ts";
import { reportPath } from "../plan/names.ts";
import type { Objects } from "../ports.ts";
import { concurrently } from "./concurrently.ts";
import { askedOnce } from "./launch.ts";
import { resumeDrop } from "./process.ts";
import { type DropFault, orFault, type TakenUp, type TakingUp, takeUp } from "./take-up.ts";
import type { Tools } from "./tools.ts";

export { type LandingFound, type Matcher, processLanding } from "./landing.ts";
export type { DropFault, TakenUp, TakingUp } from "./take-up.ts";

/** Looks at drops that need no work. */
const looksAtOnce = 16;

/** Drops that nobody works on although they are not ready: taken up again, or found to be ready after all. */
export async function resumeOpen(tools: Tools, dataset: string, taking: TakingUp = {}): Promise<TakenUp> {
  const places = await listMarked(tools.objects, "open", dataset);
  const { entries, unreadable } = await readableEntries(tools.objects, places);
  const faults: DropFault[] = unreadable.map(({ place, fault }) => ({ shown: place.key, fault }));
  const { work = [], look = [] } = Object.groupBy(entries, ({ value }) => (isForWorkers(value) ? "work" : "look"));
  await concurrently(look, looksAtOnce, ({ value }) =>
    orFault(value.drop.name, faults, taking, () => lookAt(tools.objects, value)),
  );
  const once = { ...tools, launcher: askedOnce(tools.launcher) };
  const taken = await takeUp(once, work, taking, (entry, workbench) =>
    orFault(entry.value.drop.name, faults, taking, () => resumeDrop(workbench, entry, taking)),
  );
  return { ...taken, faults: [...faults, ...taken.faults] };
}

function isForWorkers({ state }: Entry): boolean {
  return state === "CLAIMED" || state === "LAUNCHED";
}

/** It is nobody's turn, or the publisher's. */
async function lookAt(objects: Objects, entry: Entry): Promise<void> {
  if (isTerminal(entry.state)) await clearMarkers(objects, entry);
  else if (entry.state === "READY") await lookAtReady(objects, entry);
}

/** Its publisher passes over it while its report cannot be read: that is told here. */
async function lookAtReady(objects: Objects, entry: Entry): Promise<void> {
  const { dataset, drop, round } = entry;
  await mark(objects, "ready", placeOf(entry));
  if (await readReportOf(objects, dataset, drop.key, round)) return;
  throw new Error(`${reportPath(dataset, drop.key, round)} is gone: restore it from a copy of the lake`);
}
