import type { Contract } from "../contract/contract.ts";
import { portableSqlFaults } from "../contract/portable-sql.ts";
import type { Check } from "../contract/rule.ts";
import { type Environment, LOCAL } from "./environment.ts";
import type { PlanCheck } from "./plan.ts";
import { quoteName } from "./quote.ts";

/** The contract's drop-level checks, each with the statement a host runs over the view `good` where counts do not add up. */
export function compileChecks(contract: Contract, environment: Environment = LOCAL): PlanCheck[] {
  return contract.checks.map((check) => ({
    id: check.id,
    kind: check.measure.kind,
    severity: check.severity,
    threshold: check.threshold,
    description: check.description,
    dimension: check.dimension,
    businessImpact: check.businessImpact,
    statement: statement(contract, check, environment),
    when: check.measure.kind === "sql" ? check.measure.when : "drop",
  }));
}

function statement(contract: Contract, { measure }: Check, environment: Environment): string | null {
  switch (measure.kind) {
    case "unique":
      return repeated(measure.columns, true);
    case "duplicateValues":
      return repeated(measure.columns, false);
    case "sql":
      if (measure.when === "drop") return overGood(measure.query, contract);
      // In the dialect of the cloud's warehouse. A laptop has another: there only what both share has one meaning.
      return environment.id !== LOCAL.id || portableSqlFaults(measure.query).length === 0 ? measure.query : null;
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
