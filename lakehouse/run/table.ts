import { readPlan } from "../ledger/plans.ts";
import type { Publication } from "../ledger/publication.ts";
import type { Plan } from "../plan/plan.ts";
import { UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { type PublishTools, quoteTable, targetOf } from "../publish/context.ts";

type Where = Pick<PublishTools, "objects" | "warehouse" | "project">;

/** The table of a dataset as the warehouse's SQL names it, by the newest plan of its log that can be read; null: there is none. */
export async function tableOf(tools: Where, log: readonly Publication[]): Promise<string | null> {
  const plan = await newestPlan(tools.objects, log.map((publication) => publication.plan).reverse());
  if (!plan) return null;
  const target = targetOf(plan);
  return (await tools.warehouse.shape(target)) ? quoteTable(tools, target) : null;
}

/** The first of these plans that is there and can be read; null: none. */
export async function newestPlan(objects: Objects, hashes: readonly string[]): Promise<Plan | null> {
  for (const hash of new Set(hashes)) {
    const plan = await readPlan(objects, hash).catch((error: unknown) => {
      if (error instanceof UnreadableValue) return null;
      throw error;
    });
    if (plan) return plan;
  }
  return null;
}
