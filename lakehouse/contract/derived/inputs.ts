import type { Contract } from "../contract.ts";
import { placeAt } from "../files.ts";
import type { Report } from "../lint.ts";
import { nearest } from "../spelling.ts";
import { itemsOf } from "./columns.ts";
import { confinementOf } from "./confinement.ts";
import { readDerivedQuery } from "./query.ts";

/**
 * Derived tables against what they are made from. `contracts` are all that could be read, `known` the names of all
 * datasets there are.
 */
export function checkInputs(contracts: readonly Contract[], known: readonly string[], report: Report): void {
  const inputsOf = new Map(contracts.map((contract) => [contract.dataset, inputNames(contract)]));
  for (const contract of contracts) {
    for (const { dataset, where } of contract.derived?.inputs ?? []) {
      const way = wayFrom(dataset, contract.dataset, inputsOf);
      if (!known.includes(dataset)) {
        const near = nearest(dataset, known);
        const cure = near ? `write {${near}}` : `write ${dataset}.odcs.yaml beside it, or name another dataset`;
        report("input-unknown", where, `there is no dataset ${dataset}`, cure);
      } else if (way) {
        const message = `${contract.dataset} is made from itself: ${[contract.dataset, ...way].join(" ← ")}`;
        report("input-cycle", where, message, "take one of these out of the other's query");
      }
    }
    tellIfWhole(contract, contracts, report);
  }
}

function inputNames({ derived }: Contract): readonly string[] {
  return derived?.inputs.map(({ dataset }) => dataset) ?? [];
}

/** From one dataset to another by way of inputs, both ends included; null: there is none. */
function wayFrom(from: string, to: string, inputsOf: ReadonlyMap<string, readonly string[]>): string[] | null {
  const ways: string[][] = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    const last = way.at(-1) ?? from;
    if (last === to) return way;
    for (const next of inputsOf.get(last) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return null;
}

function tellIfWhole(contract: Contract, contracts: readonly Contract[], report: Report): void {
  const { derived, partition } = contract;
  const inputs = contracts.filter(({ dataset }) => inputNames(contract).includes(dataset));
  const tree = derived && readDerivedQuery(derived.query).tree;
  if (!tree || inputs.length < derived.inputs.length) return;
  const item = itemsOf(tree).find(({ name }) => name?.upper === partition.column.toUpperCase());
  const { reason } = confinementOf(contract, inputs);
  if (reason === null || !item) return;
  const where = placeAt(derived.file, derived.query, item.words[0]?.offset ?? 0);
  const cure =
    "leave it so if the inputs are small; else let every row come from one partition of an input, and select that input's partition column or its CAST to DATE";
  report("whole-table", where, `each publication reads all inputs and makes the whole table new: ${reason}`, cure);
}
