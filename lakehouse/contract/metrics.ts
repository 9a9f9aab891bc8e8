import type { Cursor } from "./cursor.ts";
import type { Report } from "./lint.ts";
import { listedValues } from "./listed-values.ts";
import { derivedId, dropCheck, onFailSetting, type QualityRule, rowRule, type Tests } from "./quality-rule.ts";
import type { Rule, Test, Threshold } from "./rule.ts";
import { suggest } from "./spelling.ts";
import { checkPattern } from "./text-rules.ts";
import { readThreshold } from "./threshold.ts";

type Metric = (rule: QualityRule, threshold: Threshold | null, report: Report) => Tests;

/** One entry for each metric of ODCS: where it may stand, its arguments, what it becomes. */
const METRICS: Readonly<
  Record<
    string,
    { readonly level: "property" | "object" | "any"; readonly arguments: readonly string[]; readonly read: Metric }
  >
> = {
  nullValues: { level: "property", arguments: [], read: nullValues },
  missingValues: { level: "property", arguments: ["missingValues"], read: missingValues },
  invalidValues: { level: "property", arguments: ["validValues", "pattern"], read: invalidValues },
  duplicateValues: { level: "any", arguments: ["properties"], read: duplicateValues },
  rowCount: { level: "object", arguments: [], read: rowCount },
};

export function metricTests(rule: QualityRule, report: Report): Tests {
  const { at, on } = rule;
  const name = at.text("metric") ?? "";
  const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  const threshold = readThreshold(at, report, false);
  // An unknown metric has been reported with the JSON Schema.
  if (!metric) return { rules: [], checks: [] };
  const here = on ? "property" : "object";
  if (metric.level !== "any" && metric.level !== here) {
    const cure = here === "object" ? "move it to the property it is about" : "move it to the schema object";
    report(
      "rule-level",
      at.get("metric")?.place ?? at.place,
      `${name} cannot be measured on ${here === "object" ? "the whole object" : "one property"}`,
      cure,
    );
    return { rules: [], checks: [] };
  }
  const given = at.get("arguments");
  for (const key of given?.keys() ?? []) {
    if (metric.arguments.includes(key)) continue;
    const cure = metric.arguments.length ? suggest(key, metric.arguments) : `${name} has none: remove it`;
    report("argument-unknown", given?.get(key)?.keyPlace ?? at.place, `${name} has no argument \`${key}\``, cure);
  }
  return metric.read(rule, threshold, report);
}

function rows(
  rule: QualityRule,
  name: string,
  tests: readonly [suffix: string, Test, sentence: string][],
  threshold: Threshold | null,
  report: Report,
): Tests {
  const id = derivedId(rule, name);
  const rules = tests.map(
    ([suffix, test, sentence]): Rule =>
      rowRule(rule, id + suffix, test, threshold, onFailSetting(rule), `${rule.on?.path} ${sentence}`, report),
  );
  return { rules, checks: [] };
}

function nullValues(rule: QualityRule, threshold: Threshold | null, report: Report): Tests {
  return rows(rule, "nullValues", [["", { kind: "notNull" }, "is not NULL"]], threshold, report);
}

function missingValues(rule: QualityRule, threshold: Threshold | null, report: Report): Tests {
  const values = listedValues(rule, "missingValues", report);
  if (!values) return { rules: [], checks: [] };
  const sentence = `is there: neither NULL nor ${values.map(({ value }) => JSON.stringify(value)).join(", ")}`;
  return rows(
    rule,
    "missingValues",
    [["", { kind: "notMissing", values }, values.length ? sentence : "is not NULL"]],
    threshold,
    report,
  );
}

function invalidValues(rule: QualityRule, threshold: Threshold | null, report: Report): Tests {
  const given = rule.at.get("arguments");
  const tests: [string, Test, string][] = [];
  if (given?.get("validValues")) {
    const values = listedValues(rule, "validValues", report);
    const sentence = `is one of ${values?.map(({ value }) => JSON.stringify(value)).join(", ")}`;
    if (values) tests.push(["", { kind: "oneOf", values }, sentence]);
  }
  const pattern = given?.get("pattern") ?? null;
  if (pattern) tests.push(...patternTest(rule, pattern, tests.length > 0, report));
  if (!given?.get("validValues") && !pattern) {
    report(
      "argument-missing",
      rule.at.place,
      "invalidValues does not say what is valid",
      "add `arguments: {validValues: [...]}` or `arguments: {pattern: ...}`",
    );
  }
  return rows(rule, "invalidValues", tests, threshold, report);
}

function patternTest(rule: QualityRule, at: Cursor, second: boolean, report: Report): [string, Test, string][] {
  const source = at.asText();
  if (source === null || rule.on?.field.type.kind !== "string") {
    report(
      "value-type",
      at.place,
      source === null ? `pattern is ${at.shown()}` : "a pattern is for strings",
      "write an expression as text, on a string",
    );
    return [];
  }
  checkPattern(at, source, report);
  return [[second ? ".pattern" : "", { kind: "pattern", source }, `matches ${source}`]];
}

function duplicateValues(rule: QualityRule, threshold: Threshold | null, report: Report): Tests {
  const { at, on } = rule;
  const listed = at.get("arguments")?.get("properties") ?? null;
  if (!on && !listed) {
    report(
      "argument-missing",
      at.place,
      "duplicateValues does not say of which columns",
      "add `arguments: {properties: [...]}`",
    );
  }
  if (on && !on.top)
    report(
      "rule-level",
      at.place,
      "duplicates are counted in top-level columns only",
      "let the producer deliver the value as a column",
    );
  if (on && listed)
    report(
      "argument-unknown",
      listed.keyPlace,
      "on a property its own name is the argument",
      "remove `properties`, or move the rule to the schema object",
    );
  const columns = on ? [on.path] : (listed?.items() ?? []).flatMap((item) => columnName(item, rule, report));
  if (!threshold || columns.length === 0) return { rules: [], checks: [] };
  const sentence = `no two rows agree in ${columns.join(", ")}`;
  return {
    rules: [],
    checks: [
      dropCheck(rule, derivedId(rule, "duplicateValues"), { kind: "duplicateValues", columns }, threshold, sentence),
    ],
  };
}

function columnName(item: Cursor, { columns }: QualityRule, report: Report): string[] {
  const name = item.asText() ?? "";
  const kind = columns.get(name)?.field.type.kind;
  if (kind && !["object", "array", "json"].includes(kind)) return [name];
  report(
    "argument-column",
    item.place,
    kind ? `values of ${name} cannot be compared` : `there is no column ${item.shown()}`,
    "name top-level columns of simple types",
  );
  return [];
}

function rowCount(rule: QualityRule, threshold: Threshold | null, report: Report): Tests {
  const { at } = rule;
  if (threshold?.unit === "percent") {
    report("unit-unknown", at.get("unit")?.place ?? at.place, "a row count is no share", "remove `unit`");
  }
  if (!threshold) return { rules: [], checks: [] };
  const sentence = "the drop has as many rows as expected";
  return {
    rules: [],
    checks: [dropCheck(rule, derivedId(rule, "rowCount"), { kind: "rowCount" }, threshold, sentence)],
  };
}
