import type { Plan, SplitStatements } from "../plan/plan.ts";

// Not in plan.ts: a child that imported a value from there would load the schemas and their library at each start.

/** The texts of a split; throws on the plan of a derived table, which takes no drops. */
export function splitStatementsOf({ dataset, statements }: Plan): SplitStatements {
  if (statements === null) throw new RangeError(`${dataset} is a derived table: no drop of it is split`);
  return statements;
}
