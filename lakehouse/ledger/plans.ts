import { planHash } from "../plan/canonical.ts";
import { planPath } from "../plan/names.ts";
import { type Plan, PlanSchema } from "../plan/plan.ts";
import { createValue, readValue, UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";

/**
 * Kept as long as the ledger names it: a round, and a publication, obey the plan they began with. In an environment
 * `pulumi up` has laid it, and nobody else may.
 */
export async function keepPlan(objects: Objects, plan: Plan): Promise<string> {
  const hash = planHash(plan);
  if (!(await objects.stat(planPath(hash)))) await createValue(objects, planPath(hash), plan);
  return hash;
}

/**
 * What the warehouse is told to run stands in it. Throws `UnreadableValue` also where it is gone, is not the one that
 * its name says, or is of another dataset than who asks.
 */
export async function readPlan(objects: Objects, hash: string, dataset?: string): Promise<Plan> {
  const path = planPath(hash);
  const stored = await readValue(objects, path, PlanSchema);
  if (!stored) throw new UnreadableValue(`${path} is gone, and the ledger needs it`);
  const plan = stored.value;
  if (planHash(plan) !== hash) throw new UnreadableValue(`${path} is not the plan that its name says`);
  if (dataset !== undefined && plan.dataset !== dataset) {
    throw new UnreadableValue(`${path} is a plan of ${plan.dataset}, and ${dataset} names it`);
  }
  return plan;
}
