import type { Contract } from "../../contract/contract.ts";
import { addedColumns } from "../added-columns.ts";
import type { Environment } from "../environment.ts";
import { type TableNames, tableNames } from "../names.ts";
import type { Plan } from "../plan.ts";
import { quoteName } from "../quote.ts";
import { duckdbType } from "../types.ts";
import { deriveStatements } from "./derive.ts";
import { DUCKDB } from "./dialect.ts";
import { localStatements } from "./local-counts.ts";
import { type DropStatements, NO_DROPS, publicationStatements, targetStatements } from "./publication.ts";

/** Plan columns that a file lacks stay NULL, as in a load job; a wildcard or a folder's name never adds one. */
const LOAD =
  "INSERT INTO {staging} BY NAME SELECT * FROM read_parquet([{files}], union_by_name = true, hive_partitioning = false)";

/** The laptop's warehouse: the same tables without partitioning, which DuckDB does not have. */
export function compileDuckDb(
  contract: Contract,
  environment: Environment,
  inputs: readonly Contract[],
): Plan["warehouse"]["duckdb"] {
  const columns = [
    ...contract.fields.map((field) => `  ${quoteName(field.name)} ${duckdbType(field)}`),
    ...addedColumns(contract).map(({ name, duckdb }) => `  ${name} ${duckdb}`),
  ];
  const names = namesOf(contract, environment);
  const naming = { table: (of: Contract) => path(namesOf(of, environment).consumption), type: duckdbType };
  const target = path(names.consumption);
  const schemas = contract.derived ? [names.consumption] : [names.consumption, names.staging, names.quarantine];
  return {
    schemas: schemas.map(({ dataset }) => `CREATE SCHEMA IF NOT EXISTS ${quoteName(dataset)}`),
    createTable: `CREATE TABLE IF NOT EXISTS ${target} (\n${columns.join(",\n")}\n)`,
    ...targetStatements(contract, DUCKDB),
    ...(contract.derived ? NO_DROPS : dropStatements(contract, target, path(names.quarantine))),
    ...deriveStatements(contract, inputs, DUCKDB, naming),
  };
}

function dropStatements(contract: Contract, target: string, quarantine: string): DropStatements {
  return {
    createStaging: `CREATE TABLE IF NOT EXISTS {staging} AS FROM ${target} LIMIT 0`,
    dropStaging: "DROP TABLE IF EXISTS {staging}",
    load: LOAD,
    ...publicationStatements(contract, DUCKDB),
    ...localStatements(contract, DUCKDB),
    quarantineQuery: `SELECT * FROM ${quarantine} WHERE _object = {object} AND _generation = {generation} ORDER BY _row`,
  };
}

function namesOf({ dataset, table, quarantineTable }: Contract, { id }: Environment): TableNames {
  return tableNames(id, dataset, table, quarantineTable);
}

function path({ dataset, table }: TableNames["consumption"]): string {
  return `${quoteName(dataset)}.${quoteName(table)}`;
}
