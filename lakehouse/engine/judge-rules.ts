import type { Plan, PlanRule } from "../plan/plan.ts";
import type { Reason, RuleResult } from "../plan/report.ts";
import { countOf, numberWords, shareWords, thresholdWords } from "../plan/words.ts";
import type { SplitDrop } from "./result.ts";
import { shownValues } from "./shown-values.ts";
import { isExceeded } from "./totals.ts";

type Counts = Pick<SplitDrop, "failures" | "samples" | "causes" | "rows">;

/** Every rule of the contract; those that only some drops have (types, changed columns) where they failed. */
export function ruleResults(plan: Plan, counts: Counts): RuleResult[] {
  return plan.rules
    .filter((rule) => rule.kind === "row" || (counts.failures[rule.id] ?? 0) > 0)
    .map((rule) => {
      const { id, column, path, severity, description, businessImpact, threshold, masked } = rule;
      const failed = counts.failures[id] ?? 0;
      return {
        id,
        column,
        path,
        severity,
        description,
        businessImpact,
        failed,
        threshold,
        outcome: outcomeOf(rule, failed, counts.rows.in),
        masked,
        ...shownValues(rule, counts.samples[id] ?? [], counts.causes[id] ?? []),
      };
    });
}

export function outcomeOf(rule: PlanRule, failed: number, rows: number): RuleResult["outcome"] {
  const exceeded = isExceeded(rule, failed, rows);
  if (rule.severity === "info") return failed > 0 ? "counted" : "passed";
  if (rule.severity === "warning") {
    // Without a threshold there is no slack: one row is worth a word.
    if (exceeded || (rule.threshold === null && failed > 0)) return "warned";
    return failed > 0 ? "counted" : "passed";
  }
  if (exceeded) return "exceeded";
  if (failed === 0) return "passed";
  return rule.disposition === "quarantine" ? "quarantined" : "counted";
}

export function ruleReasons(rules: readonly RuleResult[], rows: number): Reason[] {
  return rules.flatMap((rule) => {
    if (rule.outcome === "exceeded")
      return [
        reasonOf("RULE_EXCEEDED", rule, rows, "look at the samples; then release the drop, or have it delivered again"),
      ];
    if (rule.outcome === "warned")
      return [
        reasonOf("RULE_WARNING", rule, rows, "tell the producer, or give the rule a threshold that suits the data"),
      ];
    return [];
  });
}

function reasonOf(code: Reason["code"], rule: RuleResult, rows: number, cure: string): Reason {
  const { id, failed, threshold, description } = rule;
  const share = rows === 0 ? "" : ` (${shareWords(failed, rows, threshold)})`;
  const bound = threshold ? `; allowed: ${thresholdWords(threshold)}` : "";
  const message = `${id}: ${numberWords(failed)} of ${countOf(rows, "row")}${share} break "${description}"${bound}`;
  return { code, message, cure };
}
