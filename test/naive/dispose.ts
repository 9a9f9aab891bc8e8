// What becomes of a drop once every row is judged.
import type { Contract } from "../../lakehouse/contract/contract.ts";
import type { Threshold } from "../../lakehouse/contract/rule.ts";
import type { HoldCode, Lifts, Verdict, WarningCode } from "../../lakehouse/plan/report.ts";
import type { Failure } from "./judge.ts";

export interface Outcome {
  readonly verdict: Verdict;
  readonly codes: ReadonlySet<HoldCode | WarningCode>;
  /** Row numbers, from 0. */
  readonly good: readonly number[];
  /** Row number to failures of severity error, as the quarantine tells them. */
  readonly quarantined: ReadonlyMap<number, readonly Failure[]>;
  /** Failed rows by rule id; rules that no row fails are absent. */
  readonly failures: ReadonlyMap<string, number>;
}

/** `failed[n]` are the failures of row n. Lifted holds warn; what becomes of the rows is the same. */
export function dispose(contract: Contract, failed: readonly (readonly Failure[])[], lifts: Lifts): Outcome {
  const failures = new Map<string, number>();
  for (const { rule } of failed.flat()) failures.set(rule, (failures.get(rule) ?? 0) + 1);
  const rules = contract.rules.map((rule) => ({ ...rule, failed: failures.get(rule.id) ?? 0 }));
  const exceeded = rules.filter(({ threshold, failed: count }) => !meets(threshold, count, failed.length));
  const removing = new Set([
    ...rules.filter(({ disposition }) => disposition === "quarantine").map(({ id }) => id),
    ...exceeded.filter(({ disposition }) => disposition === "escalate").map(({ id }) => id),
  ]);
  const errors = new Set(rules.filter(({ severity }) => severity === "error").map(({ id }) => id));
  const quarantined = new Map<number, readonly Failure[]>();
  for (const [row, found] of failed.entries()) {
    if (!found.some(({ rule }) => removing.has(rule))) continue;
    quarantined.set(
      row,
      found.filter(({ rule }) => errors.has(rule)),
    );
  }
  const codes = new Set<HoldCode | WarningCode>();
  if (exceeded.some(({ severity, threshold }) => severity === "error" && threshold)) codes.add("RULE_EXCEEDED");
  if (exceeded.some(({ severity }) => severity === "warning")) codes.add("RULE_WARNING");
  if (isBroken(contract, quarantined.size, failed.length)) codes.add("CIRCUIT_BREAKER");
  const held = !lifts.holds && (codes.has("RULE_EXCEEDED") || codes.has("CIRCUIT_BREAKER"));
  return {
    verdict: held ? "held" : codes.size > 0 ? "ready with warnings" : "ready",
    codes,
    good: [...failed.keys()].filter((row) => !quarantined.has(row)),
    quarantined,
    failures,
  };
}

function isBroken(contract: Contract, quarantined: number, rows: number): boolean {
  const breaker = contract.checks.find(({ measure }) => measure.kind === "quarantinedShare");
  return breaker !== undefined && !meets(breaker.threshold, quarantined, rows);
}

/** Without a threshold no row may fail. */
export function meets(threshold: Threshold | null, failed: number, rows: number): boolean {
  if (!threshold) return failed === 0;
  // A share is not divided out: 100 × failed against bound × rows is exact.
  const percent = threshold.unit === "percent";
  const measured = percent ? 100 * failed : failed;
  const [first = 0, second = first] = threshold.values.map((bound) => (percent ? bound * Math.max(rows, 1) : bound));
  switch (threshold.operator) {
    case "mustBe":
      return measured === first;
    case "mustNotBe":
      return measured !== first;
    case "mustBeGreaterThan":
      return measured > first;
    case "mustBeGreaterOrEqualTo":
      return measured >= first;
    case "mustBeLessThan":
      return measured < first;
    case "mustBeLessOrEqualTo":
      return measured <= first;
    case "mustBeBetween":
      return measured >= first && measured <= second;
    case "mustNotBeBetween":
      return measured < first || measured > second;
  }
}
