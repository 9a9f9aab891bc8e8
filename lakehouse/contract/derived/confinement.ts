import type { Contract } from "../contract.ts";
import type { QueryTree } from "../portable-sql/tree.ts";
import { queryRelation } from "./follow.ts";
import { readDerivedQuery } from "./query.ts";
import { Scattered } from "./relation.ts";

/**
 * Whether a partition of the table can be made from the same partition of one input (`driving`) and all of the others;
 * else why not, in words.
 */
export type Confinement =
  | { readonly driving: string; readonly reason: null }
  | { readonly driving: null; readonly reason: string };

/** The first input that the table's partitions can follow. `inputs` holds the contracts of all of them. */
export function confinementOf(contract: Contract, inputs: readonly Contract[]): Confinement {
  const { derived } = contract;
  const tree = derived && readDerivedQuery(derived.query).tree;
  if (!tree) throw new RangeError(`${contract.dataset} has no query that can be read`);
  const against = derived.inputs.map(({ dataset }) => {
    const input = inputs.find((candidate) => candidate.dataset === dataset);
    if (!input) throw new RangeError(`${contract.dataset} is made from ${dataset}, whose contract is not given`);
    return { dataset, ...reasonAgainst(input, contract, tree) };
  });
  const driving = against.find(({ reason }) => reason === null);
  if (driving) return { driving: driving.dataset, reason: null };
  const [nearest] = against.toSorted((a, b) => a.distance - b.distance);
  return { driving: null, reason: nearest?.reason ?? "it reads no dataset" };
}

interface Against {
  /** Null: the input drives. */
  readonly reason: string | null;
  /** How far the input is from driving; of several reasons the nearest is worth telling. */
  readonly distance: number;
}

function reasonAgainst(input: Contract, { partition }: Contract, tree: QueryTree): Against {
  const { column, granularity } = input.partition;
  const place = `{${input.dataset}}`;
  try {
    const { carrying } = queryRelation(tree, { input: input.dataset, column, granularity, common: new Map() });
    if (!carrying.has(partition.column.toUpperCase()))
      return { reason: `${partition.column} is not ${column} of ${place}, unchanged or cast to DATE`, distance: 3 };
  } catch (problem) {
    if (problem instanceof Scattered) return { reason: problem.message, distance: 2 };
    throw problem;
  }
  if (granularity === partition.granularity) return { reason: null, distance: 0 };
  return { reason: `${place} is cut by ${granularity}, this table by ${partition.granularity}`, distance: 1 };
}
