import type { Contract } from "../contract/contract.ts";
import { confinementOf } from "../contract/derived/confinement.ts";
import type { Plan } from "./plan.ts";

/** What a derived table is made from; null: rows come from drops. `inputs` may hold more contracts than are needed. */
export function compileDerived(contract: Contract, inputs: readonly Contract[]): Plan["derived"] {
  if (contract.derived === null) return null;
  const { driving, reason } = confinementOf(contract, inputs);
  return {
    inputs: contract.derived.inputs.map(({ dataset }) => ({ dataset, driving: dataset === driving })),
    partitioned: driving !== null,
    reason,
  };
}
