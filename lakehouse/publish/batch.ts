import type { Entry } from "../ledger/entry.ts";
import { isNewerDrop } from "../ledger/names.ts";
import type { Former, PassedOver } from "../ledger/publication.ts";
import type { NameRecord } from "../ledger/records.ts";
import type { Plan } from "../plan/plan.ts";
import { duplicateOf, REUPLOADED, SUPERSEDED } from "./reasons.ts";

/** How much one publication takes; a drop that alone is more is a batch of its own. */
export interface BatchLimits {
  readonly files: number;
  readonly bytes: number;
  readonly partitions: number;
  readonly drops: number;
}

export const BATCH_LIMITS: BatchLimits = { files: 8_000, bytes: 10_000_000_000_000, partitions: 200, drops: 1_000 };

export interface Chosen {
  readonly entry: Entry;
  readonly former: Former | null;
}

export interface Batch {
  readonly drops: readonly Chosen[];
  readonly passedOver: readonly PassedOver[];
}

/** The name under which a drop meets others: a replay brings rows of its origin's object. */
export function nameOf({ drop, origin }: Pick<Entry, "drop" | "origin">): string {
  return origin?.name ?? drop.name;
}

/** What is known of the ready drops beside their entries. */
export interface Known {
  /** The committed drop of every name among them. */
  readonly names: ReadonlyMap<string, NameRecord>;
  /** Drops that bring bytes of an earlier one, by key: that one's key. */
  readonly twins: ReadonlyMap<string, string>;
}

/** From the oldest ready drop: those of its plan, oldest first, at most one of an object's name. Pure. */
export function chooseBatch(
  ready: readonly Entry[],
  { names, twins }: Known,
  policy: Plan["publish"]["onReupload"],
  limits: BatchLimits,
): Batch {
  const oldestFirst = [...ready].sort(byArrival);
  const same = oldestFirst.filter(({ plan }) => plan === oldestFirst[0]?.plan);
  const waiting = new Set(ready.map(({ drop }) => drop.key));
  const groups = [...Map.groupBy(same, nameOf)].map(([name, drops]) =>
    withTwins(drops, { twins, waiting }, (others) => ofOneName(others, names.get(name) ?? null, policy)),
  );
  const takes = groups.flatMap(({ take }) => take ?? []);
  const drops = within(
    takes.sort((a, b) => byArrival(a.entry, b.entry)),
    limits,
  );
  // Nobody gives way to a drop that is not in the batch: it may never be loaded.
  const settled = groups.filter(({ take }) => take === null || drops.includes(take));
  return { drops, passedOver: settled.flatMap(({ over }) => over) };
}

/** Oldest first; ties by key, so that everybody sees the same order. */
export function byArrival(a: Entry, b: Entry): number {
  const later = Date.parse(a.drop.arrived) - Date.parse(b.drop.arrived);
  return later !== 0 ? later : a.drop.key < b.drop.key ? -1 : 1;
}

interface Taken {
  readonly take: Chosen | null;
  readonly over: readonly PassedOver[];
}

/** A drop that brings nothing new shares the fate of its twin: it waits with it, is held with it, or else is no news. */
function withTwins(
  drops: readonly Entry[],
  { twins, waiting }: { readonly twins: ReadonlyMap<string, string>; readonly waiting: ReadonlySet<string> },
  choose: (others: readonly Entry[]) => Taken,
): Taken {
  const { take, over } = choose(drops.filter(({ drop }) => !twins.has(drop.key)));
  const fates = new Map(over.map(({ key, becomes }) => [key, becomes]));
  const doubles = drops.flatMap((entry) => {
    const twin = twins.get(entry.drop.key);
    if (twin === undefined) return [];
    if (fates.get(twin) === "HELD") return held(entry);
    // Also for a batch of another plan: who knows whether the twin will ever be loaded.
    const waits = twin !== take?.entry.drop.key && !fates.has(twin) && waiting.has(twin);
    return waits ? [] : duplicate(entry, twin);
  });
  return { take, over: [...over, ...doubles] };
}

function ofOneName(drops: readonly Entry[], present: NameRecord | null, policy: Plan["publish"]["onReupload"]): Taken {
  if (policy === "replace") return newestReplaces(drops, present);
  if (policy === "hold") return firstOrAccepted(drops, present);
  // Newer rows win by their sequence: the order of batches does not matter.
  const newest = newestOf(drops);
  return { take: newest && { entry: newest, former: null }, over: [] };
}

/** The newest content of a name is the only one; rows of all others go, or never come. */
function newestReplaces(drops: readonly Entry[], present: NameRecord | null): Taken {
  const [replays, uploads] = [drops.filter(({ origin }) => origin), drops.filter(({ origin }) => !origin)];
  const stale = (entry: Entry) => present !== null && !isNewerDrop(entry.drop, present);
  const newest = newestOf(uploads.filter((entry) => !stale(entry)));
  const lost = replays.filter(({ origin }) => origin?.key !== present?.key || newest);
  const over = [...uploads.filter((entry) => entry !== newest), ...lost].map(superseded);
  if (newest) return { take: { entry: newest, former: present && formerOf(present) }, over };
  const replay = replays.find((entry) => !lost.includes(entry));
  return { take: replay ? { entry: replay, former: null } : null, over };
}

function formerOf({ key, replays, partitions, publications }: NameRecord): Former {
  return { drops: [key, ...replays], partitions: [...partitions], publications: [...publications] };
}

/** A second upload of a name waits for a person, unless one has accepted it. */
function firstOrAccepted(drops: readonly Entry[], present: NameRecord | null): Taken {
  const free = (entry: Entry) => entry.origin !== null || entry.lifts.holds || present === null;
  const take = drops.find(free);
  return { take: take ? { entry: take, former: null } : null, over: drops.filter((entry) => !free(entry)).map(held) };
}

function newestOf(drops: readonly Entry[]): Entry | null {
  return drops.reduce<Entry | null>(
    (best, entry) => (best && !isNewerDrop(entry.drop, best.drop) ? best : entry),
    null,
  );
}

function superseded(entry: Entry): PassedOver {
  return { ...passedOver(entry), becomes: "SUPERSEDED", reason: SUPERSEDED };
}

function duplicate(entry: Entry, twin: string): PassedOver {
  return { ...passedOver(entry), becomes: "DUPLICATE", reason: duplicateOf(twin) };
}

function held(entry: Entry): PassedOver {
  return { ...passedOver(entry), becomes: "HELD", reason: REUPLOADED };
}

function passedOver({ drop, round }: Entry) {
  return { key: drop.key, day: drop.arrivalDay, round };
}

/** The first drop always fits. */
function within(chosen: readonly Chosen[], limits: BatchLimits): Chosen[] {
  const taken: Chosen[] = [];
  const partitions = new Set<string>();
  const sum = { files: 0, bytes: 0 };
  for (const one of chosen) {
    const { ready } = one.entry;
    sum.files += ready?.files ?? 0;
    sum.bytes += Number(ready?.bytes ?? 0);
    for (const id of [...(ready?.partitions ?? []), ...(one.former?.partitions ?? [])]) partitions.add(id);
    const over = sum.files > limits.files || sum.bytes > limits.bytes || partitions.size > limits.partitions;
    if (taken.length > 0 && (over || taken.length >= limits.drops)) break;
    taken.push(one);
  }
  return taken;
}
