import { type CheckRecord, keepChecks, newestChecks, readChecks } from "../ledger/checks.ts";
import { lastPublication, readLog } from "../ledger/log.ts";
import { readPlan } from "../ledger/plans.ts";
import type { Publication } from "../ledger/publication.ts";
import type { Plan, PlanCheck } from "../plan/plan.ts";
import type { PublishTools } from "../publish/context.ts";
import { askChecks } from "./after-publish/ask.ts";

// Checks that look at what is in the table. They stop nothing: what they find is recorded once, and told.

export type CheckTools = Pick<PublishTools, "objects" | "warehouse" | "clock" | "project">;

/**
 * What the checks of a publication that is DONE found, by its own plan: made now, or read where somebody made it
 * before. Throws what the warehouse throws as `Denied` or `Unavailable`, and then nothing is recorded.
 */
export async function checkPublished(tools: CheckTools, plan: Plan, publication: Publication): Promise<CheckRecord> {
  const { objects } = tools;
  const known = await readChecks(objects, publication.dataset, publication.number);
  if (known) return known;
  const partitions = touchedPartitions(publication);
  const results = await askChecks(tools, plan, checksAfter(plan), partitions);
  return keepChecks(objects, { ...blank(tools, publication), partitions, results });
}

/**
 * Checks every publication of a dataset that has no record yet; the records that are new to the caller. Records are
 * made in the order of the log, so that whatever stands before the newest one has been looked at: who died between a
 * commit and its checks is followed by the next caller, at the price of one list.
 */
export async function checkPublications(tools: CheckTools, plan: Plan, signal?: AbortSignal): Promise<CheckRecord[]> {
  const { objects } = tools;
  if (checksAfter(plan).length === 0) return [];
  const last = (await lastPublication(objects, plan.dataset))?.value.number ?? 0;
  const newest = last === 0 ? 0 : await newestChecks(objects, plan.dataset, last);
  if (newest === last) return [];
  const done = (await readLog(objects, plan.dataset, newest + 1)).filter(({ state }) => state === "DONE");
  const plans = new Map<string, Plan>();
  const made: CheckRecord[] = [];
  for (const publication of done) {
    signal?.throwIfAborted();
    const own = plans.get(publication.plan) ?? (await readPlan(objects, publication.plan, plan.dataset));
    plans.set(publication.plan, own);
    if (checksAfter(own).length === 0 || touchedPartitions(publication).length === 0) continue;
    made.push(await checkPublished(tools, own, publication));
  }
  const latest = done.at(-1);
  // A log that has nothing to ask yet is not to be read whole again.
  if (newest === 0 && made.length === 0 && latest) await keepChecks(objects, blank(tools, latest));
  return made;
}

export function checksAfter({ checks }: Plan): PlanCheck[] {
  return checks.filter(({ when }) => when === "afterPublish");
}

function touchedPartitions({ decision }: Publication): string[] {
  if (!decision) return [];
  return [...new Set([...decision.append.flat(), ...decision.merge, ...decision.replace])].sort();
}

function blank({ clock, warehouse }: CheckTools, { dataset, environment, number, plan }: Publication): CheckRecord {
  return {
    format: "sluice/checks/1",
    dataset,
    environment,
    publication: number,
    plan,
    checked: clock.now(),
    dialect: warehouse.dialect,
    partitions: [],
    results: [],
  };
}
