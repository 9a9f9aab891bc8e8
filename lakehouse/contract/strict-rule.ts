import type { Located } from "./fields.ts";
import type { Place } from "./problem.ts";
import type { Rule, Test } from "./rule.ts";

/** A rule that the schema itself promises: every row that fails is quarantined. */
export function strictRule(located: Located, name: string, test: Test, sentence: string, where: Place): Rule {
  const { path } = located;
  return {
    id: `${path}.${name}`,
    path,
    test,
    severity: "error",
    disposition: "quarantine",
    threshold: null,
    description: `${path} ${sentence}`,
    dimension: name === "required" ? "completeness" : "conformity",
    businessImpact: null,
    where,
  };
}
