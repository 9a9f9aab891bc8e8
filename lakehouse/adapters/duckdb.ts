import type { DuckDBConnection } from "@duckdb/node-api";
import type { Plan } from "../plan/plan.ts";
import type { Clock, Objects, Warehouse } from "../ports.ts";
import { exportTables } from "./duckdb/export.ts";
import { jobInserter } from "./duckdb/insert.ts";
import { findJob } from "./duckdb/jobs.ts";
import { queryRows, rowsOf } from "./duckdb/rows.ts";
import { sharedFile } from "./duckdb/shared-file.ts";
import { quoteTable, shapeOf, tablesIn } from "./duckdb/tables.ts";
import { up } from "./duckdb/up.ts";
import { widen } from "./duckdb/widen.ts";

export interface DuckDbWarehouseOptions {
  /** The database; made when it is first needed. Nothing else in this process may open it: closing it there would give the lock away. */
  readonly file: string;
  /** Where good files are. */
  readonly objects: Pick<Objects, "local">;
  readonly clock: Clock;
  /** Memory that DuckDB may use, MiB; 1024 unless told. */
  readonly memoryMb?: number;
  /** How long to wait for other processes that have the file, in milliseconds, before `Unavailable`; a minute unless told. */
  readonly patienceMs?: number;
}

export interface DuckDbWarehouse extends Warehouse {
  /**
   * What `pulumi up` does in the cloud: schemas and table of the plan, and columns that the table lacks. Twice is no
   * fault; nothing is dropped. Throws on a column of another type, and then nothing is changed.
   */
  up(plan: Plan): Promise<void>;
  /** A copy of the consumption tables that anyone can open while the warehouse works on; takes the place of `path` at once. */
  exportTo(path: string): Promise<void>;
  /** Lets go of the file at once, which happens by itself soon after the last call. A later call takes it again. */
  close(): Promise<void>;
}

/** The laptop's warehouse: a DuckDB file that processes use in turn. A job runs to its end while it is inserted. */
export function createDuckDbWarehouse(options: DuckDbWarehouseOptions): DuckDbWarehouse {
  const { file, clock, objects, memoryMb = 1024, patienceMs = 60_000 } = options;
  const shared = () => sharedFile(file, { memoryMb, patienceMs });
  const use = async <T>(task: (connection: DuckDBConnection) => Promise<T>) => (await shared()).use(task);
  return {
    dialect: "duckdb",
    location: "local",
    partitionsPerCopy: 10_000,
    insert: jobInserter(use, objects, clock),
    job: (id) => use((connection) => findJob(connection, id)),
    shape: (table) => use((connection) => shapeOf(connection, table)),
    widen: (table, columns) => use((connection) => widen(connection, table, columns)),
    rows: (table) =>
      use(async (connection) => {
        const known = await shapeOf(connection, table);
        return known && rowsOf(connection, `FROM ${quoteTable(table)}`);
      }),
    query: (text) => use((connection) => queryRows(connection, text)),
    tables: (dataset) => use((connection) => tablesIn(connection, dataset)),
    drop: (table) =>
      use(async (connection) => void (await connection.run(`DROP TABLE IF EXISTS ${quoteTable(table)}`))),
    up: (plan) => use((connection) => up(connection, plan)),
    exportTo: (path) => use((connection) => exportTables(connection, path)),
    close: async () => (await shared()).close(),
  };
}
