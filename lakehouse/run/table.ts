import { readPlan } from "../ledger/plans.ts";
import type { Publication } from "../ledger/publication.ts";
import { type PublishTools, quoteTable, targetOf } from "../publish/context.ts";

type Where = Pick<PublishTools, "objects" | "warehouse" | "project">;

/** The table of a dataset as the warehouse's SQL names it, by the plan of its newest publication; null: there is none. */
export async function tableOf(tools: Where, log: readonly Publication[]): Promise<string | null> {
  const last = log.at(-1);
  if (!last) return null;
  const target = targetOf(await readPlan(tools.objects, last.plan));
  return (await tools.warehouse.shape(target)) ? quoteTable(tools, target) : null;
}
