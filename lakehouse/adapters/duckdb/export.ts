import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName, quoteText } from "../../plan/quote.ts";
import { token } from "../random.ts";
import { quoteTable } from "./tables.ts";

/** Consumption tables alone, as a database of its own that takes the place of `path` at once. */
export async function exportTables(connection: DuckDBConnection, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}-${token()}`;
  try {
    await connection.run(`ATTACH ${quoteText(beside)} AS copied`);
    try {
      const reader = await connection.runAndReadAll("SELECT dataset, name FROM sluice.tables ORDER BY ALL");
      for (const [dataset, table] of reader.getRowsJson()) {
        const ref = { dataset: String(dataset), table: String(table) };
        await connection.run(`CREATE SCHEMA IF NOT EXISTS copied.${quoteName(ref.dataset)}`);
        await connection.run(`CREATE TABLE copied.${quoteTable(ref)} AS FROM ${quoteTable(ref)}`);
      }
    } finally {
      await connection.run("DETACH copied");
    }
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
    await rm(`${beside}.wal`, { force: true });
  }
}
