import { link, rm, stat } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "../../plan/quote.ts";
import { token } from "../random.ts";

const OWN_TABLES = `
CREATE SCHEMA fresh.sluice;
CREATE TABLE fresh.sluice.jobs (
  id VARCHAR PRIMARY KEY, kind VARCHAR, labels VARCHAR, error VARCHAR, counts VARCHAR, created VARCHAR
);
CREATE TABLE fresh.sluice.tables (dataset VARCHAR, name VARCHAR, PRIMARY KEY (dataset, name))`;

/**
 * Makes the file with the warehouse's own tables, unless it is there. It is made beside and linked to its name, so that
 * a process that dies while making it leaves no half database, and of two that make it one wins.
 */
export async function createDatabase(connection: DuckDBConnection, path: string): Promise<void> {
  if (await stat(path).catch(() => null)) return;
  const beside = `${path}.${process.pid}-${token()}`;
  try {
    await connection.run(`ATTACH ${quoteText(beside)} AS fresh`);
    try {
      await connection.run(OWN_TABLES);
    } finally {
      await connection.run("DETACH fresh");
    }
    await link(beside, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    for (const left of [beside, `${beside}.wal`]) await rm(left, { force: true });
  }
}
