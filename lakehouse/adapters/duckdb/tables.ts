import { type DuckDBConnection, DuckDBListType, DuckDBStructType, type DuckDBType } from "@duckdb/node-api";
import { quoteName } from "../../plan/quote.ts";
import type { TableColumn, TableRef, TableShape } from "../../ports.ts";

export interface TypedColumn {
  readonly name: string;
  readonly type: DuckDBType;
}

export function quoteTable({ dataset, table }: TableRef): string {
  return `${quoteName(dataset)}.${quoteName(table)}`;
}

/** Null: there is no such table. DuckDB has no partitions and no clustering. */
export async function shapeOf(connection: DuckDBConnection, ref: TableRef): Promise<TableShape | null> {
  const { dataset, table } = ref;
  const reader = await connection.runAndReadAll(
    `SELECT column_name, data_type FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = $1 AND table_name = $2 ORDER BY column_index`,
    [dataset, table],
  );
  const columns = reader.getRowsJson().map(([name, type]) => nullable(String(name), String(type)));
  if (columns.length === 0) return null;
  // The catalogue tells types as texts; only a query tells what is in them.
  const nested = columns.some(({ type }) => type.startsWith("STRUCT("));
  const fields = new Map(nested ? (await typedColumns(connection, quoteTable(ref))).map(withFields) : []);
  return {
    columns: columns.map((column) => ({ ...column, ...fields.get(column.name) })),
    partitioning: null,
    clustering: [],
  };
}

function nullable(name: string, type: string): TableColumn {
  return { name, type, mode: "NULLABLE" };
}

function withFields({ name, type }: TypedColumn): [string, Pick<TableColumn, "fields">] {
  return [name, fieldsOf(type)];
}

/** Of a list those of its items, as BigQuery has them. */
function fieldsOf(type: DuckDBType): Pick<TableColumn, "fields"> {
  if (type instanceof DuckDBListType) return fieldsOf(type.valueType);
  if (!(type instanceof DuckDBStructType)) return {};
  const fields = type.entryNames.map((name, at) => {
    const inner = type.entryTypes[at] as DuckDBType;
    return { ...nullable(name, String(inner)), ...fieldsOf(inner) };
  });
  return { fields };
}

export async function typedColumns(connection: DuckDBConnection, source: string): Promise<TypedColumn[]> {
  const reader = await connection.runAndReadAll(`SELECT * FROM ${source} LIMIT 0`);
  const types = reader.columnTypes();
  return reader.columnNames().map((name, at) => ({ name, type: types[at] as DuckDBType }));
}

export async function tablesIn(connection: DuckDBConnection, dataset: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = $1 ORDER BY table_name`,
    [dataset],
  );
  return reader.getRowsJson().map(([name]) => String(name));
}

export function createTable(into: TableRef, { columns }: TableShape): string {
  return `CREATE TABLE ${quoteTable(into)} (${columns.map(({ name, type }) => `${quoteName(name)} ${type}`).join(", ")})`;
}
