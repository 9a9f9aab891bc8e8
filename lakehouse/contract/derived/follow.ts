import type { Granularity } from "../contract.ts";
import { pathOf, type QueryTree, type SelectTree, type Words } from "../portable-sql/tree.ts";
import { checkJoins, type ReadSource } from "./joins.ts";
import { FREE, type Relation, Scattered } from "./relation.ts";
import { datasetOf } from "./tables.ts";

/** What a query is looked at for: one driving input, cut by a column. */
export interface Scope {
  readonly input: string;
  readonly column: string;
  readonly granularity: Granularity;
  /** What WITH names, in capitals. */
  readonly common: ReadonlyMap<string, Relation>;
}

/** Throws `Scattered` if its rows do. */
export function queryRelation(query: QueryTree, outer: Scope): Relation {
  const common = new Map(outer.common);
  const scope = { ...outer, common };
  for (const { name, query: inner } of query.common) common.set(name.upper, queryRelation(inner, scope));
  const terms = query.terms.map((term) =>
    term.kind === "query" ? queryRelation(term, scope) : selectRelation(term, scope),
  );
  refuseDriving(query.subqueries, scope);
  const driving = terms.find(({ drives }) => drives);
  if (!driving) return FREE;
  if (terms.length > 1) throw new Scattered(`a set operator puts rows of {${scope.input}} beside others`);
  if (query.limited) throw new Scattered("LIMIT chooses among the rows of all partitions");
  return driving;
}

function refuseDriving(subqueries: readonly QueryTree[], scope: Scope): void {
  for (const inner of subqueries) {
    if (drivesAnyhow(inner, scope)) throw new Scattered(`a subquery in an expression reads all of {${scope.input}}`);
  }
}

/** Also in a way that is no reason of its own. */
function drivesAnyhow(query: QueryTree, scope: Scope): boolean {
  try {
    return queryRelation(query, scope).drives;
  } catch (problem) {
    if (problem instanceof Scattered) return true;
    throw problem;
  }
}

function selectRelation(select: SelectTree, scope: Scope): Relation {
  refuseDriving(select.subqueries, scope);
  const sources = select.sources.map((source): ReadSource => {
    const { table, alias } = source;
    if (table.kind === "query")
      return { join: source.join, name: alias?.upper ?? null, relation: queryRelation(table, scope) };
    const name = (alias ?? table).upper.replace(/[{}]/g, "");
    return { join: source.join, name, relation: tableRelation(table.upper, datasetOf(table), scope) };
  });
  const driver = checkJoins(sources, scope.input);
  if (!driver) return FREE;
  const carries = (words: Words) => carriesPartition(words, driver, scope.granularity);
  checkGroups(select, carries, scope);
  if (select.windows.some((parts) => !parts.some(carries)))
    throw new Scattered("a window looks at rows of several partitions");
  const { carrying } = driver.relation;
  const kept = select.items.flatMap(({ star, words, name }) => {
    if (star) return words.length === 1 || words[0]?.upper === driver.name ? [...carrying] : [];
    return name && carries(words) ? [name.upper] : [];
  });
  if (select.distinct && kept.length === 0) throw new Scattered("DISTINCT compares rows of several partitions");
  return { drives: true, carrying: new Set(kept) };
}

function tableRelation(name: string, dataset: string | null, { input, column, common }: Scope): Relation {
  if (dataset === null) return common.get(name) ?? FREE;
  return dataset === input ? { drives: true, carrying: new Set([column.toUpperCase()]) } : FREE;
}

/** Groups hold rows of one partition only if they are formed by it, among others. */
function checkGroups(select: SelectTree, carries: (words: Words) => boolean, { input, column }: Scope): void {
  const { groups, items, aggregates } = select;
  if (groups.length === 0 && !aggregates) return;
  const meant = ([word, ...more]: Words): Words => {
    if (more.length > 0) return [];
    if (word?.kind === "number") return items[Number(word.text) - 1]?.words ?? [];
    return items.find(({ name }) => name?.upper === word?.upper)?.words ?? [];
  };
  if (!groups.some((words) => carries(words) || carries(meant(words))))
    throw new Scattered(
      `rows of several partitions are put together, because no group is formed by ${column} of {${input}}`,
    );
}

/** The partition column of the driving source, or the day of it (which tells hours apart no more). */
function carriesPartition(words: Words, { name, relation }: ReadSource, granularity: Granularity): boolean {
  const inner = granularity === "HOUR" ? null : castToDate(words);
  const path = pathOf(inner ?? words)?.map((part) => part.toUpperCase());
  const column = path?.at(-1);
  if (!path || column === undefined || !relation.carrying.has(column)) return false;
  return path.length === 1 || (path.length === 2 && path[0] === name);
}

/** `CAST(x AS DATE)` → `x` */
function castToDate(words: Words): Words | null {
  const spelt = (from: number, to?: number) =>
    words
      .slice(from, to)
      .map(({ upper }) => upper)
      .join(" ");
  return spelt(0, 2) === "CAST (" && spelt(-3) === "AS DATE )" ? words.slice(2, -3) : null;
}
