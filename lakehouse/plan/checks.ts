import type { Contract } from "../contract/contract.ts";
import type { Check } from "../contract/rule.ts";
import type { PlanCheck } from "./plan.ts";
import { quoteName } from "./quote.ts";

/** The contract's drop-level checks, each with the statement a host runs over the view `good` where counts do not add up. */
export function compileChecks(contract: Contract): PlanCheck[] {
  return contract.checks.map((check) => ({
    id: check.id,
    kind: check.measure.kind,
    severity: check.severity,
    threshold: check.threshold,
    description: check.description,
    dimension: check.dimension,
    businessImpact: check.businessImpact,
    statement: statement(contract, check),
    when: check.measure.kind === "sql" ? check.measure.when : "drop",
  }));
}

function statement(contract: Contract, { measure }: Check): string | null {
  switch (measure.kind) {
    case "unique":
      return repeated(measure.columns, true);
    case "duplicateValues":
      return repeated(measure.columns, false);
    case "sql":
      if (measure.when === "drop") return overGood(measure.query, contract);
      // Portable, so the publisher can run it in any warehouse. Others are written in a dialect that nobody names.
      return contract.derived ? measure.query : null;
    default:
      return null;
  }
}

/** Rows beyond the first of each group; `unique` lets rows with a NULL pass. */
function repeated(columns: readonly string[], nullsPass: boolean): string {
  const names = columns.map(quoteName);
  const present = nullsPass ? ` WHERE ${names.map((name) => `${name} IS NOT NULL`).join(" AND ")}` : "";
  return `SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM good${present} GROUP BY ${names.join(", ")})`;
}

/** ODCS placeholders of a query: the object is the drop's good rows. */
function overGood(query: string, contract: Contract): string {
  return query.replaceAll(/\$?\{(object|table|model|schema)\}/g, "good").replaceAll("{dataset}", contract.dataset);
}
