import { readContractTexts } from "../catalog.ts";
import type { Contract } from "../contract/contract.ts";
import { readCatalog } from "../contract/read-catalog.ts";
import { compilePlan } from "../plan/compile.ts";
import type { Environment } from "../plan/environment.ts";
import type { Plan } from "../plan/plan.ts";
import type { Objects } from "../ports.ts";
import { readLostPlans } from "../run/page-state/facts.ts";
import type { Context } from "./command.ts";
import { usableContracts } from "./contracts.ts";

type Where = Pick<Context, "root" | "cwd">;

/** The plans of every contract of the folder: what is deployed on a laptop. Errors of any of them stop the command. */
export async function deployedPlans(where: Where, place: Environment): Promise<Plan[]> {
  return plansOf(await usableContracts(where), place);
}

/** With those of datasets that the ledger knows and no contract stands for any more: what is left of them goes on. */
export async function allPlans(objects: Objects, deployed: readonly Plan[]): Promise<Plan[]> {
  return [...deployed, ...(await readLostPlans(objects, deployed))];
}

/** The same for commands that only look: contracts with errors are as if they were not there. */
export async function readablePlans({ root, cwd }: Where, place: Environment): Promise<Plan[]> {
  return plansOf(readCatalog(await readContractTexts(root.contracts, cwd)).contracts, place);
}

export function plansOf(contracts: readonly Contract[], place: Environment): Plan[] {
  return contracts.map((contract) => compilePlan(contract, place, contracts));
}

/** One contract that was named, with those of the folder that are without errors and of other datasets. */
export async function besides(chosen: Contract, { root, cwd }: Where): Promise<Contract[]> {
  const { contracts } = readCatalog(await readContractTexts(root.contracts, cwd));
  const others = contracts.filter(({ dataset }) => dataset !== chosen.dataset);
  const known = new Set([chosen, ...others].map(({ dataset }) => dataset));
  const whole = others.filter(({ derived }) => derived?.inputs.every(({ dataset }) => known.has(dataset)) ?? true);
  return [chosen, ...whole];
}
