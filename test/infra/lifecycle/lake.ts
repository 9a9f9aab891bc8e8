import { join } from "node:path";
import { lifecycleOf, SCRATCH_RULES } from "../../../infra/lake/lifecycle.ts";
import { type Stay, staysOf } from "../../../infra/lake/simulate.ts";
import { readContractTexts } from "../../../lakehouse/catalog.ts";
import { readCatalog } from "../../../lakehouse/contract/read-catalog.ts";
import { ZONES, type Zone } from "../../../lakehouse/plan/cloud/names.ts";
import { compilePlan } from "../../../lakehouse/plan/compile.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { TEST_ENVIRONMENT } from "../../fakes/cloud.ts";

const ROOT = join(import.meta.dirname, "../../..");

export const TWO_YEARS = 730;
export const PLACES = [...ZONES, "scratch"] as const;
export type Place = (typeof PLACES)[number];

/** Of the project's own contracts. */
export async function seedPlans(): Promise<readonly Plan[]> {
  const { contracts } = readCatalog(await readContractTexts(join(ROOT, "contracts"), ROOT));
  return contracts.map((contract) => compilePlan(contract, TEST_ENVIRONMENT, contracts));
}

/** The same plan of another dataset, which is kept for so long; null: for ever. */
export function keptFor(plan: Plan, dataset: string, retentionDays: number | null): Plan {
  const landing = plan.landing && { ...plan.landing, folder: `${dataset}/` };
  return { ...plan, dataset, landing, sla: { ...plan.sla, retentionDays } };
}

export function rulesOf(place: Place, plans: readonly Plan[]) {
  return place === "scratch" ? SCRATCH_RULES : lifecycleOf(place satisfies Zone, plans);
}

/** What becomes in two years of an object that lies in a folder. What is deleted in scratch is gone at once. */
export function twoYearsOf(
  place: Place,
  folder: string,
  plans: readonly Plan[],
  softDeleteDays: number,
): readonly Stay[] {
  const rules = rulesOf(place, plans);
  const name = `${folder}dt=2026-11-09/5b1f0c7a9d3e8f2b6a4c0d1e.parquet`;
  return staysOf(name, { rules, softDeleteDays: place === "scratch" ? 0 : softDeleteDays, days: TWO_YEARS });
}
