import type { Contract } from "../../contract/contract.ts";
import type { Field } from "../../contract/field.ts";
import { addedColumns } from "../added-columns.ts";
import type { Environment } from "../environment.ts";
import { type TableNames, tableNames } from "../names.ts";
import type { Plan } from "../plan.ts";
import { bigqueryType } from "../types.ts";
import { classifiedOf } from "./classified.ts";
import { deriveStatements } from "./derive.ts";
import { BIGQUERY } from "./dialect.ts";
import { type DropStatements, NO_DROPS, publicationStatements, targetStatements } from "./publication.ts";

/** A column as BigQuery's API describes it. Nothing is REQUIRED: a mode once set stands in the way of every later change. */
export interface BigQueryField {
  readonly name: string;
  readonly type: string;
  readonly mode: "NULLABLE" | "REPEATED";
  readonly description?: string;
  readonly precision?: string;
  readonly scale?: string;
  readonly fields?: readonly BigQueryField[];
}

const DAY_MS = 86_400_000;

/** What a publication that nobody finished leaves goes after so long: the default of the staging datasets, which loads rely on. */
export const STAGING_DAYS = 30;

export function compileBigQuery(
  contract: Contract,
  environment: Environment,
  inputs: readonly Contract[],
): Plan["warehouse"]["bigquery"] {
  const tables = (of: Contract) => tableNames(environment.id, of.dataset, of.table, of.quarantineTable);
  const path = ({ dataset, table }: TableNames["consumption"]) => `\`${environment.project}.${dataset}.${table}\``;
  const { consumption, quarantine } = tables(contract);
  const target = path(consumption);
  const naming = {
    table: (of: Contract) => path(tables(of).consumption),
    type: (field: Field) => ddlType(bigqueryField(field)),
  };
  const { partition } = contract;
  return {
    schema: columnsOf(contract),
    timePartitioning: {
      type: partition.granularity,
      field: partition.column,
      expirationMs: partition.expirationDays === null ? null : String(partition.expirationDays * DAY_MS),
    },
    requirePartitionFilter: partition.requireFilter,
    clustering: [...contract.clustering],
    classified: classifiedOf(contract.fields),
    createTable: createTable(contract, target),
    ...targetStatements(contract, BIGQUERY),
    ...(contract.derived ? NO_DROPS : dropStatements(contract, target, path(quarantine))),
    ...deriveStatements(contract, inputs, BIGQUERY, naming),
    deriveCounts: null,
  };
}

/** Loads and copies are requests and no statements; every job tells its own counts. */
function dropStatements(contract: Contract, target: string, quarantine: string): DropStatements {
  return {
    createStaging: createStaging(target),
    dropStaging: "DROP TABLE IF EXISTS {staging}",
    load: null,
    append: null,
    mergeCounts: null,
    replaceCounts: null,
    ...publicationStatements(contract, BIGQUERY),
    quarantineQuery: `SELECT * FROM ${quarantine} WHERE _object = {object} AND _generation = {generation} ORDER BY _row`,
  };
}

function columnsOf(contract: Contract): BigQueryField[] {
  const added = addedColumns(contract).map(({ name, bigquery, description }) => {
    return { name, type: bigquery, mode: "NULLABLE", description } as const;
  });
  return [...contract.fields.map(bigqueryField), ...added];
}

export function bigqueryField(field: Field): BigQueryField {
  const repeated = field.type.kind === "array";
  const inner = field.type.kind === "array" ? field.type.item : field;
  const members = inner.type.kind === "object" ? inner.type.fields.map(bigqueryField) : undefined;
  return {
    name: field.name,
    type: bigqueryType(inner.type),
    mode: repeated ? "REPEATED" : "NULLABLE",
    ...(field.description === null ? {} : { description: field.description }),
    ...digits(inner),
    ...(members ? { fields: members } : {}),
  };
}

/** Only decimals that the contract sizes are sized in the table. */
function digits(field: Field): Pick<BigQueryField, "precision" | "scale"> {
  if (field.type.kind !== "decimal") return {};
  return { precision: String(field.type.precision), scale: String(field.type.scale) };
}

/**
 * LIKE copies the options too. A staging table is looked at without a literal filter, so it must not ask for one, and
 * rows must not expire between load and copy (a partition that is too old goes from the target).
 */
function createStaging(target: string): string {
  const options = [
    `expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL ${STAGING_DAYS} DAY)`,
    "partition_expiration_days = NULL",
    "require_partition_filter = FALSE",
  ];
  return `CREATE TABLE IF NOT EXISTS {staging} LIKE ${target}\nOPTIONS (${options.join(", ")})`;
}

function createTable(contract: Contract, target: string): string {
  const columns = columnsOf(contract).map((field) => `  ${BIGQUERY.quote(field.name)} ${ddlType(field)}`);
  const cluster = contract.clustering.length
    ? `\nCLUSTER BY ${contract.clustering.map(BIGQUERY.quote).join(", ")}`
    : "";
  return `CREATE TABLE IF NOT EXISTS ${target} (\n${columns.join(",\n")}\n)\nPARTITION BY ${partitionBy(contract)}${cluster}${options(contract)}`;
}

function ddlType(field: BigQueryField): string {
  const size = field.precision ? `(${field.precision}, ${field.scale})` : "";
  const type = field.fields
    ? `STRUCT<${field.fields.map((member) => `${BIGQUERY.quote(member.name)} ${ddlType(member)}`).join(", ")}>`
    : `${DDL_TYPES[field.type] ?? field.type}${size}`;
  return field.mode === "REPEATED" ? `ARRAY<${type}>` : type;
}

/** The API's names of types where SQL has others. */
const DDL_TYPES: Readonly<Record<string, string>> = { INTEGER: "INT64", FLOAT: "FLOAT64", BOOLEAN: "BOOL" };

function partitionBy({ fields, partition }: Contract): string {
  const type = fields.find((field) => field.name === partition.column)?.type;
  const column = BIGQUERY.quote(partition.column);
  if (type?.kind === "date")
    return partition.granularity === "DAY" ? column : `DATE_TRUNC(${column}, ${partition.granularity})`;
  const truncate = type?.kind === "timestamp" && type.zone === "none" ? "DATETIME_TRUNC" : "TIMESTAMP_TRUNC";
  return `${truncate}(${column}, ${partition.granularity})`;
}

function options({ partition, description }: Contract): string {
  const set = [
    ...(partition.expirationDays === null ? [] : [`partition_expiration_days = ${partition.expirationDays}`]),
    `require_partition_filter = ${partition.requireFilter}`,
    ...(description === null ? [] : [`description = ${JSON.stringify(description)}`]),
  ];
  return `\nOPTIONS (${set.join(", ")})`;
}
