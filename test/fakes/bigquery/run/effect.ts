import type { RestJob, RestTableReference } from "../../../../lakehouse/adapters/bigquery/rest.ts";
import { BigQueryError } from "../errors.ts";
import type { TableName } from "../tables.ts";

/** What a job told of itself once it took effect. */
export type Statistics = Pick<NonNullable<RestJob["statistics"]>, "load" | "copy" | "query">;

/** What an account must be allowed before its job is taken. */
export interface Needed {
  readonly permission: string;
  readonly resource: string;
}

/** A job that can be taken. */
export interface Work {
  readonly type: "LOAD" | "COPY" | "QUERY";
  readonly needs: readonly Needed[];
  /** Tables that it changes other than by DML. */
  readonly modifies: readonly TableName[];
  /** In a transaction; throws `BigQueryError`, and then nothing has happened. */
  run(account: string): Promise<Statistics>;
}

/** With a decorator still in the table's name. */
export function nameOf(given: RestTableReference | undefined, project: string, what: string): TableName {
  const { projectId, datasetId, tableId } = given ?? {};
  if (!datasetId || !tableId) throw new BigQueryError("invalid", `Required parameter is missing: ${what}`);
  if (projectId !== undefined && projectId !== project) {
    throw new BigQueryError("notFound", `Not found: Project ${projectId}`);
  }
  return { dataset: datasetId, table: tableId };
}

export function onTable(permission: string, { dataset, table }: TableName): Needed {
  return { permission: `bigquery.tables.${permission}`, resource: `${dataset}.${table}` };
}
