import { readContractTexts } from "../catalog.ts";
import type { Contract } from "../contract/contract.ts";
import { readCatalog } from "../contract/read-catalog.ts";
import { compilePlan } from "../plan/compile.ts";
import type { Environment } from "../plan/environment.ts";
import type { Plan } from "../plan/plan.ts";
import type { Objects } from "../ports.ts";
import { readLostPlans } from "../run/page-state/facts.ts";
import { shellWord } from "../run/view/shell-word.ts";
import { styled, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { isError, usableContracts } from "./contracts.ts";

type Where = Pick<Context, "root" | "cwd">;

/** The plans of every contract of the folder: what is deployed on a laptop. Errors of any of them stop the command. */
export async function deployedPlans(where: Where, place: Environment): Promise<Plan[]> {
  return plansOf(await usableContracts(where), place);
}

/** With those of datasets that the ledger knows and no contract stands for any more: what is left of them goes on. */
export async function allPlans(objects: Objects, deployed: readonly Plan[]): Promise<Plan[]> {
  return [...deployed, ...(await readLostPlans(objects, deployed))];
}

/** The same for commands that only look: contracts with errors are left out, and said. */
export async function readablePlans(
  { root, cwd, output }: Where & Pick<Context, "output">,
  place: Environment,
): Promise<Plan[]> {
  const { contracts, problems } = readCatalog(await readContractTexts(root.contracts, cwd));
  const broken = new Set(problems.filter(isError).map(({ where }) => where.file));
  for (const file of broken) {
    output.note(
      text`${styled("warn", "left out:")} ${file} has errors → \`sluice lint ${shellWord(file)}\` tells them`,
    );
  }
  return plansOf(withInputs(contracts), place);
}

/** Nothing can be said of a derived table that is made from what nobody knows. */
function withInputs(contracts: readonly Contract[]): readonly Contract[] {
  const known = new Set(contracts.map(({ dataset }) => dataset));
  const whole = contracts.filter(({ derived }) => derived?.inputs.every(({ dataset }) => known.has(dataset)) ?? true);
  return whole.length === contracts.length ? whole : withInputs(whole);
}

export function plansOf(contracts: readonly Contract[], place: Environment): Plan[] {
  return contracts.map((contract) => compilePlan(contract, place, contracts));
}

/** One contract that was named, with those of the folder that are without errors and of other datasets. */
export async function besides(chosen: Contract, { root, cwd }: Where): Promise<Contract[]> {
  const { contracts } = readCatalog(await readContractTexts(root.contracts, cwd));
  const others = contracts.filter(({ dataset }) => dataset !== chosen.dataset);
  return [chosen, ...withInputs([chosen, ...others]).filter((contract) => contract !== chosen)];
}
