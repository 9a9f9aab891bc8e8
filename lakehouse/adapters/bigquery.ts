import { setTimeout as sleep } from "node:timers/promises";
import type { TableShape, Warehouse } from "../ports.ts";
import { openApi } from "./bigquery/api.ts";
import { findJob, jobInserter } from "./bigquery/jobs.ts";
import { queryRows } from "./bigquery/query.ts";
import { rowsOf } from "./bigquery/rows.ts";
import { dropTable, findTable, shapeOf, tablesIn } from "./bigquery/tables.ts";
import { widen } from "./bigquery/widen.ts";
import { PATIENCE, type Patience } from "./patience.ts";

export interface BigQueryWarehouseOptions {
  readonly project: string;
  /** Of datasets and jobs: `EU`, or a region. */
  readonly location: string;
  /** Root of the lake, as `objectUrl` of plan/names.ts reads it. */
  readonly lake: string;
  /** `http://127.0.0.1:8080`; Google's own by default. */
  readonly endpoint?: string | undefined;
  /** Shorter than usual, for tests. */
  readonly patience?: Patience | undefined;
}

/**
 * BigQuery by its REST interface, as the account that the process runs as. Tables of contracts are made by `pulumi up`;
 * staging tables come with their loads, and go by the expiration that their dataset gives them.
 */
export function createBigQueryWarehouse(options: BigQueryWarehouseOptions): Warehouse {
  const { project, location, endpoint, patience = PATIENCE } = options;
  const api = openApi({ project, endpoint, patience, sleep: (milliseconds) => sleep(milliseconds) });
  return {
    dialect: "bigquery",
    location,
    partitionsPerCopy: 1,
    insert: jobInserter(api, options),
    job: (id) => findJob(api, options, id),
    shape: async (table): Promise<TableShape | null> => {
      const found = await findTable(api, table);
      return found && shapeOf(found);
    },
    widen: (table, columns) => widen(api, table, columns),
    rows: (table) => rowsOf(api, table),
    query: (text) => queryRows(api, options, text),
    tables: (dataset) => tablesIn(api, dataset),
    drop: (table) => dropTable(api, table),
  };
}
