import type { Token } from "../portable-sql/tokens.ts";
import type { QueryTree, SelectTree } from "../portable-sql/tree.ts";

/** A table of a query that is no subquery: a place such as `{flights}`, or a name that WITH gives. */
export interface TableUse {
  readonly table: Token;
  /** A WITH around it has given the name. */
  readonly common: boolean;
}

/** Every table that is read, at any depth, in the order of the text. */
export function tablesOf(query: QueryTree): TableUse[] {
  return [...usesOf(query, new Set())].sort((a, b) => a.table.offset - b.table.offset);
}

function* usesOf(query: QueryTree, outer: ReadonlySet<string>): Generator<TableUse> {
  const names = new Set(outer);
  for (const { name, query: inner } of query.common) {
    yield* usesOf(inner, names);
    names.add(name.upper);
  }
  for (const term of query.terms) yield* term.kind === "query" ? usesOf(term, names) : selectUses(term, names);
  for (const inner of query.subqueries) yield* usesOf(inner, names);
}

function* selectUses({ sources, subqueries }: SelectTree, names: ReadonlySet<string>): Generator<TableUse> {
  for (const { table } of sources) {
    if (table.kind === "query") yield* usesOf(table, names);
    else yield { table, common: names.has(table.upper) };
  }
  for (const inner of subqueries) yield* usesOf(inner, names);
}

/** `{flights}` → `flights`; null: the word is no place. */
export function datasetOf({ text }: Token): string | null {
  return /^\{(\w+)\}$/.exec(text)?.[1] ?? null;
}
