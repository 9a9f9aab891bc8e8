import type { Plan, PlanCheck } from "../plan.ts";
import { numberWords, thresholdWords } from "../words.ts";
import { marked, type Section } from "./section.ts";

export function checksSection(plan: Plan): Section {
  return plan.derived ? derivedChecks(plan) : dropChecks(plan);
}

/** Of a derived table. */
function derivedChecks({ checks }: Plan): Section {
  const lines = checks.map((check) => [
    check.id,
    check.severity,
    check.description,
    `must be ${thresholdWords(check.threshold)}`,
  ]);
  const words = "They look at the partitions that a publication has made new, and alert; they stop nothing.";
  return {
    title: `Checks (${checks.length}, after publication)`,
    lines: [...lines, lines.length > 0 ? words : "None."],
  };
}

function dropChecks(plan: Plan): Section {
  const limit = `${numberWords(plan.limits.checkRows.node)} rows in a function, ${numberWords(plan.limits.checkRows.dataflow)} on Dataflow`;
  return {
    title: `Checks (${plan.checks.length}, the whole drop)`,
    lines: [
      ...plan.checks.map((check) => [
        check.id,
        check.severity,
        check.description,
        `must be ${thresholdWords(check.threshold)}`,
        consequence(check),
      ]),
      `Checks that do not add up over units are not run above ${marked(plan, "checkLimit", limit)}.`,
    ],
  };
}

function consequence({ severity, when, statement }: PlanCheck): string {
  if (when === "afterPublish" && statement === null) return "not run here: its SQL is BigQuery's";
  if (when === "afterPublish") return "in the warehouse after publication; alerts only";
  return { error: "else the drop is held", warning: "else a warning", info: "else noted" }[severity];
}
