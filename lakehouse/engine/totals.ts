import type { Plan } from "../plan/plan.ts";
import type { UnitResult } from "./protocol.ts";
import { holds } from "./threshold.ts";

/** What the units of one drop come to together. */
export interface Totals {
  readonly rows: number;
  readonly good: number;
  readonly quarantined: number;
  readonly doubtful: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly samples: UnitResult["samples"];
  readonly causes: UnitResult["causes"];
}

export function totalsOf(units: readonly UnitResult[], limits: Pick<Plan["limits"], "samples" | "causes">): Totals {
  const sum = (count: (unit: UnitResult) => number) => units.reduce((total, unit) => total + count(unit), 0);
  const ids = [...new Set(units.flatMap((unit) => Object.keys(unit.failures)))];
  const perRule = <Value>(combine: (id: string) => Value) => Object.fromEntries(ids.map((id) => [id, combine(id)]));
  return {
    rows: sum((unit) => unit.rows),
    good: sum((unit) => unit.goodRows),
    quarantined: sum((unit) => unit.quarantinedRows),
    doubtful: sum((unit) => unit.doubtfulRows),
    failures: perRule((id) => sum((unit) => unit.failures[id] ?? 0)),
    samples: perRule((id) =>
      units
        .flatMap((unit) => unit.samples[id] ?? [])
        .sort((a, b) => a.row - b.row)
        .slice(0, limits.samples),
    ),
    causes: perRule((id) => topCauses(units.flatMap((unit) => unit.causes[id] ?? [])).slice(0, limits.causes)),
  };
}

/** Each unit names only its own most frequent values: in a drop of many units the sums are lower bounds. */
function topCauses(causes: readonly UnitResult["causes"][string][number][]): { value: string | null; rows: number }[] {
  const rows = new Map<string | null, number>();
  for (const cause of causes) rows.set(cause.value, (rows.get(cause.value) ?? 0) + cause.rows);
  return [...rows]
    .map(([value, count]) => ({ value, rows: count }))
    .sort((a, b) => b.rows - a.rows || byCodeUnits(String(a.value), String(b.value)));
}

/** The same on every machine, whatever its language. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export type Partitions = Pick<UnitResult, "partitions" | "newestMicros">;

export function addPartitions(parts: readonly Partitions[]): Partitions {
  const rows = new Map<string, number>();
  for (const part of parts) for (const { id, rows: more } of part.partitions) rows.set(id, (rows.get(id) ?? 0) + more);
  const newest = parts.flatMap(({ newestMicros }) => (newestMicros === null ? [] : [BigInt(newestMicros)]));
  return {
    partitions: [...rows].map(([id, count]) => ({ id, rows: count })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    newestMicros: newest.length === 0 ? null : String(newest.sort((a, b) => (a < b ? -1 : 1)).at(-1)),
  };
}

/** Rules that put up with some failing rows, and had more. */
export function exceededRules(plan: Pick<Plan, "rules">, failures: Totals["failures"], rows: number): string[] {
  return plan.rules.filter((rule) => isExceeded(rule, failures[rule.id] ?? 0, rows)).map((rule) => rule.id);
}

export function isExceeded(
  { threshold }: Pick<Plan["rules"][number], "threshold">,
  failed: number,
  rows: number,
): boolean {
  return threshold !== null && !holds(threshold, { count: failed, of: rows });
}

/** Rows are conserved. Anything else is a bug of Sluice, and must stop before it reaches a warehouse. */
export function assertConserved(what: string, whole: number, ...parts: readonly number[]): void {
  const sum = parts.reduce((total, part) => total + part, 0);
  if (whole !== sum) throw new Error(`rows are lost or made at ${what}: ${whole} is not ${parts.join(" + ")}`);
}
