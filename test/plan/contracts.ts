import { readFileSync } from "node:fs";
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
export function contractFrom(text: string, file: string): Contract {
  const { contract, problems } = readContract(text, file);
  if (!contract) throw new Error(problems.map(({ message, cure }) => `${file}: ${message} → ${cure}`).join("\n"));
  return contract;
}

export interface Planned {
  readonly dataset: string;
  readonly contract: Contract;
  readonly plan: Plan;
}

/** Every contract of the project and every good fixture, with its plan for the cloud; test/plan adds its own. */
export function plannedContracts(): Planned[] {
  const texts = [
    ...contractsIn(CONTRACTS),
    ...contractsIn(join(FIXTURES, "good")),
    ...contractsIn(join(import.meta.dirname, "contracts")),
  ];
  return texts.map(({ file, text }) => {
    const contract = contractFrom(text, file);
    return { dataset: contract.dataset, contract, plan: compilePlan(contract, CLOUD) };
  });
}

/** The contract of a file in test/plan/contracts. */
export function ownContract(dataset: string): Contract {
  const file = `${dataset}.odcs.yaml`;
  return contractFrom(readFileSync(join(import.meta.dirname, "contracts", file), "utf8"), file);
}
