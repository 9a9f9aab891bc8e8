import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { planFile } from "../../infra/archive.ts";
import { usableContracts } from "../../lakehouse/cli/contracts.ts";
import { deployedPlans } from "../../lakehouse/cli/deployed.ts";
import { contractsFolderProblems } from "../../lakehouse/cli/root-flags.ts";
import { type UseProblem, useProblem, WrongUse } from "../../lakehouse/cli/wrong-use.ts";
import { canonicalJson } from "../../lakehouse/plan/canonical.ts";
import type { Environment } from "../../lakehouse/plan/environment.ts";

export const contractsFlag = {
  kind: "text",
  value: "DIR",
  meaning: "the contracts",
  default: "contracts",
} as const;

/** Everything for which no plans can be made from that folder. */
export async function contractsProblems(contracts: string): Promise<readonly UseProblem[]> {
  const wrong = contractsFolderProblems(contracts);
  if (wrong.length > 0) return wrong;
  try {
    if ((await usableContracts(whereOf(contracts, ""))).length > 0) return [];
  } catch (error) {
    if (error instanceof WrongUse) return error.problems;
    throw error;
  }
  return [useProblem("no-contracts", `--contracts ${contracts} holds no *.odcs.yaml`, "name the contracts' folder")];
}

/** The plans of a folder of contracts, where an archive that is unpacked in `into` has them; their datasets. */
export async function writePlans(contracts: string, environment: Environment, into: string): Promise<string[]> {
  const plans = await deployedPlans(whereOf(contracts, environment.id), environment);
  rmSync(into, { recursive: true, force: true });
  for (const plan of plans) {
    const path = join(into, planFile(plan.dataset));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, canonicalJson(plan));
  }
  return plans.map(({ dataset }) => dataset);
}

function whereOf(contracts: string, env: string) {
  return { root: { env, lake: "", json: false, contracts }, cwd: process.cwd() };
}
