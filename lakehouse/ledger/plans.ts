import { planHash } from "../plan/canonical.ts";
import { planPath } from "../plan/names.ts";
import { type Plan, PlanSchema } from "../plan/plan.ts";
import { createValue, readValue, UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";

/** Kept as long as the ledger names it: a round, and a publication, obey the plan they began with. */
export async function keepPlan(objects: Objects, plan: Plan): Promise<string> {
  const hash = planHash(plan);
  if (!(await objects.stat(planPath(hash)))) await createValue(objects, planPath(hash), plan);
  return hash;
}

/** Throws `UnreadableValue` also where it is gone. */
export async function readPlan(objects: Objects, hash: string): Promise<Plan> {
  const stored = await readValue(objects, planPath(hash), PlanSchema);
  if (!stored) throw new UnreadableValue(`${planPath(hash)} is gone, and the ledger needs it`);
  return stored.value;
}
