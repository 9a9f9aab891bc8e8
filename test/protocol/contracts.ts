import { readContract } from "../../lakehouse/contract/read.ts";
import { planHash } from "../../lakehouse/plan/canonical.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { type Plan, PlanSchema } from "../../lakehouse/plan/plan.ts";

// Small contracts, compiled for real: what holds, rejects, quarantines and warns is decided by the product's own judge.

/** What becomes of rows that meet others: by key or not, and of a second upload of a name. */
export type Policy = "merge" | "sequence" | "replace" | "keyless" | "hold";

export const POLICIES: readonly Policy[] = ["merge", "sequence", "replace", "keyless", "hold"];

export const DATASET = "things";
export const DERIVED = "thing_days";
export const PLACE = { id: "test", project: "test", location: "EU" };

export interface Plans {
  /** Version 1 refuses negative values. */
  readonly first: Plan;
  /** Version 2 takes them down to -9, and has a column more. */
  readonly second: Plan;
  /** One row a day of `things`. */
  readonly derived: Plan;
  readonly hashes: { readonly first: string; readonly second: string };
}

/** Days before its arrival that a row may be from. */
export const WINDOW_DAYS = 3;

const known = new Map<Policy, Plans>();

export function plansOf(policy: Policy): Plans {
  const plans = known.get(policy) ?? compile(policy);
  known.set(policy, plans);
  return plans;
}

function compile(policy: Policy): Plans {
  const [first, second] = [contractOf(things(policy, 1)), contractOf(things(policy, 2))];
  const plans = { first: slim(compilePlan(first, PLACE)), second: slim(compilePlan(second, PLACE)) };
  const derived = slim(compilePlan(contractOf(thingDays, thingDaysSql), PLACE, [first]));
  return { ...plans, derived, hashes: { first: planHash(plans.first), second: planHash(plans.second) } };
}

function contractOf(text: string, sql: string | null = null) {
  const { contract, problems } = readContract(text, `${sql === null ? DATASET : DERIVED}.odcs.yaml`, sql);
  if (!contract) throw new Error(problems.map(({ message, cure }) => `${message} → ${cure}`).join("\n"));
  return contract;
}

/** Rules that rows of the world break. */
const BROKEN: readonly string[] = ["v.minimum", "small", "late"];

/** Without the texts that only DuckDB reads: the plan is read and hashed hundreds of times in a run. */
function slim(plan: Plan): Plan {
  const texts = Object.fromEntries(
    Object.entries(plan.statements ?? {}).map(([name, text]) => [name, text === null ? null : name]),
  );
  return PlanSchema.parse({
    ...plan,
    session: [],
    columns: plan.columns.map((column) => ({ ...column, conversions: [], leaves: [] })),
    rules: plan.rules.filter(({ id }) => BROKEN.includes(id)).map((rule) => ({ ...rule, shown: "''" })),
    statements: plan.statements === null ? null : texts,
    warehouse: {
      ...plan.warehouse,
      bigquery: { ...plan.warehouse.bigquery, ...slimStatements(plan.warehouse.bigquery) },
      duckdb: { ...plan.warehouse.duckdb, ...slimStatements(plan.warehouse.duckdb) },
    },
  });
}

/** The memory warehouse reads the fields of a job; what the texts do is held by test/plan. */
function slimStatements(statements: Plan["warehouse"]["bigquery" | "duckdb"]) {
  const long = ["createTable", "look", "merge", "mergeCounts", "replace", "replaceCounts", "batchDuplicates"];
  const more = ["rowsByPartition", "quarantineQuery", "derive", "deriveCounts", "createStaging", "load", "append"];
  return Object.fromEntries(
    Object.entries(statements)
      .filter(([name, text]) => typeof text === "string" && [...long, ...more].includes(name))
      .map(([name]) => [name, `-- ${name}`]),
  );
}

function things(policy: Policy, version: 1 | 2): string {
  const keyed = policy !== "keyless";
  const key = (position: number) => (keyed ? `, primaryKey: true, primaryKeyPosition: ${position}` : "");
  const onReupload = policy === "sequence" ? "merge" : policy === "keyless" ? "replace" : policy;
  return `apiVersion: v3.1.0
kind: DataContract
id: ${DATASET}
name: Things
version: ${version}.0.0
status: active
servers:
  - server: landing
    type: custom
    location: gs://landing/${DATASET}/dt=*/*.parquet
    format: parquet
    customProperties:
      - {property: objectPattern, value: '${DATASET}/dt=(?<dt>\\d{4}-\\d{2}-\\d{2})/[a-z]+\\.parquet'}
schema:
  - name: ${DATASET}
    logicalType: object
    customProperties:
      - {property: onReupload, value: ${onReupload}}
      - {property: lateWindowDays, value: ${WINDOW_DAYS}}
      - {property: rejectDropAbovePercent, value: 34}
      ${policy === "sequence" ? "- {property: sequence, value: seq}" : ""}
      ${keyed ? "" : "- {property: exactDuplicates, value: remove}"}
    properties:
      - {name: id, logicalType: integer, required: true${key(1)}}
      - {name: day, logicalType: date, required: true, partitioned: true${key(2)}}
      - {name: v, logicalType: integer, logicalTypeOptions: {minimum: ${version === 1 ? 0 : -9}}}
      - {name: seq, logicalType: integer, required: true}
      ${version === 1 ? "" : "- {name: extra, logicalType: integer}"}
    quality:
      - id: small
        type: custom
        engine: sluice
        description: A thing is small.
        severity: warning
        implementation: {rowExpression: v < 100}
support:
  - {channel: alerts, tool: email, scope: notifications, url: "mailto:alerts@example.com"}
`;
}

const thingDays = `apiVersion: v3.1.0
kind: DataContract
id: ${DERIVED}
name: Things by day
version: 1.0.0
status: active
schema:
  - name: ${DERIVED}
    logicalType: object
    properties:
      - {name: day, logicalType: date, required: true, partitioned: true, primaryKey: true}
      - {name: things, logicalType: integer}
      - {name: total, logicalType: integer}
support:
  - {channel: alerts, tool: email, scope: notifications, url: "mailto:alerts@example.com"}
`;

const thingDaysSql = `SELECT t.day AS day, COUNT(*) AS things, SUM(t.v) AS total FROM {${DATASET}} AS t GROUP BY t.day\n`;
