import type { Entry } from "../ledger/entry.ts";
import type { PassedOver } from "../ledger/publication.ts";
import type { NameRecord } from "../ledger/records.ts";
import type { Plan } from "../plan/plan.ts";
import { type Chosen, duplicate, held, ofOneName, type Taken } from "./one-name.ts";

/** How much one publication takes; a drop that alone is more is a batch of its own. */
export interface BatchLimits {
  readonly files: number;
  readonly bytes: number;
  readonly partitions: number;
  readonly drops: number;
  /** Of one job, whatever it is for: BigQuery changes no more at once. */
  readonly jobPartitions: number;
}

export const BATCH_LIMITS: BatchLimits = {
  files: 8_000,
  bytes: 10_000_000_000_000,
  partitions: 200,
  drops: 1_000,
  jobPartitions: 4_000,
};

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
    withTwins(drops, { twins, waiting }, (others) =>
      ofOneName(others, names.get(name) ?? null, policy, limits.jobPartitions),
    ),
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

/** A drop that brings nothing new shares the fate of its twin: it waits with it, is held with it, or else is no news. */
function withTwins(
  drops: readonly Entry[],
  { twins, waiting }: { readonly twins: ReadonlyMap<string, string>; readonly waiting: ReadonlySet<string> },
  choose: (others: readonly Entry[]) => Taken,
): Taken {
  const { take, over } = choose(drops.filter(({ drop }) => !twins.has(drop.key)));
  const fates = new Map(over.map((one) => [one.key, one]));
  const doubles = drops.flatMap((entry) => {
    const twin = twins.get(entry.drop.key);
    if (twin === undefined) return [];
    const fate = fates.get(twin);
    if (fate?.becomes === "HELD") return held(entry, fate.reason);
    // Also for a batch of another plan: who knows whether the twin will ever be loaded.
    const waits = twin !== take?.entry.drop.key && !fate && waiting.has(twin);
    return waits ? [] : duplicate(entry, twin);
  });
  return { take, over: [...over, ...doubles] };
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
