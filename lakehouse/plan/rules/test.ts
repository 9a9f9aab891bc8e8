import type { Field } from "../../contract/field.ts";
import type { Test } from "../../contract/rule.ts";
import { quoteName, quoteText } from "../quote.ts";
import { formatFails } from "./format.ts";
import { boundSql, literalSql, numberSql } from "./literal.ts";
import { re2Pattern } from "./pattern.ts";

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
    case "minimum": {
      const below = `${ref} ${test.exclusive ? "<=" : "<"} ${boundSql(field, "minimum", test.value)}`;
      return field.type.kind === "float" ? `(${below} OR isnan(${ref}))` : below;
    }
    case "maximum":
      return `${ref} ${test.exclusive ? ">=" : ">"} ${boundSql(field, "maximum", test.value)}`;
    case "multipleOf":
      return notMultiple(field, ref, test.value);
    case "minLength":
      return `length(${ref}) < ${test.value}`;
    case "maxLength":
      return `length(${ref}) > ${test.value}`;
    case "minItems":
      return `len(${ref}) < ${test.value}`;
    case "maxItems":
      return `len(${ref}) > ${test.value}`;
    case "uniqueItems":
      return `len(list_distinct(${ref})) < len(list_filter(${ref}, lambda _u: _u IS NOT NULL))`;
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
      return `${ref} NOT IN (${test.values.map((value) => literalSql(field, value)).join(", ")})`;
    case "notMissing":
      return test.values.length === 0
        ? `${ref} IS NULL`
        : `(${ref} IS NULL OR ${ref} IN (${test.values.map((value) => literalSql(field, value)).join(", ")}))`;
  }
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

export function columnRef(name: string): string {
  return quoteName(name);
}

/**
 * Exact for integers and decimals. A double means its shortest decimal text, to 18 places; one that needs more, is
 * not finite or is 1e20 or more fails.
 */
function notMultiple(field: Field, ref: string, of: string): string {
  if (field.type.kind === "float") {
    const exact = `TRY_CAST(CAST(${ref} AS VARCHAR) AS DECIMAL(38,18))`;
    const rest = `${exact} % CAST(${quoteText(of)} AS DECIMAL(38,18)) <> 0`;
    return `${ref} IS NOT NULL AND (${exact} IS NULL OR ${rest} OR CAST(${exact} AS DOUBLE) <> ${ref})`;
  }
  const places = (of.split(".")[1] ?? "").length;
  if (field.type.kind === "integer" && places === 0) return `${ref} % ${numberSql(of)} <> 0`;
  const scale = Math.max(places, field.type.kind === "decimal" ? field.type.scale : 0);
  const wide = `TRY_CAST(${ref} AS DECIMAL(38,${scale}))`;
  return `${ref} IS NOT NULL AND (${wide} IS NULL OR ${wide} % CAST(${quoteText(of)} AS DECIMAL(38,${scale})) <> 0)`;
}

