import type { Plan, PlanCheck } from "../plan.ts";
import { quoteName } from "../quote.ts";
import type { Section } from "./section.ts";

/** What a host runs on a unit, with the rules' SQL beside it; places in braces are filled per drop. */
export function splitSqlSection(plan: Plan): Section | null {
  const { statements } = plan;
  if (statements === null) return null;
  const rules = plan.rules.filter((rule) => rule.fails !== null);
  return {
    title: "SQL of the split (DuckDB)",
    lines: [
      "-- which rows fail, by rule",
      ...rules.map((rule) => `/* ${rule.id} */ ${rule.fails}`),
      "-- 1 every row that any rule fails, with one bit a rule",
      statements.failed,
      "-- 2 good rows, by position",
      statements.good,
      ...plan.columns.filter(isRebuilt).map((column) => `--   ${column.name}: ${column.output}`),
      "-- 3 bad rows with their reasons",
      statements.quarantine,
      ...(statements.duplicates === null ? [] : ["-- 4 exact duplicates", statements.duplicates]),
      ...checkLines(plan.checks, "drop"),
    ],
  };
}

/** A column that is not written as it is read. */
function isRebuilt(column: Plan["columns"][number]): boolean {
  return column.output !== quoteName(column.name);
}

export function warehouseSqlSection({ warehouse: { bigquery }, checks }: Plan): Section {
  const parts: readonly (readonly [string, string | null])[] = [
    ["the table", bigquery.createTable],
    ["a publication's staging table", bigquery.createStaging],
    ["look: partitions where keys are new are appended by a free copy", bigquery.look],
    ["merge: the newest row of a key wins", bigquery.merge],
    ["replace: rows of a former drop of the same object name", bigquery.replace],
    ["bad rows of a drop", bigquery.quarantineQuery],
    ["derive: partitions are made new", bigquery.derive],
  ];
  return {
    title: "SQL of the warehouse (BigQuery)",
    lines: [
      ...parts.flatMap(([words, sql]) => (sql === null ? [] : [`-- ${words}`, sql])),
      ...checkLines(checks, "afterPublish"),
    ],
  };
}

function checkLines(checks: Plan["checks"], wanted: PlanCheck["when"]): string[] {
  return checks.flatMap(({ id, when, statement }) =>
    when === wanted && statement !== null ? [`-- check ${id}`, statement] : [],
  );
}
