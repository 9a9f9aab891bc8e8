import type { Contract } from "../../contract/contract.ts";
import { type Field, pathText, resolvePath } from "../../contract/field.ts";
import type { Rule } from "../../contract/rule.ts";
import { outOfRange } from "../instants.ts";
import type { PlanRule } from "../plan.ts";
import { quoteName } from "../quote.ts";
import { duckdbType } from "../types.ts";
import { locate } from "./path.ts";
import { isMasked, shownRow, shownSql } from "./shown.ts";
import { testFails } from "./test.ts";

/** The contract's rules as SQL, after one `type` rule for each column and the `schema` rule for changed columns. */
export function compileRules(contract: Contract): PlanRule[] {
  return [
    schemaRule(),
    ...contract.fields.map(typeRule),
    ...contract.fields.flatMap((field) => rangeRules([field])),
    ...contract.rules.map((rule) => ({ ...described(rule), ...compileRule(contract, rule) })),
  ];
}

function described(rule: Rule): Omit<PlanRule, "kind" | "column" | "fails" | "at" | "shown" | "masked"> {
  const { id, path, severity, disposition, threshold, description, dimension, businessImpact } = rule;
  return { id, path, severity, disposition, threshold, description, dimension, businessImpact };
}

type Compiled = Pick<PlanRule, "kind" | "column" | "fails" | "at" | "shown" | "masked">;

function compileRule(contract: Contract, rule: Rule): Compiled {
  const { test } = rule;
  if (test.kind === "expression") {
    const { shown, masked } = shownRow(contract.fields, test.sql);
    return { kind: "row", column: null, fails: expressionFails(test.sql), at: "''", shown, masked };
  }
  const path = resolvePath(contract.fields, rule.path);
  if (!path) throw new RangeError(`rule ${rule.id} names ${rule.path}, which the contract does not have`);
  const column = path[0]?.name ?? null;
  const masked = isMasked(path);
  if (test.kind === "notLate") {
    const ref = quoteName(contract.partition.column);
    // A bound that is computed once, where casting each timestamp to a day would cost as much as a pattern.
    const bound = `CAST(getvariable('arrival_day') - ${test.days} AS ${path[0] ? duckdbType(path[0]) : "DATE"})`;
    const fails = `${ref} < ${bound}`;
    return {
      kind: "row",
      column,
      fails,
      at: `'${rule.path}'`,
      shown: shownSql(path.at(-1) as Field, ref, masked),
      masked,
    };
  }
  const located = locate(path, (field: Field, ref: string) => testFails(test, field, ref));
  return {
    kind: "row",
    column,
    fails: located.fails,
    at: located.at,
    shown: shownSql(path.at(-1) as Field, located.value, masked),
    masked,
  };
}

/**
 * False fails, NULL passes, and a row for which the expression cannot be evaluated (an overflow, a bad cast) fails too:
 * an error must not stop the drop, and must not let the row through either.
 */
function expressionFails(expression: string): string {
  // Not by coalesce inside TRY: DuckDB 1.5.6 then gives wrong rows, or dies (docs/traps.md).
  return `TRY(CAST((${expression}) AS BOOLEAN) IS NOT FALSE) IS NOT TRUE`;
}

/** Present for every column; a host leaves it out where the drop's type cannot lose anything. */
function typeRule(field: Field): PlanRule {
  const masked = isMasked([field]);
  return {
    id: `${field.name}.type`,
    kind: "type",
    column: field.name,
    path: field.name,
    severity: "error",
    disposition: "quarantine",
    threshold: null,
    description: `${field.name} can be held as ${field.type.kind} without loss`,
    dimension: "conformity",
    businessImpact: null,
    fails: null,
    at: `'${field.name}'`,
    // In the drop it may be of another type than the field, which no text of a time of day would fit.
    shown: field.type.kind === "time" ? "'(not printable)'" : shownSql(field, "{column}", masked),
    masked,
  };
}

/** Dates and times inside objects and arrays, which no conversion of the column looks at one by one. */
function rangeRules(path: readonly Field[]): PlanRule[] {
  const field = path.at(-1);
  if (!field) return [];
  if (field.type.kind === "object") return field.type.fields.flatMap((inner) => rangeRules([...path, inner]));
  if (field.type.kind === "array") return rangeRules([...path, field.type.item]);
  const outside = (ref: string) => outOfRange(field.type, ref);
  if (path.length === 1 || outside("") === null) return [];
  const name = pathText(path);
  const located = locate(path, (_field, ref) => outside(ref) ?? "false");
  const masked = isMasked(path);
  return [
    {
      ...typeRule(field),
      id: `${name}.type`,
      kind: "row",
      column: path[0]?.name ?? null,
      path: name,
      description: `${name} can be held as ${field.type.kind} without loss`,
      fails: located.fails,
      at: located.at,
      shown: shownSql(field, located.value, masked),
      masked,
    },
  ];
}

/** Fails every row of a drop whose columns changed, where the contract's policy says `quarantine`. */
function schemaRule(): PlanRule {
  return {
    id: "columns",
    kind: "schema",
    column: null,
    path: "",
    severity: "error",
    disposition: "quarantine",
    threshold: null,
    description: "the drop has the contract's columns",
    dimension: "conformity",
    businessImpact: null,
    fails: null,
    at: "''",
    shown: "NULL::VARCHAR",
    masked: false,
  };
}
