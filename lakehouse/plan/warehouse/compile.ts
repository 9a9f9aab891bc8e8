import type { Contract } from "../../contract/contract.ts";
import type { Environment } from "../environment.ts";
import type { Plan } from "../plan.ts";
import { compileBigQuery } from "./bigquery.ts";
import { compileDuckDb } from "./duckdb.ts";

/**
 * What the plan asks of the warehouse, in both dialects: a laptop's plan shows what the cloud would get. `inputs` hold
 * the contracts that a derived table is made from.
 */
export function compileWarehouse(
  contract: Contract,
  environment: Environment,
  inputs: readonly Contract[],
): Plan["warehouse"] {
  return {
    table: contract.table,
    quarantineTable: contract.quarantineTable,
    bigquery: compileBigQuery(contract, environment, inputs),
    duckdb: compileDuckDb(contract, environment, inputs),
  };
}
