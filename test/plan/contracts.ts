import { join } from "node:path";
import type { Contract } from "../../lakehouse/contract/contract.ts";
import { readContract } from "../../lakehouse/contract/read.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import type { Environment } from "../../lakehouse/plan/environment.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { CONTRACTS, contractsIn, FIXTURES } from "../contract/fixtures.ts";

/** A cloud environment whose id needs translating into BigQuery's names. */
export const CLOUD: Environment = { id: "dev-1", project: "demo-project", location: "EU" };

/** A contract from its text; throws on one that does not lint clean. */
export function contractFrom(text: string, file: string, sql: string | null = null): Contract {
  const { contract, problems } = readContract(text, file, sql);
  if (!contract) throw new Error(problems.map(({ message, cure }) => `${file}: ${message} → ${cure}`).join("\n"));
  return contract;
}

export interface Planned {
  readonly dataset: string;
  readonly contract: Contract;
  /** Of a derived table: the contracts of its inputs. */
  readonly inputs: readonly Contract[];
  readonly plan: Plan;
}

const FOLDERS = [CONTRACTS, join(FIXTURES, "good"), join(import.meta.dirname, "contracts")];

/** Every contract of the project and every good fixture, with its plan for the cloud; test/plan adds its own. */
export function plannedContracts(): Planned[] {
  return FOLDERS.flatMap((folder) => {
    const contracts = contractsOf(folder);
    return contracts.map((contract) => {
      const inputs = inputsOf(contract, contracts);
      return { dataset: contract.dataset, contract, inputs, plan: compilePlan(contract, CLOUD, inputs) };
    });
  });
}

/** The contract of a file in test/plan/contracts, or of the project's own. */
export function ownContract(dataset: string): Contract {
  const found = FOLDERS.flatMap(contractsOf).find((contract) => contract.dataset === dataset);
  if (!found) throw new Error(`there is no contract ${dataset}`);
  return found;
}

/** The contracts that a derived table is made from. */
export function inputsOf({ derived }: Contract, contracts = FOLDERS.flatMap(contractsOf)): readonly Contract[] {
  const names = derived?.inputs.map(({ dataset }) => dataset) ?? [];
  return contracts.filter(({ dataset }) => names.includes(dataset));
}

function contractsOf(folder: string): Contract[] {
  return contractsIn(folder).map(({ file, text, sql }) => contractFrom(text, file, sql));
}
