import type { Contract } from "../../contract/contract.ts";
import { type Field, resolvePath } from "../../contract/field.ts";
import type { Rule } from "../../contract/rule.ts";
import type { PlanRule } from "../plan.ts";
import { duckdbType } from "../types.ts";
import { columnRef, testFails } from "./test.ts";
import { locate } from "./path.ts";
import { isMasked, shownRow, shownSql } from "./shown.ts";

/** The contract's rules as SQL, after one `type` rule for each column and the `schema` rule for changed columns. */
export function compileRules(contract: Contract): PlanRule[] {
  return [
    schemaRule(),
    ...contract.fields.filter((field) => !isRuled(contract, `${field.name}.type`)).map(typeRule),
    ...contract.rules.map((rule) => ({ ...described(rule), ...compileRule(contract, rule) })),
  ];
}

function isRuled(contract: Contract, id: string): boolean {
  return contract.rules.some((rule) => rule.id === id);
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
    const ref = columnRef(contract.partition.column);
    // A bound that is computed once, where casting each timestamp to a day would cost as much as a pattern.
    const bound = `CAST(getvariable('arrival_day') - ${test.days} AS ${path[0] ? duckdbType(path[0]) : "DATE"})`;
    const fails = `${ref} < ${bound}`;
    return { kind: "row", column, fails, at: `'${rule.path}'`, shown: shownSql(ref, masked), masked };
  }
  const located = locate(path, (field: Field, ref: string) => testFails(test, field, ref));
  return { kind: "row", column, fails: located.fails, at: located.at, shown: shownSql(located.value, masked), masked };
}

/**
 * False fails, NULL passes, and a row for which the expression cannot be evaluated (an overflow, a bad cast) fails too:
 * an error must not stop the drop, and must not let the row through either.
 */
function expressionFails(expression: string): string {
  return `NOT coalesce(TRY(coalesce(CAST((${expression}) AS BOOLEAN), true)), false)`;
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
    shown: shownSql("{column}", masked),
    masked,
  };
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
