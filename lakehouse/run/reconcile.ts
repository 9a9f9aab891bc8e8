import { clearMarkers, placeOf, readEntries, readEntry } from "../ledger/entries.ts";
import { isTerminal } from "../ledger/entry.ts";
import { listMarked, mark } from "../ledger/markers.ts";
import { landingPath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Listed } from "../ports.ts";
import { type Arrival, arrivalOf } from "./arrival.ts";
import type { MatchedName } from "./match.ts";
import { type Processed, processDrop, resumeDrop } from "./process.ts";
import type { SplitProgress } from "./split.ts";
import type { Tools } from "./tools.ts";

/** Drops that nobody works on although they are not ready: taken up again, or found to be ready after all. */
export async function resumeOpen(tools: Tools, dataset: string, progress: SplitProgress = {}): Promise<Processed[]> {
  const done: Processed[] = [];
  for (const entry of await readEntries(tools.objects, await listMarked(tools.objects, "open", dataset))) {
    const { state } = entry.value;
    if (isTerminal(state)) await clearMarkers(tools.objects, entry.value);
    else if (state === "READY") await mark(tools.objects, "ready", placeOf(entry.value));
    else if (state !== "HELD") done.push(await resumeDrop(tools, entry, progress));
  }
  return done;
}

/** Where landing objects belong; null: to no dataset. */
export type Matcher = (name: string) => MatchedName | null;

export interface LandingFound {
  readonly processed: readonly Processed[];
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
  const unknown: string[] = [];
  for (const listed of await tools.objects.list(landingPath(""))) {
    const name = listed.name.slice(landingPath("").length);
    const found = match(name);
    if (!found) unknown.push(name);
    else {
      const arrival = await unheard(tools, bucket, listed, { name, ...found });
      if (arrival) processed.push(await processDrop(tools, found.plan, arrival, progress));
    }
  }
  return { processed, unknown };
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
