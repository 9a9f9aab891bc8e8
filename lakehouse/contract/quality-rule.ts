import type { Cursor } from "./cursor.ts";
import type { Located } from "./fields.ts";
import type { Report } from "./lint.ts";
import type { Check, Disposition, Measure, Rule, RuleSeverity, Test, Threshold } from "./rule.ts";
import type { Settings } from "./settings.ts";
import { isStrict, limitsFromAbove } from "./threshold.ts";

export const RULE_SEVERITIES = ["error", "warning", "info"] as const satisfies readonly RuleSeverity[];

export interface Tests {
  readonly rules: readonly Rule[];
  readonly checks: readonly Check[];
}

/** One entry under `quality`: what all kinds of rules say, and where it stands. */
export interface QualityRule {
  readonly at: Cursor;
  /** The property it stands on; null for the whole object. */
  readonly on: Located | null;
  /** Top-level columns by name. */
  readonly columns: ReadonlyMap<string, Located>;
  /** The table is derived: only queries over it are rules. */
  readonly derived: boolean;
  readonly settings: Settings;
  /** As given; ids that are left out are derived. */
  readonly id: string | null;
  readonly severity: RuleSeverity;
  readonly description: string | null;
  readonly dimension: string | null;
  readonly businessImpact: string | null;
}

/** `<path>.<name>`, or the name alone on the whole object. */
export function derivedId({ id, on }: QualityRule, name: string): string {
  return id ?? (on ? `${on.path}.${name}` : name);
}

/** A row rule; what becomes of failing rows follows from severity, threshold and `onFail` (see Disposition). */
export function rowRule(
  rule: QualityRule,
  id: string,
  test: Test,
  threshold: Threshold | null,
  onFail: OnFail | null,
  sentence: string,
  report: Report,
): Rule {
  const slack = threshold && !isStrict(threshold) ? threshold : null;
  if (slack && !limitsFromAbove(slack)) {
    const where = rule.at.get(slack.operator)?.place ?? rule.at.place;
    report(
      "threshold-impossible",
      where,
      "a row rule counts bad rows, and must allow that there are none",
      "write mustBe: 0, mustBeLessThan or mustBeLessOrEqualTo",
    );
  }
  checkOnFail(rule, slack, onFail, report);
  return {
    id,
    path: rule.on?.path ?? "",
    test,
    severity: rule.severity,
    disposition: disposition(rule.severity, slack, onFail),
    threshold: slack,
    description: rule.description ?? sentence,
    dimension: rule.dimension,
    businessImpact: rule.businessImpact,
    where: rule.at.place,
  };
}

const ON_FAIL = ["quarantine", "count"] as const;
export type OnFail = (typeof ON_FAIL)[number];

/** The customProperty `onFail` of a rule; null if left out. */
export function onFailSetting({ settings }: QualityRule): OnFail | null {
  return settings.choice("onFail", ON_FAIL, null);
}

function disposition(severity: RuleSeverity, slack: Threshold | null, onFail: OnFail | null): Disposition {
  if (severity !== "error") return "count";
  return slack && onFail !== "quarantine" ? "escalate" : "quarantine";
}

function checkOnFail(
  { at, severity }: QualityRule,
  slack: Threshold | null,
  onFail: OnFail | null,
  report: Report,
): void {
  if (severity !== "error" && onFail === "quarantine") {
    report(
      "on-fail",
      at.place,
      `a rule of severity ${severity} never quarantines`,
      "write `severity: error`, or remove onFail",
    );
  }
  if (severity === "error" && !slack && onFail === "count") {
    report(
      "on-fail",
      at.place,
      "an error without a threshold always quarantines",
      "write `severity: warning`, or give a threshold",
    );
  }
}

export function dropCheck(
  rule: QualityRule,
  id: string,
  measure: Measure,
  threshold: Threshold,
  sentence: string,
): Check {
  const { severity, dimension, businessImpact, at } = rule;
  return {
    id,
    severity,
    measure,
    threshold,
    description: rule.description ?? sentence,
    dimension,
    businessImpact,
    where: at.place,
  };
}
