import type { StoredPublication } from "../ledger/log.ts";
import { tableNames } from "../plan/names.ts";
import type { Plan, PlanWarehouse } from "../plan/plan.ts";
import { quoteName } from "../plan/quote.ts";
import type { Clock, ObjectMeta, Objects, TableRef, Warehouse } from "../ports.ts";

export interface PublishTools {
  readonly objects: Objects;
  readonly warehouse: Warehouse;
  readonly clock: Clock;
  /** Google Cloud project, part of table names in BigQuery. */
  readonly project: string;
  /** Random hex digits. */
  token(): string;
  /** Of an object's bytes, 64 hex digits. */
  sha256(object: ObjectMeta): Promise<string>;
}

/** A publication with everything that its jobs need; always by the plan that the log names. */
export interface Context extends PublishTools {
  readonly plan: Plan;
  readonly epoch: string;
  readonly stored: StoredPublication;
}

/** The plan's statements in the warehouse's own dialect. */
export function statementsOf({ plan, warehouse }: Pick<Context, "plan" | "warehouse">): PlanWarehouse {
  return plan.warehouse[warehouse.dialect];
}

export function targetOf(plan: Plan): TableRef {
  return namesOf(plan).consumption;
}

export function stagingDataset(plan: Plan): string {
  return namesOf(plan).staging.dataset;
}

function namesOf(plan: Plan) {
  return tableNames(plan.environment, plan.dataset, plan.warehouse.table, plan.warehouse.quarantineTable);
}

/** A table as SQL of the warehouse's dialect names it. */
export function quoteTable({ warehouse, project }: Pick<Context, "warehouse" | "project">, table: TableRef): string {
  return warehouse.dialect === "bigquery"
    ? `\`${project}.${table.dataset}.${table.table}\``
    : `${quoteName(table.dataset)}.${quoteName(table.table)}`;
}
