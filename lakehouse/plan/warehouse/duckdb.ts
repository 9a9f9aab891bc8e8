import type { Contract } from "../../contract/contract.ts";
import { ADDED_COLUMNS } from "../added-columns.ts";
import type { Environment } from "../environment.ts";
import { tableNames } from "../names.ts";
import type { Plan } from "../plan.ts";
import { quoteName } from "../quote.ts";
import { duckdbType } from "../types.ts";
import { DUCKDB } from "./dialect.ts";
import { localStatements } from "./local-counts.ts";
import { publicationStatements } from "./publication.ts";

/** Plan columns that a file lacks stay NULL, as in a load job; a wildcard or a folder's name never adds one. */
const LOAD =
  "INSERT INTO {staging} BY NAME SELECT * FROM read_parquet([{files}], union_by_name = true, hive_partitioning = false)";

/** The laptop's warehouse: the same tables without partitioning, which DuckDB does not have. */
export function compileDuckDb(contract: Contract, environment: Environment): Plan["warehouse"]["duckdb"] {
  const names = tableNames(environment.id, contract.dataset, contract.table, contract.quarantineTable);
  const path = (dataset: string, table: string) => `${quoteName(dataset)}.${quoteName(table)}`;
  const columns = [
    ...contract.fields.map((field) => `  ${quoteName(field.name)} ${duckdbType(field)}`),
    ...ADDED_COLUMNS.map(({ name, duckdb }) => `  ${name} ${duckdb}`),
  ];
  const target = path(names.consumption.dataset, names.consumption.table);
  const quarantine = path(names.quarantine.dataset, names.quarantine.table);
  const schemas = [names.consumption, names.staging, names.quarantine].map(({ dataset }) => dataset);
  return {
    schemas: schemas.map((schema) => `CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`),
    createTable: `CREATE TABLE IF NOT EXISTS ${target} (\n${columns.join(",\n")}\n)`,
    createStaging: `CREATE TABLE IF NOT EXISTS {staging} AS FROM ${target} LIMIT 0`,
    dropStaging: "DROP TABLE IF EXISTS {staging}",
    load: LOAD,
    ...publicationStatements(contract, DUCKDB),
    ...localStatements(contract, DUCKDB),
    quarantineQuery: `SELECT * FROM ${quarantine} WHERE _object = {object} AND _generation = {generation} ORDER BY _row`,
  };
}
