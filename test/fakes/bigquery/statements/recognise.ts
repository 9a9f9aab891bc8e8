import type { Plan } from "../../../../lakehouse/plan/plan.ts";
import { splice } from "../../../../lakehouse/plan/quote.ts";
import { partitionRange, wholeRange } from "../../../../lakehouse/plan/warehouse/partition-range.ts";
import { BigQueryError } from "../errors.ts";
import type { TableName } from "../tables.ts";
import { recogniseHistory } from "./history.ts";
import { type Known, knownStatements, namesOf } from "./known.ts";
import { partitionsIn } from "./places.ts";

/** A statement that may be run, as DuckDB runs it. */
export interface Recognised {
  readonly name: string;
  readonly type: "SELECT" | "MERGE";
  readonly duckdb: string;
  readonly reads: readonly TableName[];
  /** Of a MERGE. */
  readonly changes: TableName | null;
}

/** Throws `invalidQuery` on every text that no deployed plan holds, or whose places hold what they must not. */
export type Recognise = (text: string) => Recognised;

/** The plans may grow in number while the service runs. */
export function recogniser(project: string, plans: readonly Plan[]): Recognise {
  const known = new Map<Plan, readonly Known[]>();
  return (text) => {
    let near: string | null = null;
    for (const plan of plans) {
      const statements = known.get(plan) ?? knownStatements(plan, project);
      known.set(plan, statements);
      for (const statement of statements) {
        const groups = statement.pattern.exec(text)?.groups;
        if (!groups && !statement.pattern.test(text)) continue;
        const filled = fill(statement, groups ?? {}, project);
        if (typeof filled !== "string") return filled;
        near = `${plan.dataset}, ${statement.name}: ${filled}`;
      }
    }
    const history = plans.length === 0 ? null : recogniseHistory(text, project);
    if (history) return history;
    throw new BigQueryError(
      "invalidQuery",
      near ?? `Syntax error: no deployed plan holds this statement: ${text.slice(0, 80)}`,
    );
  };
}

/** A text: what is wrong with a place. */
function fill(known: Known, places: Readonly<Record<string, string>>, project: string): Recognised | string {
  const { plan, type, name, duckdb, reads } = known;
  const names = namesOf(plan);
  const target = places.target === undefined ? null : tableIn(places.target, project);
  const staging = places.staging === undefined ? null : tableIn(places.staging, project);
  if (target && !isSame(target, names.consumption)) return "{target} is not the plan's table";
  const fromNowhere = staging && target && isSame(staging, target) && places.partitions === "NULL";
  if (staging && !fromNowhere && staging.dataset !== names.staging.dataset) {
    return "{staging} is not in the plan's staging dataset";
  }
  if (places.target !== undefined && !target) return "{target} is no table of this project";
  if (places.staging !== undefined && !staging) return "{staging} is no table of this project";
  const ranges = rangesOf(plan, places);
  if (typeof ranges === "string") return ranges;
  const filled = splice(duckdb, {
    ...Object.fromEntries(Object.entries(places).filter(([place]) => place !== "target" && place !== "staging")),
    ...ranges,
    ...(target && { target: quoted(target) }),
    ...(staging && { staging: quoted(staging) }),
  });
  const touched = [...reads, ...(target ? [target] : []), ...(staging ? [staging] : [])];
  return { name, type, duckdb: filled, reads: touched, changes: type === "MERGE" ? target : null };
}

const MOST_PARTITIONS = 4_000;

/** The same partitions in DuckDB's words. */
function rangesOf(plan: Plan, places: Readonly<Record<string, string>>): Record<string, string> | string {
  const { bigquery, duckdb } = plan.warehouse;
  const { granularity } = plan.partition;
  const ranges: Record<string, string> = {};
  for (const place of ["partitionRange", "inputRange"] as const) {
    const [text, template, local] = [places[place], bigquery[place], duckdb[place]];
    if (text === undefined || template === null || local === null) continue;
    const ids = partitionsIn(text, template, granularity);
    if (ids === null) return `{${place}} is not as partitionRange() writes it: ${text.slice(0, 120)}`;
    if (ids !== "*" && ids.length > MOST_PARTITIONS) return `Too many partitions: ${ids.length}`;
    ranges[place] = ids === "*" ? wholeRange(local) : partitionRange(local, granularity, ids);
  }
  return ranges;
}

function tableIn(text: string, project: string): TableName | null {
  const [, of, dataset = "", table = ""] = /^`([^`.]+)\.([^`.]+)\.([^`.]+)`$/.exec(text) ?? [];
  return of === project ? { dataset, table } : null;
}

function isSame(left: TableName, right: TableName): boolean {
  return left.dataset === right.dataset && left.table === right.table;
}

function quoted({ dataset, table }: TableName): string {
  return `"${dataset}"."${table}"`;
}
