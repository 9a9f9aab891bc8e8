import { holds } from "../../engine/threshold.ts";
import type { PublishedCheck } from "../../ledger/checks.ts";
import type { Plan, PlanCheck } from "../../plan/plan.ts";
import { checkQuery, type LookedAt } from "../../plan/warehouse/check-query.ts";
import { partitionRange, wholeRange } from "../../plan/warehouse/partition-range.ts";
import { Denied, Unavailable, type Warehouse } from "../../ports.ts";
import { type PublishTools, quoteTable, statementsOf, targetOf } from "../../publish/context.ts";
import { ALL } from "../../publish/derive-step.ts";
import { crashWords } from "./crash-words.ts";
import { type Measured, measuredOf } from "./measure.ts";

/** One after the other, in the warehouse's dialect, over these partitions of the plan's table. */
export async function askChecks(
  tools: Pick<PublishTools, "warehouse" | "project">,
  plan: Plan,
  checks: readonly PlanCheck[],
  partitions: readonly string[],
): Promise<PublishedCheck[]> {
  const { warehouse } = tools;
  const template = statementsOf({ plan, warehouse }).partitionRange;
  const lookedAt: LookedAt = {
    target: quoteTable(tools, targetOf(plan)),
    range: partitions.includes(ALL)
      ? wholeRange(template)
      : partitionRange(template, plan.partition.granularity, partitions),
  };
  const results: PublishedCheck[] = [];
  for (const check of checks) results.push(await ask(warehouse, check, lookedAt));
  return results;
}

async function ask(warehouse: Warehouse, check: PlanCheck, lookedAt: LookedAt): Promise<PublishedCheck> {
  const { id, severity, description, businessImpact, threshold, statement } = check;
  const query = statement === null ? null : checkQuery(statement, lookedAt);
  const found = query === null ? noText(warehouse) : await measure(warehouse, query);
  const { measured, note } = found;
  const outcome = found.kind === "measured" ? judge(check, found.measured) : found.kind;
  return { id, severity, description, businessImpact, threshold, measured, outcome, note, query };
}

function noText({ dialect }: Warehouse): Measured {
  const name = { bigquery: "BigQuery", duckdb: "DuckDB" }[dialect];
  return { kind: "not run", measured: null, note: `there is no text of this check for ${name}` };
}

async function measure(warehouse: Warehouse, query: string): Promise<Measured> {
  try {
    return measuredOf(await warehouse.query(query));
  } catch (error) {
    // These say that it was never asked.
    if (error instanceof Denied || error instanceof Unavailable) throw error;
    return { kind: "crashed", measured: null, note: crashWords(error) };
  }
}

/** A query's own number stands for itself, also where it is a share in percent. */
function judge({ threshold, severity }: PlanCheck, measured: number): PublishedCheck["outcome"] {
  if (holds(threshold, { count: measured, of: 100 })) return "passed";
  return severity === "error" ? "failed" : "warned";
}
