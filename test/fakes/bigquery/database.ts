import { type DuckDBConnection, DuckDBInstance, type DuckDBType, type DuckDBValue, type Json } from "@duckdb/node-api";

export interface Result {
  readonly names: readonly string[];
  readonly types: readonly DuckDBType[];
  readonly rows: readonly (readonly DuckDBValue[])[];
}

/** What the tables hold: an engine in memory, with a schema for each dataset. */
export interface Database {
  run(sql: string): Promise<void>;
  query(sql: string): Promise<Result>;
  /** Rows as JSON, for tests to look at. */
  objects(sql: string): Promise<Record<string, Json>[]>;
  /** All of it, or nothing. */
  whole<T>(task: () => Promise<T>): Promise<T>;
  close(): void;
}

export async function openDatabase(): Promise<Database> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "512MiB",
    threads: "2",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const run = async (sql: string) => void (await connection.run(sql));
  return {
    run,
    query: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return { names: reader.deduplicatedColumnNames(), types: reader.columnTypes(), rows: reader.getRows() };
    },
    objects: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    whole: (task) => inTransaction(connection, task),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function inTransaction<T>(connection: DuckDBConnection, task: () => Promise<T>): Promise<T> {
  await connection.run("BEGIN");
  try {
    const result = await task();
    await connection.run("COMMIT");
    return result;
  } catch (error) {
    await connection.run("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
