import type { Cursor } from "./cursor.ts";
import { customRule } from "./custom-rule.ts";
import type { Located } from "./fields.ts";
import type { Report } from "./lint.ts";
import { metricTests } from "./metrics.ts";
import type { QualityRule, Tests } from "./quality-rule.ts";
import { RULE_SEVERITIES } from "./quality-rule.ts";
import type { RuleSeverity } from "./rule.ts";
import type { SchemaObject } from "./schema-object.ts";
import { readSettings } from "./settings.ts";
import { nearest, oneOf } from "./spelling.ts";
import { sqlCheck } from "./sql-check.ts";

const NONE: Tests = { rules: [], checks: [] };

/** The rules and checks under `quality` of one property, or of the whole object. */
export function readQuality(owner: Cursor, on: Located | null, schema: SchemaObject): Tests {
  const tests = owner.list("quality").map((at) => readOne(at, on, schema));
  return { rules: tests.flatMap(({ rules }) => rules), checks: tests.flatMap(({ checks }) => checks) };
}

function readOne(at: Cursor, on: Located | null, { columns, derived, report }: SchemaObject): Tests {
  if (at.kind !== "map") return NONE;
  const settings = readSettings(at, "rule", report);
  const schedule = at.get("schedule") ?? at.get("scheduler");
  if (schedule)
    report("schedule-ignored", schedule.keyPlace, "rules run with every drop", "remove the rule's schedule");
  const rule: QualityRule = {
    at,
    on,
    columns,
    derived,
    settings,
    id: at.text("id"),
    severity: readSeverity(at, report),
    description: at.text("description") ?? at.text("name"),
    dimension: at.text("dimension"),
    businessImpact: at.text("businessImpact"),
  };
  const type = at.text("type") ?? "library";
  if (derived && (type === "library" || type === "custom")) return notOfDrops(at, report);
  switch (type) {
    case "library":
      return at.get("metric") ? metricTests(rule, report) : untested(at, report);
    case "sql":
      return sqlCheck(rule, report);
    case "custom":
      return customRule(rule, report);
    default:
      return NONE;
  }
}

function notOfDrops(at: Cursor, report: Report): Tests {
  const cure = "write a `type: sql` rule over {object}, or a condition into the query";
  report("derived-rule", at.place, "the rule looks at the rows of a drop, and a derived table takes none", cure);
  return NONE;
}

/** ODCS lets a rule be a mere description; it would look like a check and be none. */
function untested(at: Cursor, report: Report): Tests {
  // With `type: library` the JSON Schema asks for the metric.
  if (!at.get("type"))
    report(
      "rule-without-test",
      at.place,
      "the rule tests nothing",
      "add a `metric` or `type: sql`, or say `type: text`",
    );
  return NONE;
}

function readSeverity(at: Cursor, report: Report): RuleSeverity {
  const given = at.get("severity");
  const text = given?.asText()?.toLowerCase() ?? null;
  const severity = RULE_SEVERITIES.find((known) => known === text);
  if (given && text !== null && !severity) {
    const near = text === "warn" ? "warning" : nearest(text, RULE_SEVERITIES);
    report(
      "severity-unknown",
      given.place,
      `severity is ${given.shown()}`,
      `write ${oneOf(near ? [near] : RULE_SEVERITIES)}`,
    );
  }
  return severity ?? "error";
}
