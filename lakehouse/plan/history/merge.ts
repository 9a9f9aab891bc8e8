import { quoteName, splice } from "../quote.ts";
import { BIGQUERY, DUCKDB } from "../warehouse/dialect.ts";
import type { HistoryRow, HistoryTable, HistoryType } from "./tables.ts";

export type HistoryDialect = "bigquery" | "duckdb";

const DUCKDB_TYPES: Readonly<Record<HistoryType, string>> = {
  BOOL: "BOOLEAN",
  DATE: "DATE",
  FLOAT64: "DOUBLE",
  INT64: "BIGINT",
  STRING: "VARCHAR",
  TIMESTAMP: "TIMESTAMPTZ",
};

/**
 * Takes rows into a table, each once by its key, the newer text of it. Places: {target} the quoted table, {from} and {to}
 * the first and the last day of the rows, {rows} their JSON; the days stand in the text, so that BigQuery reads no others.
 */
export function historyTemplate({ key, columns }: HistoryTable, dialect: HistoryDialect): string {
  const { quote } = { bigquery: BIGQUERY, duckdb: DUCKDB }[dialect];
  const names = columns.map(({ name }) => quote(name));
  const day = quote(key[0]);
  const same = key.map((name) => `t.${quote(name)} = s.${quote(name)}`);
  const changed = columns.filter(({ name }) => !key.includes(name)).map(({ name }) => quote(name));
  return `MERGE INTO {target} AS t USING (
  SELECT ${columns.map((column) => valueSql(column, dialect)).join(", ")}
  FROM ${dialect === "bigquery" ? "UNNEST(JSON_QUERY_ARRAY({rows})) AS r" : "(SELECT unnest(CAST({rows} AS JSON[])) AS r)"}
) AS s ON t.${day} BETWEEN DATE {from} AND DATE {to} AND ${same.join(" AND ")}
WHEN MATCHED AND s.seen >= t.seen THEN UPDATE SET ${changed.map((name) => `${name} = s.${name}`).join(", ")}
WHEN NOT MATCHED THEN INSERT (${names.join(", ")}) VALUES (${names.map((name) => `s.${name}`).join(", ")})`;
}

function valueSql({ name, type }: HistoryTable["columns"][number], dialect: HistoryDialect): string {
  const [text, sqlType] =
    dialect === "bigquery" ? [`JSON_VALUE(r, '$.${name}')`, type] : [`(r->>'$.${name}')`, DUCKDB_TYPES[type]];
  const { quote } = { bigquery: BIGQUERY, duckdb: DUCKDB }[dialect];
  return `${type === "STRING" ? text : `CAST(${text} AS ${sqlType})`} AS ${quote(name)}`;
}

/** Days of the rows, the first one first, each once. */
export function historyDays<Table extends HistoryTable>(
  { key: [day] }: Table,
  rows: readonly HistoryRow<Table>[],
): string[] {
  return [...new Set(rows.map((row) => String(row[day as keyof HistoryRow<Table>])))].sort();
}

/** The statement over these rows, none of which may have the key of another; `target` is the quoted table. */
export function historyMerge<Table extends HistoryTable>(
  table: Table,
  dialect: HistoryDialect,
  target: string,
  rows: readonly HistoryRow<Table>[],
): string {
  const days = historyDays(table, rows);
  const literal = (text: string | undefined) => `'${text ?? ""}'`;
  return splice(historyTemplate(table, dialect), {
    target,
    from: literal(days[0]),
    to: literal(days.at(-1)),
    rows: jsonLiteral(rows, dialect),
  });
}

/**
 * Rows as one literal of plain ASCII without a mark of its own, so that nothing in them ends it; in BigQuery a raw one, to
 * which a backslash is a backslash.
 */
function jsonLiteral(rows: readonly object[], dialect: HistoryDialect): string {
  const json = JSON.stringify(rows).replaceAll(/[^ -~]|'/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `${dialect === "bigquery" ? "r" : ""}'${json}'`;
}

/** Of DuckDB, which does not tell what a MERGE did. */
export const NO_HISTORY_COUNTS = "SELECT 0 AS inserted, 0 AS updated, 0 AS deleted";

/** As the laptop's warehouse makes it; `target` is the quoted table. */
export function createHistoryTable({ columns }: HistoryTable, target: string): string {
  const shaped = columns.map(({ name, type }) => `${quoteName(name)} ${DUCKDB_TYPES[type]}`);
  return `CREATE TABLE IF NOT EXISTS ${target} (${shaped.join(", ")})`;
}
