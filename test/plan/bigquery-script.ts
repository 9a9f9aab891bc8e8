import type { Plan } from "../../lakehouse/plan/plan.ts";
import { splice } from "../../lakehouse/plan/quote.ts";
import { checkQuery } from "../../lakehouse/plan/warehouse/check-query.ts";
import { partitionRange, wholeRange } from "../../lakehouse/plan/warehouse/partition-range.ts";

const IDS = {
  HOUR: ["2026112013", "2026112014", "2026112101"],
  DAY: ["20261120", "20261121", "20261201"],
  MONTH: ["202611", "202612", "202702"],
  YEAR: ["2026", "2027", "2030"],
} as const;

export interface Statement {
  readonly name: string;
  readonly sql: string;
}

/** The plan's BigQuery statements with every place filled, in the order of a publication. */
export function bigqueryStatements(plan: Plan): Statement[] {
  const { bigquery } = plan.warehouse;
  const ids = IDS[plan.partition.granularity];
  const target = /CREATE TABLE IF NOT EXISTS (`[^`]+`)/.exec(bigquery.createTable)?.[1] ?? "";
  const { granularity } = plan.partition;
  const filled = (template: string) =>
    plan.derived?.partitioned === false ? wholeRange(template) : partitionRange(template, granularity, ids);
  const values = {
    target,
    staging: `\`demo-project.dev_1_staging_${plan.dataset}.p7_0\``,
    partitions: ids.map((id) => `'${id}'`).join(", "),
    partitionRange: filled(bigquery.partitionRange),
    inputRange: bigquery.inputRange === null ? "" : filled(bigquery.inputRange),
    formerDrops: "'0123456789abcdef01234567', 'fedcba987654321001234567'",
    object: "'landing/x.parquet'",
    generation: "'1763683200000000'",
  };
  const texts: readonly (readonly [string, string | null])[] = [
    ["the table", bigquery.createTable],
    ["a publication's staging table", bigquery.createStaging],
    ["look: which partitions hold one of the batch's keys", bigquery.look],
    ["merge: the newest row of a key wins", bigquery.merge],
    ["rows of the batch that lose to another of the batch", bigquery.batchDuplicates],
    ["replace: rows of former drops give way", bigquery.replace],
    ["derive: the partitions are made new", bigquery.derive],
    ["what the target holds", bigquery.rowsByPartition],
    ["bad rows of a drop", bigquery.quarantineQuery],
    ["the end of staging", bigquery.dropStaging],
  ];
  const rows = { target, range: filled(bigquery.partitionRange) };
  const checks = plan.checks.flatMap(({ id, statement }): Statement[] =>
    plan.derived && statement !== null ? [{ name: `check ${id}`, sql: checkQuery(statement, rows) }] : [],
  );
  const policies = plan.roles.flatMap(({ role, rows: shown }): Statement[] =>
    shown === null ? [] : [{ name: `rows of ${role}`, sql: rowPolicy(role, target, shown) }],
  );
  const statements = texts.flatMap(([name, sql]) => (sql === null ? [] : [{ name, sql: splice(sql, values) }]));
  return [...statements, ...checks, ...policies];
}

/** What BigQuery makes of such a policy of `pulumi up`. */
function rowPolicy(role: string, target: string, rows: string): string {
  return `CREATE ROW ACCESS POLICY ${role} ON ${target} GRANT TO ('group:${role}@example.com') FILTER USING (${rows})`;
}

/** One text, the tables of a derived table's inputs first, a heading before each statement; places keep what `bigqueryStatements` puts there. */
export function bigqueryScript(plan: Plan, inputs: readonly Plan[]): string {
  const tables = inputs.map(({ dataset, warehouse }) => {
    return { name: `the input ${dataset}`, sql: warehouse.bigquery.createTable };
  });
  return [...tables, ...bigqueryStatements(plan)].map(({ name, sql }) => `-- ${name}\n${sql};\n`).join("\n");
}
