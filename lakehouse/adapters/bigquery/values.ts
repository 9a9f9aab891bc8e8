import type { Row } from "../../ports.ts";
import type { RestField, RestRow } from "./rest.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A row as the REST interface gives it: each value a text, in the order of the fields; instants as microseconds. */
export function rowOf(fields: readonly RestField[], { f = [] }: RestRow): Row {
  return Object.fromEntries(
    fields.map((field, at) => {
      const value = cellOf(field, f[at]?.v);
      return [field.name ?? "", typeof value === "object" && value !== null ? JSON.stringify(value) : value];
    }),
  );
}

function cellOf(field: RestField, value: unknown): Json {
  if (field.mode === "REPEATED") {
    const items = Array.isArray(value) ? (value as { readonly v?: unknown }[]) : [];
    return items.map(({ v }) => single(field, v));
  }
  return single(field, value);
}

function single({ type, fields }: RestField, value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (fields && typeof value === "object") {
    const { f = [] } = value as { readonly f?: readonly { readonly v?: unknown }[] };
    return Object.fromEntries(fields.map((field, at) => [field.name ?? "", cellOf(field, f[at]?.v)]));
  }
  return scalar(type ?? "", String(value));
}

function scalar(type: string, text: string): string | number | boolean {
  if (type === "INTEGER" || type === "INT64") return Number.isSafeInteger(Number(text)) ? Number(text) : text;
  // NaN and the infinities are no JSON.
  if (type === "FLOAT" || type === "FLOAT64") return Number.isFinite(Number(text)) ? Number(text) : text;
  if (type === "BOOLEAN" || type === "BOOL") return text === "true";
  return type === "TIMESTAMP" ? instantOf(text) : text;
}

/** RFC 3339 UTC with microseconds. */
function instantOf(microseconds: string): string {
  const all = BigInt(microseconds);
  const rest = ((all % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((all - rest) / 1_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(rest).padStart(6, "0")}Z`;
}
