import { readConstraints } from "./constraints.ts";
import type { Partition, Policies } from "./contract.ts";
import type { Cursor } from "./cursor.ts";
import { readDerivedTests } from "./derived/tests.ts";
import type { Located } from "./fields.ts";
import { readQuality } from "./quality.ts";
import type { Tests } from "./quality-rule.ts";
import type { Check, Rule } from "./rule.ts";
import type { SchemaObject } from "./schema-object.ts";
import { freshnessChecks } from "./sla.ts";

const CIRCUIT_BREAKER_PERCENT = 20;

/** Every row rule and drop check of the contract, those of the columns first, in the order of the text. */
export function readTests(
  root: Cursor,
  schema: SchemaObject,
  key: readonly string[],
  partition: Partition | null,
  policies: Policies,
): Tests {
  const tests = schema.derived ? readDerivedTests(root, schema, key) : readDropTests(root, schema, partition, policies);
  checkIds([...tests.rules, ...tests.checks], schema);
  return tests;
}

function readDropTests(root: Cursor, schema: SchemaObject, partition: Partition | null, policies: Policies): Tests {
  const { at, located, columns, report } = schema;
  const rules: Rule[] = [];
  const checks: Check[] = [];
  for (const field of located) {
    const quality = readQuality(field.at, field, schema);
    rules.push(...readConstraints(field, report), ...quality.rules);
    checks.push(...uniqueChecks(field, schema), ...quality.checks);
  }
  const whole = readQuality(at, null, schema);
  rules.push(...whole.rules, ...lateRules(schema, partition, policies));
  checks.push(
    ...whole.checks,
    ...freshnessChecks(root, partition?.column ?? null, columns, report),
    circuitBreaker(schema),
  );
  return { rules, checks };
}

function uniqueChecks({ at, path, field, top }: Located, { report }: SchemaObject): Check[] {
  const where = at.get("unique")?.keyPlace;
  if (!top || at.flag("unique") !== true || !where) return [];
  if (["object", "array", "json"].includes(field.type.kind)) {
    report("rule-level", where, `values of ${path} cannot be compared`, "remove `unique`");
    return [];
  }
  return [
    {
      id: `${path}.unique`,
      severity: "error",
      measure: { kind: "unique", columns: [path] },
      threshold: { operator: "mustBe", values: [0], unit: "rows" },
      description: `no two rows of a drop have the same ${path}`,
      dimension: "uniqueness",
      businessImpact: null,
      where,
    },
  ];
}

function lateRules({ at, settings }: SchemaObject, partition: Partition | null, { lateWindowDays }: Policies): Rule[] {
  if (lateWindowDays === null || !partition) return [];
  return [
    {
      id: "late",
      path: partition.column,
      test: { kind: "notLate", days: lateWindowDays },
      severity: "error",
      disposition: "quarantine",
      threshold: null,
      description: `${partition.column} is at most ${lateWindowDays} days before the arrival day`,
      dimension: "timeliness",
      businessImpact: null,
      where: settings.place("lateWindowDays", at),
    },
  ];
}

function circuitBreaker({ at, settings }: SchemaObject): Check {
  const percent = settings.number("rejectDropAbovePercent", 0, 100, false) ?? CIRCUIT_BREAKER_PERCENT;
  return {
    id: "circuit_breaker",
    severity: "error",
    measure: { kind: "quarantinedShare" },
    threshold: { operator: "mustBeLessOrEqualTo", values: [percent], unit: "percent" },
    description: `at most ${percent} % of a drop's rows are quarantined`,
    dimension: null,
    businessImpact: null,
    where: settings.place("rejectDropAbovePercent", at),
  };
}

/** Reasons, reports and mails name rules by id alone. */
function checkIds(tests: readonly (Rule | Check)[], { report }: SchemaObject): void {
  const seen = new Map<string, Rule | Check>();
  for (const test of tests) {
    const other = seen.get(test.id);
    if (other) {
      report(
        "rule-id-twice",
        test.where,
        `the rule of line ${other.where.line} has the id ${test.id} too`,
        "give each rule an `id` of its own",
      );
    } else seen.set(test.id, test);
  }
}
