import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "../../plan/quote.ts";
import type { TableRef, TableShape } from "../../ports.ts";

export function quoteTable({ dataset, table }: TableRef): string {
  return `${quoteName(dataset)}.${quoteName(table)}`;
}

/** Null: there is no such table. DuckDB has no partitions and no clustering. */
export async function shapeOf(connection: DuckDBConnection, { dataset, table }: TableRef): Promise<TableShape | null> {
  const reader = await connection.runAndReadAll(
    `SELECT column_name, data_type FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = $1 AND table_name = $2 ORDER BY column_index`,
    [dataset, table],
  );
  const columns = reader
    .getRowsJson()
    .map(([name, type]) => ({ name: String(name), type: String(type), mode: "NULLABLE" as const }));
  return columns.length === 0 ? null : { columns, partitioning: null, clustering: [] };
}

export async function tablesIn(connection: DuckDBConnection, dataset: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = $1 ORDER BY table_name`,
    [dataset],
  );
  return reader.getRowsJson().map(([name]) => String(name));
}

/** Columns of `wanted` that `present` lacks; names are alike whatever their case. */
export function missingColumns(present: TableShape, wanted: TableShape): string[] {
  const names = new Set(present.columns.map(({ name }) => name.toLowerCase()));
  return wanted.columns.map(({ name }) => name).filter((name) => !names.has(name.toLowerCase()));
}

export function createTable(into: TableRef, { columns }: TableShape): string {
  return `CREATE TABLE ${quoteTable(into)} (${columns.map(({ name, type }) => `${quoteName(name)} ${type}`).join(", ")})`;
}
