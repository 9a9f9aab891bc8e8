import { type DuckDBConnection, DuckDBInstance, StatementType } from "@duckdb/node-api";
import { quoteText } from "../plan/quote.ts";

export interface SqlColumn {
  readonly name: string;
  readonly type: string;
}

/** Rows of a query; 64-bit numbers and decimals are texts, nested values JSON. */
export interface SqlResult {
  readonly columns: readonly SqlColumn[];
  readonly rows: readonly (readonly unknown[])[];
  /** True: there are more rows than were asked for. */
  readonly more: boolean;
}

export interface LakeSql {
  query(sql: string, mostRows: number): Promise<SqlResult>;
  /** Ends a running query, which then fails. */
  interrupt(): void;
  close(): void;
}

/**
 * DuckDB over local files, to read only: after the views are made it can open the named files and nothing else, so
 * that no statement writes, attaches or fetches anything.
 */
export async function openLakeSql(
  files: readonly string[],
  setup: readonly string[],
  scratch: string,
): Promise<LakeSql> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET temp_directory = ${quoteText(scratch)}`);
  await connection.run("SET autoinstall_known_extensions = false");
  await connection.run("SET autoload_known_extensions = false");
  await connection.run(`SET allowed_paths = [${files.map(quoteText).join(", ")}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  for (const statement of setup) await connection.run(statement);
  return {
    query: (sql, mostRows) => run(connection, sql, mostRows),
    interrupt: () => connection.interrupt(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const READS: ReadonlySet<StatementType> = new Set([StatementType.SELECT, StatementType.EXPLAIN]);

/** One statement, and one that only reads: a second one would be run unseen. */
async function assertReads(connection: DuckDBConnection, sql: string): Promise<void> {
  if (sql.trim() === "") throw new Error("the query is empty; write one SELECT");
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new Error(`${statements.count} statements; write one SELECT`);
  const prepared = await statements.prepare(0);
  const reads = READS.has(prepared.statementType);
  prepared.destroySync();
  if (!reads) throw new Error("a query only reads; write one SELECT");
}

async function run(connection: DuckDBConnection, sql: string, mostRows: number): Promise<SqlResult> {
  await assertReads(connection, sql);
  const reader = await connection.streamAndReadUntil(sql, mostRows + 1);
  const types = reader.columnTypes();
  const columns = reader.columnNames().map((name, index) => ({ name, type: String(types[index]) }));
  const rows = reader.getRowsJson();
  return { columns, rows: rows.slice(0, mostRows), more: rows.length > mostRows };
}
