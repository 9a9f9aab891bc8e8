import type { Field } from "../../contract/field.ts";
import type { Test } from "../../contract/rule.ts";
import { quoteText } from "../quote.ts";
import { boundFails } from "./bound.ts";
import { formatFails } from "./format.ts";
import { isOneOf } from "./literal.ts";
import { re2Pattern } from "./pattern.ts";
import { scaleOf, stepOf, unitsSql } from "./scaled.ts";

/**
 * True where the value at `ref` breaks the test; NULL counts as passing. Only `required`, `notNull` and `notMissing`
 * are true for NULL. DuckDB puts NaN above every number: a maximum refuses it by itself, a minimum has to say so.
 */
export function testFails(test: Exclude<Test, { kind: "expression" | "notLate" }>, field: Field, ref: string): string {
  switch (test.kind) {
    case "required":
    case "notNull":
      return `${ref} IS NULL`;
    case "notNan":
      return `isnan(${ref})`;
    case "minimum":
    case "maximum":
      return boundFails(field, ref, test.kind, test.value, test.exclusive);
    case "multipleOf":
      return notMultiple(field, ref, test.value);
    case "minLength":
      return `${lengthOf(field)}(${ref}) < ${test.value}`;
    case "maxLength":
      return `${lengthOf(field)}(${ref}) > ${test.value}`;
    case "minItems":
      return `len(${ref}) < ${test.value}`;
    case "maxItems":
      return `len(${ref}) > ${test.value}`;
    case "uniqueItems":
      return repeatsItems(field, ref);
    case "noNullItems":
      return `len(list_filter(${ref}, lambda _u: _u IS NULL)) > 0`;
    case "minProperties":
      return `${ref} IS NOT NULL AND ${properties(field, ref)} < ${test.value}`;
    case "maxProperties":
      return `${ref} IS NOT NULL AND ${properties(field, ref)} > ${test.value}`;
    case "pattern":
      return `NOT regexp_matches(${ref}, ${quoteText(re2Pattern(test.source))})`;
    case "format":
      return formatFails(test.name, ref) ?? "false";
    case "oneOf":
      return `NOT (${isOneOf(field, ref, test.values)})`;
    case "notMissing":
      return test.values.length === 0 ? `${ref} IS NULL` : `coalesce(${isOneOf(field, ref, test.values)}, true)`;
  }
}

/** Code points of a text, bytes of a BLOB. */
function lengthOf(field: Field): string {
  return field.type.kind === "bytes" ? "octet_length" : "length";
}

/** Present members of an object: those that are not NULL. */
function properties(field: Field, ref: string): string {
  const inner = field.type.kind === "object" ? field.type.fields : [];
  return `(${inner.map((member) => `(${memberRef(ref, member.name)} IS NOT NULL)::INTEGER`).join(" + ") || "0"})`;
}

/** A struct's member; a dot would be read as table and column where a lambda's name equals a table's. */
export function memberRef(ref: string, name: string): string {
  return `struct_extract(${ref}, ${quoteText(name)})`;
}

/** NaN is one value, and repeats itself; DuckDB's list_distinct keeps each. */
function repeatsItems(field: Field, ref: string): string {
  const isFloat = field.type.kind === "array" && field.type.item.type.kind === "float";
  const usual = `list_filter(${ref}, lambda _u: _u IS NOT NULL${isFloat ? " AND NOT isnan(_u)" : ""})`;
  const repeated = `len(list_distinct(${usual})) < len(${usual})`;
  return isFloat ? `(${repeated} OR len(list_filter(${ref}, lambda _u: isnan(_u))) > 1)` : repeated;
}

/**
 * Exact for integers and decimals. A double means its shortest decimal text, to 18 places; one that needs more, is
 * not finite or is 1e20 or more fails.
 */
function notMultiple(field: Field, ref: string, of: string): string {
  if (field.type.kind === "float") {
    const exact = `TRY_CAST(CAST(${ref} AS VARCHAR) AS DECIMAL(38,18))`;
    const rest = `${exact} % CAST(${quoteText(of)} AS DECIMAL(38,18)) <> 0`;
    // By way of text: a cast from a decimal of so many digits does not give the nearest double.
    const back = `CAST(CAST(${exact} AS VARCHAR) AS DOUBLE)`;
    return `${ref} IS NOT NULL AND (${exact} IS NULL OR ${rest} OR ${back} <> ${ref})`;
  }
  const scale = scaleOf(field);
  const step = unitsSql(stepOf(of, scale), scale);
  return step === null ? `${ref} <> 0` : `${ref} % ${step} <> 0`;
}
