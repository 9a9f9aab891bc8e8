import { tableNames } from "../../../../lakehouse/plan/names.ts";
import type { Plan } from "../../../../lakehouse/plan/plan.ts";
import { splice } from "../../../../lakehouse/plan/quote.ts";
import type { TableName } from "../tables.ts";
import { escaped, PLACES, rangePattern } from "./places.ts";

/** A statement of a deployed plan, in both dialects. */
export interface Known {
  readonly plan: Plan;
  readonly type: "SELECT" | "MERGE";
  readonly name: string;
  /** Matches the statement with its places filled, each as a group of its name. */
  readonly pattern: RegExp;
  readonly duckdb: string;
  /** Tables that stand in the text itself. */
  readonly reads: readonly TableName[];
}

/** Tables that the plan's own are; staging by its dataset. */
export function namesOf({ environment, dataset, warehouse }: Plan) {
  return tableNames(environment, dataset, warehouse.table, warehouse.quarantineTable);
}

const QUERIES = ["look", "rowsByPartition", "batchDuplicates", "quarantineQuery"] as const;
const CHANGES = ["merge", "replace", "derive"] as const;

/** Every statement of a plan that BigQuery is asked to run. */
export function knownStatements(plan: Plan, project: string): Known[] {
  const { bigquery, duckdb } = plan.warehouse;
  const known = (name: string, type: Known["type"], texts: readonly [string | null, string | null]): Known[] => {
    const [text, local] = texts;
    if (text === null || local === null) return [];
    return [{ plan, name, type, pattern: patternOf(text, plan), duckdb: local, reads: tablesIn(text, project) }];
  };
  return [
    ...QUERIES.flatMap((name) => known(name, "SELECT", [bigquery[name], duckdb[name]])),
    ...CHANGES.flatMap((name) => known(name, "MERGE", [bigquery[name], duckdb[name]])),
    ...plan.checks.flatMap(({ id, statement }) => {
      if (!plan.derived || statement === null) return [];
      const text = splice(statement, { object: "(SELECT * FROM {target} AS t WHERE {partitionRange})" });
      return known(`check ${id}`, "SELECT", [text, text]);
    }),
  ];
}

function patternOf(template: string, { warehouse }: Plan): RegExp {
  const { partitionRange, inputRange } = warehouse.bigquery;
  const places: Readonly<Record<string, string>> = {
    ...PLACES,
    partitionRange: rangePattern(partitionRange),
    inputRange: inputRange === null ? "TRUE" : rangePattern(inputRange),
  };
  const seen = new Set<string>();
  const parts = template.split(/\{([a-zA-Z]+)\}/).map((part, at) => {
    if (at % 2 === 0) return escaped(part);
    const place = places[part];
    if (place === undefined) return escaped(`{${part}}`);
    if (seen.has(part)) return `\\k<${part}>`;
    seen.add(part);
    return `(?<${part}>${place})`;
  });
  return new RegExp(`^${parts.join("")}$`, "s");
}

function tablesIn(text: string, project: string): TableName[] {
  const found = [...text.matchAll(/`([^`.]+)\.([^`.]+)\.([^`.]+)`/g)].filter(([, of]) => of === project);
  const names = new Set(found.map(([, , dataset, table]) => `${dataset}.${table}`));
  return [...names].map((name) => {
    const [dataset = "", table = ""] = name.split(".");
    return { dataset, table };
  });
}
