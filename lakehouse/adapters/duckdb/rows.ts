import { type DuckDBConnection, DuckDBTimestampTZValue, type DuckDBValue, type Json } from "@duckdb/node-api";
import type { Row } from "../../ports.ts";
import { assertReads, inTransaction } from "./statements.ts";

/**
 * Rows of a statement. Whole numbers of any width are numbers where a number holds them, else texts; decimals are
 * texts; instants RFC 3339 UTC with microseconds; other times as DuckDB prints them; nested values JSON.
 */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql);
  const names = reader.deduplicatedColumnNames();
  const values = reader.getRows();
  return reader.getRowsJson().map((row, at) => {
    return Object.fromEntries(
      names.map((name, column) => [name, cellOf(values[at]?.[column] ?? null, row[column] ?? null)]),
    );
  });
}

/** One SELECT, which sees one state of the tables and can write nothing. */
export function queryRows(connection: DuckDBConnection, text: string): Promise<Row[]> {
  return inTransaction(connection, "READ ONLY", async () => {
    await assertReads(connection, text);
    return rowsOf(connection, text);
  });
}

function cellOf(value: DuckDBValue, json: Json): Row[string] {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof DuckDBTimestampTZValue) return instant(String(json));
  if (json === null || typeof json !== "object") return json;
  return JSON.stringify(json);
}

/** `2026-05-01 00:00:00.5+00` → `2026-05-01T00:00:00.500000Z`; infinity and years beyond 9999 stay as they are printed. */
function instant(printed: string): string {
  const [, day, time, fraction = ""] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(printed) ?? [];
  return day ? `${day}T${time}.${fraction.padEnd(6, "0")}Z` : printed;
}
