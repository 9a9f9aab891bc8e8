import { placeOf, readEntry, type StoredEntry } from "../ledger/entries.ts";
import { planHash } from "../plan/canonical.ts";
import type { Plan } from "../plan/plan.ts";
import type { Arrival } from "./arrival.ts";
import { CannotDecide, decide, refusalOf } from "./decide.ts";
import { readAgain } from "./find-drop.ts";
import { type Leftover, quarantineOf } from "./leftovers.ts";
import { type Processed, processDrop, workOn } from "./process.ts";
import { replaysOf } from "./replay.ts";
import type { SplitProgress } from "./split.ts";
import { readState } from "./state.ts";
import type { Tools } from "./tools.ts";

export interface ReplayOrder {
  /** Deployed now. */
  readonly plan: Plan;
  /** No row is late. */
  readonly backfill: boolean;
  readonly by: string;
}

/** One thing to do: a new round of a drop, or quarantined rows as a drop of their own. */
export type Replay =
  | { readonly kind: "round"; readonly entry: StoredEntry }
  | { readonly kind: "rows"; readonly arrival: Arrival };

/** What replaying this drop comes to, before anything is changed; throws `CannotDecide`. */
export async function planReplay(tools: Tools, entry: StoredEntry, order: ReplayOrder): Promise<Replay[]> {
  if (entry.value.state !== "COMMITTED") {
    const refused = refusalOf("replay", entry.value);
    if (refused) throw new CannotDecide(refused);
    return [{ kind: "round", entry }];
  }
  return planRows(tools, entry, order);
}

async function planRows(tools: Tools, { value }: StoredEntry, order: ReplayOrder): Promise<Replay[]> {
  const { key, name } = value.drop;
  const { drops } = await readState(tools.objects, value.dataset);
  const origin = drops.find(({ entry }) => entry.drop.key === key);
  if (!origin) throw new Error(`the entry of ${key} is gone`);
  const { left, underWay } = quarantineOf(origin, drops);
  const [open] = underWay;
  if (open) throw new CannotDecide(`a replay of ${key} is ${open.state}: ${open.drop.key} comes first`);
  if (left.length === 0) throw new CannotDecide(`${key} (${name}) has no row in quarantine`);
  const changed = left.filter((leftover) => mayPass(leftover, order));
  if (changed.length === 0) {
    throw new CannotDecide(
      `the rows of ${key} were set aside by the very contract that is deployed: mend it first, or lift the window of late rows with --backfill`,
    );
  }
  return (await Promise.all(changed.map((leftover) => replaysOfRows(tools, leftover, order)))).flat();
}

/** The same rules would set the same rows aside again. */
function mayPass({ drop: { report } }: Leftover, { plan, backfill }: ReplayOrder): boolean {
  return report?.plan !== planHash(plan) || (backfill && !report.lifts.window);
}

async function replaysOfRows(
  tools: Tools,
  { drop, files }: Leftover,
  { plan, backfill }: ReplayOrder,
): Promise<Replay[]> {
  const uris = new Set(files.map(({ uri }) => uri));
  const arrivals = await replaysOf(tools, plan, await readAgain(tools.objects, placeOf(drop.entry)), backfill);
  const wanted = arrivals.filter(({ origin }) => origin && uris.has(origin.uri));
  return Promise.all(wanted.map((arrival) => firstOrAnotherTry(tools, plan, arrival)));
}

/** A file is one drop; where it was refused or given up before it is tried in a new round. */
async function firstOrAnotherTry(tools: Tools, { dataset }: Plan, arrival: Arrival): Promise<Replay> {
  const tried = await readEntry(tools.objects, dataset, arrival.arrivalDay, arrival.key);
  if (!tried) return { kind: "rows", arrival };
  const refused = refusalOf("replay", tried.value);
  if (refused) throw new CannotDecide(refused);
  return { kind: "round", entry: tried };
}

/**
 * A new round under the deployed plan, or the rows as a drop. Rows that were set aside one by one are few and chosen: no
 * threshold of a whole drop holds them.
 */
export async function replayDrop(
  tools: Tools,
  replay: Replay,
  { plan, backfill, by }: ReplayOrder,
  progress: SplitProgress,
): Promise<Processed> {
  if (replay.kind === "rows") return processDrop(tools, plan, replay.arrival, progress);
  const lifts = { window: backfill, holds: replay.entry.value.origin !== null };
  return workOn(tools, await decide(tools, replay.entry, { kind: "replay", by, plan, lifts }), progress);
}
