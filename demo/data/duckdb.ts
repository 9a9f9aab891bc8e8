import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** A DuckDB of its own, for making test data and for looking at files independently of Sluice's engine. */
export interface Sql {
  run(statement: string): Promise<void>;
  rows(query: string): Promise<Record<string, unknown>[]>;
}

/** Opens a DuckDB in memory for the time of `work`; one thread makes the order of rows in written files certain. */
export async function withDuckdb<T>(threads: number, work: (sql: Sql) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:", { threads: String(threads) });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    return await work(sqlOver(connection));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function sqlOver(connection: DuckDBConnection): Sql {
  return {
    run: async (statement) => void (await connection.run(statement)),
    rows: async (query) => (await connection.runAndReadAll(query)).getRowObjectsJS(),
  };
}
