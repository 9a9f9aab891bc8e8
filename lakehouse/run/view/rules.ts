import type { Report, RuleResult } from "../../plan/report.ts";
import { allowed, grouped, share } from "./numbers.ts";
import { table } from "./table.ts";
import { type Style, styled, type Text, text } from "./text.ts";

const outcomeStyle: Readonly<Record<RuleResult["outcome"], Style>> = {
  passed: "good",
  counted: "dim",
  quarantined: "warn",
  warned: "warn",
  exceeded: "bad",
};

const gravity = { error: 0, warning: 1, info: 2 } as const;

/** The rules that rows failed, errors first, the most frequent first; passed ones are only counted. */
export function ruleLines(report: Report, width: number): Text[] {
  if (report.rows.in === null || report.rules.length === 0) return [];
  const failed = failedRules(report);
  if (failed.length === 0) return [text`${styled("good", "✓")} all ${report.rules.length} rules hold in every row`];
  return [
    text`${styled("bold", "Rules that rows failed")}  ${styled("dim", `${failed.length} of ${report.rules.length}; the others hold in every row`)}`,
    ...table(
      columns,
      failed.map((rule) => cells(rule, report.rows.in ?? 0)),
      { width, indent: 2 },
    ),
    ...failed.filter((rule) => rule.businessImpact !== null).map(impact),
  ];
}

export function failedRules(report: Report): RuleResult[] {
  return report.rules
    .filter((rule) => rule.failed > 0)
    .sort((a, b) => gravity[a.severity] - gravity[b.severity] || b.failed - a.failed || (a.id < b.id ? -1 : 1));
}

const columns = [
  { title: "rule" },
  { title: "severity" },
  { title: "failed", align: "right" },
  { title: "share", align: "right" },
  { title: "allowed", align: "right" },
  { title: "outcome" },
  { title: "what must hold" },
] as const;

function cells(rule: RuleResult, rowsIn: number): Text[] {
  return [
    styled("name", rule.id),
    styled(rule.severity === "error" ? "bad" : "plain", rule.severity),
    text`${grouped(rule.failed)}`,
    text`${share(rule.failed, rowsIn, rule.threshold)}`,
    text`${allowed(rule.threshold)}`,
    styled(outcomeStyle[rule.outcome], rule.outcome),
    text`${rule.description}`,
  ];
}

function impact(rule: RuleResult): Text {
  return text`  ${styled("dim", text`${rule.id} matters: ${rule.businessImpact ?? ""}`)}`;
}
