import { lastPublication } from "../ledger/log.ts";
import { readPlan } from "../ledger/plans.ts";
import { isFinished, type Publication } from "../ledger/publication.ts";
import type { Plan } from "../plan/plan.ts";
import { type PublishTools, stagingDataset } from "./context.ts";

/** Staging tables of a finished publication are needed by nobody; a late load that makes one again meets its own job. */
export async function dropStaging({ objects, warehouse }: PublishTools, publication: Publication): Promise<void> {
  if (!isFinished(publication)) return;
  const dataset = stagingDataset(await readPlan(objects, publication.plan, publication.dataset));
  for (const table of await warehouse.tables(dataset)) {
    if (table.startsWith(`p${publication.number}_`)) await warehouse.drop({ dataset, table });
  }
}

/**
 * Tables of publications before the last one: who drops them may die before, and a load that took long may make one
 * again. The last one's own are its publisher's to drop.
 */
export async function sweepStaging({ objects, warehouse }: PublishTools, plan: Plan): Promise<string[]> {
  const last = await lastPublication(objects, plan.dataset);
  if (!last) return [];
  const dataset = stagingDataset(plan);
  const left = (await warehouse.tables(dataset)).filter((table) => {
    const digits = /^p(\d+)_/.exec(table)?.[1];
    return digits !== undefined && Number(digits) < last.value.number;
  });
  for (const table of left) await warehouse.drop({ dataset, table });
  return left;
}
