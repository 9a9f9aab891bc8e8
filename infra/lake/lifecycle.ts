import type { Zone } from "../../lakehouse/plan/cloud/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";

// What becomes of objects by their age alone, as data: `pulumi up` writes it on the buckets, the simulation of
// docs/lifecycle.md reads the same. Every rule names its age and its folders: one without an age would hold for age 0,
// and delete everything.

/** Of rewritten months: what is younger is read often, by replays and by people. */
export const NEARLINE_DAYS = 90;
export const COLDLINE_DAYS = 180;
/** An original is copied to raw at the claim; uploads that no dataset knows stay until somebody looks. */
export const LANDING_DAYS = 30;
/** Longer than the longest job; then its temporary files are of nobody. */
export const SCRATCH_DAYS = 14;

const SNAPSHOT_DAYS = 30;

/** Lists of committed files go before the files that they name: a reader who met a name without its file would fail. */
const LISTS_BEFORE_DAYS = 7;

/** Google bills what leaves a class early as if it had stayed so long. */
const LEAST_DAYS = { NEARLINE: 30, COLDLINE: 90 } as const;

export type StorageClass = keyof typeof LEAST_DAYS;

export type Action =
  | { readonly type: "SetStorageClass"; readonly storageClass: StorageClass }
  | { readonly type: "Delete" };

/** Applies to objects of these folders once they are so many days old. */
export interface LifecycleRule {
  readonly action: Action;
  /** Whole days, at least 1. */
  readonly ageDays: number;
  /** `device_pings/`; empty: of the whole bucket. */
  readonly folders: readonly string[];
}

/** Zones whose objects age: of the others nothing is ever moved or deleted by age, above all of the ledger. */
const AGING: ReadonlySet<Zone> = new Set<Zone>(["raw", "staging", "quarantine"]);

export function lifecycleOf(zone: Zone, plans: readonly Plan[]): readonly LifecycleRule[] {
  if (zone === "landing") return landingRules(plans);
  if (zone === "committed") return byRetention(plans, listRules);
  return AGING.has(zone) ? byRetention(plans, fileRules) : [];
}

export const SCRATCH_RULES: readonly LifecycleRule[] = [
  { action: { type: "Delete" }, ageDays: SCRATCH_DAYS, folders: [] },
];

/** Composer keeps a snapshot of its database each day. */
export const DAGS_RULES: readonly LifecycleRule[] = [
  { action: { type: "Delete" }, ageDays: SNAPSHOT_DAYS, folders: ["snapshots/"] },
];

function landingRules(plans: readonly Plan[]): LifecycleRule[] {
  const folders = plans.flatMap(({ landing }) => landing?.folder ?? []).sort();
  return folders.length === 0 ? [] : [ruleOf({ type: "Delete" }, LANDING_DAYS, folders)];
}

/** Of datasets with drops. Those of one retention share their rules, since a bucket has at most a hundred. */
function byRetention(
  plans: readonly Plan[],
  rulesOf: (retention: number | null, folders: readonly string[]) => LifecycleRule[],
): LifecycleRule[] {
  const retentions = new Map<number | null, string[]>();
  for (const { dataset, sla, derived } of plans) {
    if (derived !== null) continue;
    const days = sla.retentionDays === null ? null : Math.ceil(sla.retentionDays);
    retentions.set(days, [...(retentions.get(days) ?? []), `${dataset}/`]);
  }
  return [...retentions]
    .sort(([a], [b]) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY))
    .flatMap(([retention, folders]) => rulesOf(retention, folders.sort()));
}

/** Into a class only what stays in it for as long as is billed. */
function fileRules(retention: number | null, folders: readonly string[]): LifecycleRule[] {
  const end = retention ?? Number.POSITIVE_INFINITY;
  const into = (storageClass: StorageClass, ageDays: number): LifecycleRule[] =>
    end - ageDays >= LEAST_DAYS[storageClass]
      ? [ruleOf({ type: "SetStorageClass", storageClass }, ageDays, folders)]
      : [];
  return [
    ...into("NEARLINE", NEARLINE_DAYS),
    ...into("COLDLINE", COLDLINE_DAYS),
    ...(retention === null ? [] : [ruleOf({ type: "Delete" }, retention, folders)]),
  ];
}

function listRules(retention: number | null, folders: readonly string[]): LifecycleRule[] {
  if (retention === null) return [];
  return [ruleOf({ type: "Delete" }, Math.max(1, retention - LISTS_BEFORE_DAYS), folders)];
}

/** @throws {RangeError} on an age below a day: it would hold for everything at once. */
function ruleOf(action: Action, ageDays: number, folders: readonly string[]): LifecycleRule {
  if (!(ageDays >= 1)) throw new RangeError(`a lifecycle rule of age ${ageDays} would hold for everything at once`);
  return { action, ageDays, folders };
}
