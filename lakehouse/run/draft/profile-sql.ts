import { quoteName, quoteText } from "../../plan/quote.ts";
import { placeholders } from "./column.ts";
import { parseDuckdbType } from "./duckdb-type.ts";
import { candidateForms } from "./patterns.ts";
import { type ColumnProfile, kindOf, type ValueKind } from "./profile.ts";

// The questions to a file, in DuckDB SQL over `source`. Each answer is one row of texts; profile-read.ts reads them.

const mostValues = 1_000;

export function describeSql(source: string): string {
  return `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${source})`;
}

/** One row, one JSON text per column: counts, ends, lengths and the known forms. */
export function measureSql(source: string, columns: readonly { name: string; type: string }[]): string {
  const facts = columns.map(
    ({ name, type }) => `${factsSql(quoteName(name), kindOf(parseDuckdbType(type)))} AS ${quoteName(name)}`,
  );
  return `SELECT to_json({'rows': count(*)})::VARCHAR, ${facts.join(",\n")} FROM ${source}`;
}

function factsSql(column: string, kind: ValueKind): string {
  const members = [`'nulls': count(*) - count(${column})`, ...ofKind[kind](column)];
  return `to_json({${members.join(", ")}})::VARCHAR`;
}

const ends = (column: string) => [
  `'least': min(${column})::VARCHAR`,
  `'greatest': max(${column})::VARCHAR`,
  `'distinct': approx_count_distinct(${column})`,
];

const ofKind: Readonly<Record<ValueKind, (column: string) => string[]>> = {
  text: (column) => textFacts(`${column}::VARCHAR`),
  number: (column) => [
    ...ends(`CASE WHEN isfinite(${column}::DOUBLE) THEN ${column} END`),
    `'notFinite': count(*) FILTER (NOT isfinite(${column}::DOUBLE))`,
  ],
  instant: ends,
  day: ends,
  boolean: () => [],
  other: () => [],
};

const email = "[^@ \\t\\r\\n]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}";
const uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
const uri = "(https?|ftp|gs|s3)://[!-~]+";

function textFacts(column: string): string[] {
  const words = placeholders.map(quoteText).join(", ");
  return [
    `'distinct': approx_count_distinct(${column})`,
    `'shortest': min(length(${column}))`,
    `'longest': max(length(${column}))`,
    ...Object.entries({ uuid, email, uri }).map(([name, form]) => `'${name}': ${misfit(column, form)}`),
    `'placeholder': count(*) FILTER (upper(trim(${column})) IN (${words}))`,
  ];
}

function misfit(column: string, whole: string): string {
  return `count(*) FILTER (NOT regexp_full_match(${column}, ${quoteText(whole)}, 's'))`;
}

/** Frequent values first; a column of many different ones shows a part of them, enough to guess a form. */
export function valuesSql(source: string, column: string): string {
  const name = `${quoteName(column)}::VARCHAR`;
  return `SELECT v, count(*)::VARCHAR AS n FROM (SELECT ${name} AS v FROM ${source}) WHERE v IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, hash(v) LIMIT ${mostValues}`;
}

/** One row: for each text column how many rows its candidate forms do not fit. */
export function formsSql(source: string, columns: readonly ColumnProfile[]): string {
  const counts = columns.map(({ name, values }) => {
    const forms = candidateForms(values.map(({ value }) => value));
    const members = forms.map((form) => `'${form.name}': ${misfit(`${quoteName(name)}::VARCHAR`, form.pattern)}`);
    return `to_json({${["'asked': count(*)", ...members].join(", ")}})::VARCHAR AS ${quoteName(name)}`;
  });
  return `SELECT ${counts.join(",\n")} FROM ${source}`;
}

/** One row of counts of different keys, in the candidates' order. */
export function keysSql(source: string, keys: readonly (readonly string[])[]): string {
  const counts = keys.map((key, index) => {
    const names = key.map(quoteName).join(", ");
    return `(SELECT count(*) FROM (SELECT DISTINCT ${names} FROM ${source}))::VARCHAR AS k${index}`;
  });
  return `SELECT ${counts.join(", ")}`;
}

/** Rows beyond the first of each group of equal rows. */
export function repeatedSql(source: string): string {
  return `SELECT ((SELECT count(*) FROM ${source}) - (SELECT count(*) FROM (SELECT DISTINCT * FROM ${source})))::VARCHAR`;
}
