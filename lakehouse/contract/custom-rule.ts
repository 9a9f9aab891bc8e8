import type { Cursor } from "./cursor.ts";
import type { Report } from "./lint.ts";
import { derivedId, type OnFail, onFailSetting, type QualityRule, rowRule, type Tests } from "./quality-rule.ts";
import type { Threshold } from "./rule.ts";
import { numberWithin } from "./settings.ts";
import { suggest } from "./spelling.ts";
import { expressionFault } from "./sql-text.ts";

const KEYS = ["rowExpression", "onFail", "maxFailPercent"] as const;
const NONE: Tests = { rules: [], checks: [] };

/** A row rule in Sluice's own words: `type: custom`, `engine: sluice`, a DuckDB boolean over the row. */
export function customRule(rule: QualityRule, report: Report): Tests {
  const { at, settings } = rule;
  const engine = at.get("engine");
  if (engine?.asText() && engine.asText()?.toLowerCase() !== "sluice") {
    report(
      "engine-unknown",
      engine.place,
      `nobody here runs rules of ${engine.shown()}`,
      "write `engine: sluice` with a rowExpression, or `type: text` to keep it as documentation",
    );
    return NONE;
  }
  const implementation = at.get("implementation");
  if (!engine || !implementation) return NONE;
  const expression = implementation.kind === "map" ? implementation.get("rowExpression") : implementation;
  checkKeys(implementation, report);
  const sql = expression?.asText() ?? null;
  const fault = sql === null ? "there is no rowExpression" : expressionFault(sql);
  if (sql === null || fault) {
    const cure = "write a boolean over the row's columns, such as `NOT (latitude = 0 AND longitude = 0)`";
    report("expression-invalid", expression?.place ?? implementation.place, fault ?? "", cure);
    return NONE;
  }
  const percent = implementation.get("maxFailPercent");
  const share = percent ? percentOf(percent, report) : settings.number("maxFailPercent", 0, 100, false);
  const threshold: Threshold | null =
    share === null ? null : { operator: "mustBeLessOrEqualTo", values: [share], unit: "percent" };
  const id = derivedId(rule, "expression");
  const test = { kind: "expression", sql } as const;
  return {
    rules: [rowRule(rule, id, test, threshold, onFailOf(rule, implementation, report), `${sql} holds`, report)],
    checks: [],
  };
}

function checkKeys(implementation: Cursor, report: Report): void {
  for (const key of implementation.keys()) {
    if (KEYS.some((known) => known === key)) continue;
    report(
      "implementation-key",
      implementation.get(key)?.keyPlace ?? implementation.place,
      `\`${key}\` is not read`,
      suggest(key, KEYS),
    );
  }
}

function percentOf(at: Cursor, report: Report): number | null {
  const share = numberWithin(at, 0, 100, false);
  if (share === null)
    report("setting-value", at.place, `\`maxFailPercent\` is ${at.shown()}`, "write a number from 0 to 100");
  return share;
}

function onFailOf(rule: QualityRule, implementation: Cursor, report: Report): OnFail | null {
  const at = implementation.get("onFail");
  if (!at) return onFailSetting(rule);
  const text = at.asText();
  if (text === "quarantine" || text === "count") return text;
  report("setting-value", at.place, `\`onFail\` is ${at.shown()}`, "write `quarantine` or `count`");
  return null;
}
