import { type DuckDBConnection, DuckDBListType, DuckDBStructType, type DuckDBType } from "@duckdb/node-api";
import { quoteName } from "../../plan/quote.ts";
import type { TableColumn, TableRef } from "../../ports.ts";
import { inTransaction } from "./statements.ts";
import { quoteTable, shapeOf, type TypedColumn, typedColumns } from "./tables.ts";

/** A column that holds another type than the wanted one, which no adding of fields makes alike. */
export interface Retyped {
  readonly name: string;
  readonly present: string;
  readonly wanted: string;
}

/** A table that is not there is left so: the job that needs it says so. */
export async function widen(
  connection: DuckDBConnection,
  table: TableRef,
  columns: readonly TableColumn[],
): Promise<void> {
  if (columns.length === 0 || !(await shapeOf(connection, table))) return;
  const nulls = columns.map(({ name, type }) => `NULL::${type} AS ${quoteName(name)}`);
  const wanted = await typedColumns(connection, `(SELECT ${nulls.join(", ")})`);
  await inTransaction(connection, "READ WRITE", () => addColumns(connection, table, wanted));
}

/** Adds columns, and fields inside columns, that a table lacks; NULL in its rows. Nothing is dropped or retyped. */
export async function addColumns(
  connection: DuckDBConnection,
  table: TableRef,
  wanted: readonly TypedColumn[],
): Promise<Retyped[]> {
  const retyped: Retyped[] = [];
  const present = new Map(
    (await typedColumns(connection, quoteTable(table))).map(({ name, type }) => [name.toLowerCase(), type]),
  );
  for (const { name, type } of wanted) {
    const held = present.get(name.toLowerCase());
    const both = held && unionOf(held, type);
    if (!held) await alter(connection, table, `ADD COLUMN ${quoteName(name)} ${sqlOf(type)}`);
    else if (!both) retyped.push({ name, present: sqlOf(held), wanted: sqlOf(type) });
    else if (sqlOf(both) !== sqlOf(held))
      await alter(connection, table, `ALTER COLUMN ${quoteName(name)} SET DATA TYPE ${sqlOf(both)}`);
  }
  return retyped;
}

async function alter(connection: DuckDBConnection, table: TableRef, change: string): Promise<void> {
  await connection.run(`ALTER TABLE ${quoteTable(table)} ${change}`);
}

/** The present type with the wanted one's further fields; null: they differ in more than fields. */
function unionOf(present: DuckDBType, wanted: DuckDBType): DuckDBType | null {
  if (present instanceof DuckDBListType && wanted instanceof DuckDBListType) {
    const value = unionOf(present.valueType, wanted.valueType);
    return value && new DuckDBListType(value);
  }
  if (!(present instanceof DuckDBStructType && wanted instanceof DuckDBStructType)) {
    return sqlOf(present) === sqlOf(wanted) ? present : null;
  }
  const [names, types] = [[...present.entryNames], [...present.entryTypes]];
  const places = new Map(names.map((name, at) => [name.toLowerCase(), at]));
  for (const [at, name] of wanted.entryNames.entries()) {
    const type = wanted.entryTypes[at] as DuckDBType;
    const place = places.get(name.toLowerCase());
    const union = place === undefined ? type : unionOf(types[place] as DuckDBType, type);
    if (!union) return null;
    if (place !== undefined) types[place] = union;
    else [names[names.length], types[types.length]] = [name, union];
  }
  return new DuckDBStructType(names, types);
}

function sqlOf(type: DuckDBType): string {
  if (type instanceof DuckDBListType) return `${sqlOf(type.valueType)}[]`;
  if (!(type instanceof DuckDBStructType)) return String(type);
  const fields = type.entryNames.map((name, at) => `${quoteName(name)} ${sqlOf(type.entryTypes[at] as DuckDBType)}`);
  return `STRUCT(${fields.join(", ")})`;
}
