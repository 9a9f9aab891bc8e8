import { type DuckDBConnection, StatementType } from "@duckdb/node-api";
import { Unavailable } from "../../ports.ts";

/** Rows that statements wrote, by what they are. */
export interface Written {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** By MERGE, which does not tell them apart. */
  readonly merged: number;
}

const NOTHING: Written = { inserted: 0, updated: 0, deleted: 0, merged: 0 };

const COUNTED: ReadonlyMap<StatementType, keyof Written> = new Map([
  [StatementType.INSERT, "inserted"],
  [StatementType.UPDATE, "updated"],
  [StatementType.DELETE, "deleted"],
  [StatementType.MERGE_INTO, "merged"],
]);

// A text that ended the transaction would part a job's effect from its record.
const REFUSED: ReadonlySet<StatementType> = new Set([
  StatementType.TRANSACTION,
  StatementType.ATTACH,
  StatementType.DETACH,
  StatementType.SET,
  StatementType.COPY,
  StatementType.LOAD,
]);

/** Runs one or several statements in the open transaction. */
export async function runStatements(connection: DuckDBConnection, text: string): Promise<Written> {
  const statements = await connection.extractStatements(text);
  const written = { ...NOTHING };
  for (let index = 0; index < statements.count; index += 1) {
    const prepared = await statements.prepare(index);
    try {
      const type = prepared.statementType;
      if (REFUSED.has(type)) throw new RangeError(`a job may not hold a ${StatementType[type]} statement`);
      const { rowsChanged } = await prepared.run();
      const counted = COUNTED.get(type);
      if (counted) written[counted] += rowsChanged;
    } finally {
      prepared.destroySync();
    }
  }
  return written;
}

/** Throws on anything but one SELECT: a second statement would be run unseen. */
export async function assertReads(connection: DuckDBConnection, text: string): Promise<void> {
  if (text.trim() === "") throw new RangeError("the query is empty; write one SELECT");
  const statements = await connection.extractStatements(text);
  if (statements.count !== 1) throw new RangeError(`${statements.count} statements; write one SELECT`);
  const prepared = await statements.prepare(0);
  const type = prepared.statementType;
  prepared.destroySync();
  if (type !== StatementType.SELECT) throw new RangeError("a query only reads; write one SELECT");
}

/** The task's transaction: all of it, or nothing. `Unavailable` where only the commit failed: the file is then to be opened anew. */
export async function inTransaction<T>(
  connection: DuckDBConnection,
  mode: "READ ONLY" | "READ WRITE",
  task: () => Promise<T>,
): Promise<T> {
  await connection.run(`BEGIN TRANSACTION ${mode}`);
  const result = await task().catch(async (error: unknown) => {
    // It is over already where the engine itself is.
    await connection.run("ROLLBACK").catch(() => undefined);
    throw error;
  });
  await connection.run("COMMIT").catch((error: unknown) => {
    throw new Unavailable("a transaction may have been committed or not", { cause: error });
  });
  return result;
}
