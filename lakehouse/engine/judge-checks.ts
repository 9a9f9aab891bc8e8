import type { Plan, PlanCheck } from "../plan/plan.ts";
import type { CheckResult, Reason } from "../plan/report.ts";
import { measuredWords, numberWords, thresholdWords } from "../plan/words.ts";
import type { DropFacts } from "./protocol.ts";
import type { SplitDrop } from "./result.ts";
import { holds, type Share } from "./threshold.ts";

const MICROS_PER_HOUR = 3_600_000_000;

interface Measured {
  /** Null: not run. */
  readonly share: Share | null;
  readonly note: string | null;
}

export function checkResults(plan: Plan, facts: DropFacts, drop: SplitDrop): CheckResult[] {
  return plan.checks.map((check) => {
    const { id, kind, severity, description, businessImpact, threshold } = check;
    const { share, note } = measure(check, plan, facts, drop);
    const passed = share !== null && holds(threshold, share);
    const outcome = share === null ? "not run" : passed ? "passed" : severity === "error" ? "failed" : "warned";
    return {
      id,
      kind,
      severity,
      description,
      businessImpact,
      threshold,
      measured: share && shown(threshold, share),
      outcome,
      note,
    };
  });
}

function measure(check: PlanCheck, plan: Plan, facts: DropFacts, drop: SplitDrop): Measured {
  if (check.when === "afterPublish") return { share: null, note: "asked in the warehouse, after publication" };
  if (facts.replay) return { share: null, note: "a replay is a part of a drop" };
  if (check.statement !== null) {
    const found = drop.checks[check.id];
    if (!found)
      return {
        share: null,
        note: `the drop has ${numberWords(drop.rows.good)} good rows; the limit for counting over all is ${numberWords(plan.limits.checkRows.node)}`,
      };
    return found.measured === null
      ? { share: null, note: found.note }
      : { share: shareOf(check, found.measured, drop), note: null };
  }
  switch (check.kind) {
    case "rowCount":
      return { share: { count: drop.rows.in, of: drop.rows.in }, note: null };
    case "quarantinedShare":
      return { share: { count: drop.rows.quarantined, of: drop.rows.in }, note: null };
    case "freshness": {
      if (drop.newestMicros === null) return { share: null, note: "no good row tells how fresh the drop is" };
      const hours = (Date.parse(facts.arrived) * 1000 - Number(drop.newestMicros)) / MICROS_PER_HOUR;
      return { share: { count: hours, of: 0 }, note: null };
    }
    default:
      return { share: null, note: `there is no text of this check for DuckDB` };
  }
}

/** Counts of rows may be held against a share of the drop; a query's own number stands for itself. */
function shareOf(check: PlanCheck, measured: number, drop: SplitDrop): Share {
  return check.kind === "sql" ? { count: measured, of: 100 } : { count: measured, of: drop.rows.in };
}

function shown({ unit }: PlanCheck["threshold"], { count, of }: Share): number {
  if (unit === "rows") return count;
  return of === 0 ? 0 : (count * 100) / of;
}

const HELD = "look at the report; then release the drop, or have it delivered again";

/** Of a replay none: a few rows of a drop say nothing of the whole. */
export function checkReasons(
  checks: readonly CheckResult[],
  plan: Plan,
  { replay }: Pick<DropFacts, "replay">,
): Reason[] {
  if (replay) return [];
  return checks.flatMap((check): Reason[] => {
    if (check.severity === "info" || check.outcome === "passed") return [];
    const afterwards = plan.checks.some(({ id, when }) => id === check.id && when === "afterPublish");
    if (afterwards) return [];
    const fatal = check.severity === "error";
    if (check.outcome === "not run") {
      const message = `${check.id} was not run: ${check.note ?? "no reason given"}`;
      return [
        {
          code: fatal ? "CHECK_NOT_RUN" : "CHECK_SKIPPED",
          message,
          cure: fatal
            ? HELD
            : "if the drop is too large: deliver smaller ones, or raise checkLimit; else mend the check's text",
        },
      ];
    }
    const message = `${check.id}: ${check.description}; measured ${measuredWords(check.measured ?? 0, check.threshold)}, must be ${thresholdWords(check.threshold)}`;
    if (fatal && check.kind === "quarantinedShare")
      return [
        {
          code: "CIRCUIT_BREAKER",
          message,
          cure: `so much is rarely the data: ask what changed at the producer; ${HELD}`,
        },
      ];
    return [
      {
        code: fatal ? "CHECK_FAILED" : "CHECK_WARNING",
        message,
        cure: fatal ? HELD : "tell the producer, or change the threshold",
      },
    ];
  });
}
