import { literalStart } from "../../contract/landing-folder.ts";
import { readableEntries, type StoredEntry } from "../../ledger/entries.ts";
import { isTerminal } from "../../ledger/entry.ts";
import { listMarked } from "../../ledger/markers.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Days, PendingStep } from "../../plan/step.ts";
import type { Objects } from "../../ports.ts";
import { findUnheard, type Landed } from "../landing.ts";
import { matchByPlans } from "../match.ts";
import type { StepTools } from "./tools.ts";

export function isWithin(days: Days | null, day: string): boolean {
  return days === null || (days.from <= day && day < days.before);
}

export interface Open {
  readonly entries: readonly StoredEntry[];
  /** Of which nobody knows how they stand. */
  readonly unreadable: number;
}

/** Drops of these arrival days that have not ended. */
export async function openDrops(objects: Objects, dataset: string, days: Days | null): Promise<Open> {
  const places = (await listMarked(objects, "open", dataset)).filter(({ day }) => isWithin(days, day));
  const { entries, unreadable } = await readableEntries(objects, places);
  return { entries: entries.filter(({ value }) => !isTerminal(value.state)), unreadable: unreadable.length };
}

/** Entries as far as their states are counted. */
interface Counted extends Pick<Open, "unreadable"> {
  readonly entries: readonly Pick<StoredEntry, "value">[];
}

/** What a state is called that cannot be read. */
export const UNREADABLE = "UNREADABLE";

export function countStates({ entries, unreadable }: Counted): Record<string, number> {
  const counts: Record<string, number> = unreadable > 0 ? { [UNREADABLE]: unreadable } : {};
  for (const { value } of entries) counts[value.state] = (counts[value.state] ?? 0) + 1;
  return counts;
}

/** Objects of these arrival days in landing that nobody has claimed. */
export async function unclaimed(tools: StepTools, plan: Plan, days: Days | null): Promise<readonly Landed[]> {
  if (!plan.landing) return [];
  const prefix = literalStart(plan.landing.pattern);
  const { landed } = await findUnheard(tools.objects, tools.bucket, matchByPlans([plan]), prefix);
  return landed.filter(({ bare }) => isWithin(days, bare.arrivalDay));
}

export function isLarge({ launchAboveBytes }: StepTools, { bare }: Landed): boolean {
  return Number(bare.bytes) > launchAboveBytes;
}

export function countLanded(tools: StepTools, landed: readonly Landed[]): PendingStep["landing"] {
  const large = landed.filter((one) => isLarge(tools, one)).length;
  const bytes = landed.reduce((sum, { bare }) => sum + BigInt(bare.bytes), 0n);
  return { small: landed.length - large, large, bytes: bytes.toString() };
}
