import type { Field } from "../../contract/field.ts";
import { quoteName, quoteText } from "../quote.ts";
import { memberRef } from "./test.ts";

/** SQL over a value that may lie at any depth: whether it fails, where first, and what stands there. */
export interface Located {
  /** BOOLEAN over the row. */
  readonly fails: string;
  /** VARCHAR: `wifi_aps[3].rssi`, items counted from 0. */
  readonly at: string;
  /** The first failing value itself. */
  readonly value: string;
}

/** What an innermost value must not be: SQL that is true where the value at `ref` fails. */
export type Inner = (field: Field, ref: string) => string;

/**
 * Carries `inner` down the fields of a path. Inside an array it asks for the first item that fails; a member of an
 * object that is NULL is not asked at all (`required` inside a missing object is no fault of the row).
 */
export function locate(path: readonly Field[], inner: Inner): Located {
  const [column, ...rest] = path;
  if (!column) throw new RangeError("a located rule needs a path");
  const ref = quoteName(column.name);
  const at = pieces(rest, inner, column, ref, column.name, 0);
  return {
    fails: fails(rest, inner, column, ref, 0),
    at: at.join(" || "),
    value: valueAt(rest, inner, column, ref, 0),
  };
}

function fails(rest: readonly Field[], inner: Inner, field: Field, ref: string, depth: number): string {
  const [next, ...deeper] = rest;
  if (!next) return inner(field, ref);
  if (field.type.kind === "array") {
    const item = `_${depth}`;
    return `len(list_filter(${ref}, lambda ${item}: ${fails(deeper, inner, next, item, depth + 1)})) > 0`;
  }
  return `(${ref} IS NOT NULL AND ${fails(deeper, inner, next, memberRef(ref, next.name), depth)})`;
}

/** Position, from 1, of the first item that fails. */
function firstFailing(deeper: readonly Field[], inner: Inner, next: Field, ref: string, depth: number): string {
  const item = `_${depth}`;
  const broken = fails(deeper, inner, next, item, depth + 1);
  return `list_position(list_transform(${ref}, lambda ${item}: coalesce(${broken}, false)), true)`;
}

function pieces(
  rest: readonly Field[],
  inner: Inner,
  field: Field,
  ref: string,
  text: string,
  depth: number,
): string[] {
  const [next, ...deeper] = rest;
  if (!next) return [quoteText(text)];
  if (field.type.kind !== "array")
    return pieces(deeper, inner, next, memberRef(ref, next.name), `${text}.${next.name}`, depth);
  const position = firstFailing(deeper, inner, next, ref, depth);
  const tail = pieces(deeper, inner, next, `list_extract(${ref}, ${position})`, "]", depth + 1);
  return [quoteText(`${text}[`), `CAST(${position} - 1 AS VARCHAR)`, ...tail];
}

function valueAt(rest: readonly Field[], inner: Inner, field: Field, ref: string, depth: number): string {
  const [next, ...deeper] = rest;
  if (!next) return ref;
  if (field.type.kind !== "array") return valueAt(deeper, inner, next, memberRef(ref, next.name), depth);
  const position = firstFailing(deeper, inner, next, ref, depth);
  return valueAt(deeper, inner, next, `list_extract(${ref}, ${position})`, depth + 1);
}
