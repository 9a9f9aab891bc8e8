import { parseDuckdbType } from "./duckdb-type.ts";
import { type ColumnProfile, kindOf } from "./profile.ts";

// Answers of profile-sql.ts, read as data: rows of texts, some of them JSON.

export type Row = readonly unknown[];

export function readColumns(rows: readonly Row[]): { name: string; type: string }[] {
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

export function readMeasures(
  row: Row,
  columns: readonly { name: string; type: string }[],
): { rows: number; columns: ColumnProfile[] } {
  const [total, ...facts] = row.map(members);
  return {
    rows: Number(total?.rows ?? 0),
    columns: columns.map(({ name, type }, index) => columnOf(name, type, facts[index] ?? {})),
  };
}

function columnOf(name: string, type: string, facts: Readonly<Record<string, unknown>>): ColumnProfile {
  const parsed = parseDuckdbType(type);
  const count = (fact: string) => Number(facts[fact] ?? 0);
  const forms = ["uuid", "email", "uri", "placeholder"].filter((form) => facts[form] !== undefined);
  return {
    name,
    type: parsed,
    kind: kindOf(parsed),
    nulls: count("nulls"),
    distinct: count("distinct"),
    least: textOf(facts.least),
    greatest: textOf(facts.greatest),
    shortest: count("shortest"),
    longest: count("longest"),
    notFinite: count("notFinite"),
    values: [],
    misfits: Object.fromEntries(forms.map((form) => [form, count(form)])),
  };
}

export function withValues(column: ColumnProfile, rows: readonly Row[]): ColumnProfile {
  return { ...column, values: rows.map(([value, count]) => ({ value: String(value), rows: Number(count) })) };
}

export function withForms(column: ColumnProfile, answer: unknown): ColumnProfile {
  const counts = Object.entries(members(answer)).map(([form, count]) => [form, Number(count)] as const);
  return { ...column, misfits: { ...column.misfits, ...Object.fromEntries(counts) } };
}

function members(text: unknown): Record<string, unknown> {
  const value: unknown = JSON.parse(String(text));
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
