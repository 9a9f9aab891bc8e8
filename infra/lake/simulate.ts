import type { LifecycleRule, StorageClass } from "./lifecycle.ts";

// What Cloud Storage makes of an object by its age, day by day, as its page on lifecycles says: deleting goes before
// moving, of two classes the cheaper one is taken, and no object ever moves back to a dearer one.

/** Where an object is: in a class; deleted, but to be brought back; or gone for good. */
export type Whereabouts = "STANDARD" | StorageClass | "DELETED" | "GONE";

/** Days of its age, `to` excluded; null: it stays to the end of the simulation. */
export interface Stay {
  readonly at: Whereabouts;
  readonly from: number;
  readonly to: number | null;
}

export interface Simulation {
  readonly rules: readonly LifecycleRule[];
  /** Of the bucket; 0: what is deleted is gone. */
  readonly softDeleteDays: number;
  /** For how long to look. */
  readonly days: number;
}

/** From the dearest to the cheapest. */
const CLASSES = ["STANDARD", "NEARLINE", "COLDLINE"] as const satisfies readonly Whereabouts[];

/** Stays of the object of this name, in order, from the day it was written on. */
export function staysOf(name: string, { rules, softDeleteDays, days }: Simulation): readonly Stay[] {
  const stays: { at: Whereabouts; from: number; to: number | null }[] = [];
  for (let day = 0; day < days; day++) {
    const last = stays.at(-1);
    const at = nextOf(last ?? { at: "STANDARD", from: 0 }, day, {
      softDeleteDays,
      actions: actionsOn(name, day, rules),
    });
    if (at === last?.at) continue;
    if (last) last.to = day;
    stays.push({ at, from: day, to: null });
  }
  return stays;
}

type Action = LifecycleRule["action"];

function actionsOn(name: string, age: number, rules: readonly LifecycleRule[]): readonly Action[] {
  const isIn = (folders: readonly string[]) => folders.length === 0 || folders.some((one) => name.startsWith(one));
  return rules.filter(({ ageDays, folders }) => age >= ageDays && isIn(folders)).map(({ action }) => action);
}

function nextOf(
  { at, from }: Pick<Stay, "at" | "from">,
  day: number,
  { softDeleteDays, actions }: { readonly softDeleteDays: number; readonly actions: readonly Action[] },
): Whereabouts {
  if (at === "GONE") return "GONE";
  if (at === "DELETED") return day - from >= softDeleteDays ? "GONE" : "DELETED";
  if (actions.some(({ type }) => type === "Delete")) return softDeleteDays === 0 ? "GONE" : "DELETED";
  const wanted = actions.flatMap((action) => (action.type === "SetStorageClass" ? [action.storageClass] : []));
  return CLASSES.findLast((one) => one === at || wanted.some((other) => other === one)) ?? at;
}
