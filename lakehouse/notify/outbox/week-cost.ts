import { z } from "zod";
import { weekCostPath } from "../../plan/names.ts";
import { readIfReadable, swapValue } from "../../ports/values.ts";
import type { Objects } from "../../ports.ts";

const dollars = z.number().nonnegative();
const day = z.iso.date();

const WeekCostSchema = z.strictObject({
  format: z.literal("sluice/week-cost/1"),
  days: z.strictObject({ from: day, before: day }),
  queries: dollars,
  dataflow: dollars,
  storage: dollars,
  dollars,
});

/** What a dataset cost when that was asked last, in US dollars at list price. */
export type WeekCost = z.infer<typeof WeekCostSchema>;

/** What is older is of another week. */
const FRESH_MS = 3 * 86_400_000;

/** For the digest of a Monday; null: on another day, or nobody has asked lately. */
export async function weekCostFor(objects: Objects, dataset: string, now: string): Promise<WeekCost | null> {
  if (new Date(now).getUTCDay() !== 1) return null;
  const kept = (await readIfReadable(objects, weekCostPath(dataset), WeekCostSchema))?.value ?? null;
  return kept && Date.parse(now) - Date.parse(kept.days.before) < FRESH_MS ? kept : null;
}

/** Of two callers at once one is as good as the other. */
export async function keepWeekCost(objects: Objects, dataset: string, cost: Omit<WeekCost, "format">): Promise<void> {
  const path = weekCostPath(dataset);
  const generation = (await objects.stat(path))?.generation ?? "0";
  await swapValue<WeekCost>(objects, path, { format: "sluice/week-cost/1", ...cost }, generation);
}
