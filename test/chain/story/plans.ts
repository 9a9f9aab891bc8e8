import { join } from "node:path";
import { readContractTexts } from "../../../lakehouse/catalog.ts";
import { readCatalog } from "../../../lakehouse/contract/read-catalog.ts";
import { compilePlan } from "../../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../../lakehouse/plan/environment.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";

/** The plans of the contracts in a folder beside this file. */
export async function plansIn(folder: string): Promise<Plan[]> {
  const { contracts, problems } = readCatalog(
    await readContractTexts(join(import.meta.dirname, folder), import.meta.dirname),
  );
  const wrong = problems.filter(({ severity }) => severity === "error");
  if (wrong.length > 0) throw new Error(wrong.map(({ where, message }) => `${where.file}: ${message}`).join("\n"));
  return contracts.map((contract) => compilePlan(contract, LOCAL, contracts));
}
