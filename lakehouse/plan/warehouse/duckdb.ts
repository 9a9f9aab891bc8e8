import type { Contract } from "../../contract/contract.ts";
import type { Environment } from "../environment.ts";
import { tableNames } from "../names.ts";
import type { PlanWarehouse } from "../plan.ts";
import { quoteName } from "../quote.ts";
import { duckdbType } from "../types.ts";
import { DUCKDB } from "./dialect.ts";
import { publicationStatements } from "./publication.ts";

/** The laptop's warehouse: the same tables without partitioning, which DuckDB does not have. */
export function compileDuckDb(contract: Contract, environment: Environment): PlanWarehouse {
  const names = tableNames(environment.id, contract.dataset, contract.table, contract.quarantineTable);
  const path = (dataset: string, table: string) => `${quoteName(dataset)}.${quoteName(table)}`;
  const columns = [
    ...contract.fields.map((field) => `  ${quoteName(field.name)} ${duckdbType(field)}`),
    "  sluice_drop VARCHAR",
    "  sluice_arrived TIMESTAMP WITH TIME ZONE",
    "  sluice_row BIGINT",
  ];
  const target = path(names.consumption.dataset, names.consumption.table);
  const quarantine = path(names.quarantine.dataset, names.quarantine.table);
  return {
    createTable: `CREATE TABLE IF NOT EXISTS ${target} (\n${columns.join(",\n")}\n)`,
    createStaging: `CREATE TABLE {staging} AS FROM ${target} LIMIT 0`,
    ...publicationStatements(contract, DUCKDB),
    quarantineQuery: `SELECT * FROM ${quarantine} WHERE _object = {object} AND _generation = {generation} ORDER BY _row`,
  };
}
