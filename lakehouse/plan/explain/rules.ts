import type { Plan, PlanRule } from "../plan.ts";
import { thresholdWords } from "../words.ts";
import type { Section } from "./section.ts";

export function rulesSection(plan: Plan): Section | null {
  if (plan.derived) return null;
  const rules = plan.rules.filter((rule) => rule.kind === "row");
  return {
    title: `Rules (${rules.length}, one row at a time)`,
    lines: [
      ...rules.map((rule) => [rule.id, rule.severity, rule.description, dispositionWords(rule)]),
      "Also: a value that the column cannot hold without loss quarantines its row (rule <column>.type).",
    ],
  };
}

function dispositionWords({ disposition, severity, threshold }: PlanRule): string {
  const limit = threshold === null ? null : thresholdWords(threshold);
  switch (disposition) {
    case "quarantine":
      return limit === null
        ? "failing rows are quarantined"
        : `failing rows are quarantined; drop held unless ${limit} fail`;
    case "escalate":
      return `failing rows are counted; unless ${limit} fail they are quarantined and the drop is held`;
    case "count":
      if (severity === "info" || limit === null) return "failing rows are counted";
      return `failing rows are counted; warning unless ${limit} fail`;
  }
}
