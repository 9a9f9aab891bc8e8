import { readExpression } from "./expression.ts";
import type { Reader } from "./reader.ts";
import { readSources } from "./source.ts";
import type { Token } from "./tokens.ts";
import { type Item, pathOf, type QueryTree, type SelectTree, type Words } from "./tree.ts";
import { readWindows, refuseNames } from "./window.ts";
import { RESERVED } from "./words.ts";

/** WITH …, SELECTs joined by set operators, ORDER BY, LIMIT. */
export function readQuery(reader: Reader): QueryTree {
  return reader.nested(() => {
    const common = readCommon(reader);
    const terms = [readTerm(reader), ...readSetOperators(reader)];
    const sorted = reader.skip("ORDER", "BY");
    const { facts } = reader.gather(() => {
      if (sorted) readOrder(reader);
    });
    refuseNames(reader, facts);
    return { kind: "query", common, terms, limited: readLimit(reader, sorted), subqueries: facts.subqueries };
  });
}

function readCommon(reader: Reader): QueryTree["common"] {
  if (!reader.skip("WITH")) return [];
  if (reader.sees("RECURSIVE")) reader.stop("is not portable", "write the steps out");
  const common: QueryTree["common"][number][] = [];
  do {
    const name = reader.name("a subquery");
    reader.expect("AS");
    common.push({ name, query: readBracketed(reader) });
  } while (reader.skip(","));
  return common;
}

function readLimit(reader: Reader, sorted: boolean): boolean {
  const { offset } = reader.token;
  if (!reader.skip("LIMIT")) return false;
  if (!sorted) reader.fault(offset, "LIMIT without ORDER BY takes any rows", "write ORDER BY before it");
  readCount(reader);
  if (reader.skip("OFFSET")) readCount(reader);
  return true;
}

function readSetOperators(reader: Reader): QueryTree["terms"] {
  const terms: QueryTree["terms"][number][] = [];
  let former: string | null = null;
  while (reader.sees("UNION") || reader.sees("INTERSECT") || reader.sees("EXCEPT")) {
    const { upper, offset } = reader.next();
    const all = reader.skip("ALL");
    if (all ? upper !== "UNION" : !reader.skip("DISTINCT")) {
      reader.fault(offset, `BigQuery wants DISTINCT after ${upper}`, `write ${upper} DISTINCT`);
    }
    const operator = all ? `${upper} ALL` : upper;
    if (former !== null && former !== operator) {
      reader.fault(offset, "BigQuery does not say which set operator comes first", "put the first two into brackets");
    }
    former = operator;
    terms.push(readTerm(reader));
  }
  return terms;
}

function readCount(reader: Reader): void {
  if (reader.token.kind !== "number") reader.stop("is no number of rows", "write a number");
  reader.next();
}

/** A query in brackets. */
export function readBracketed(reader: Reader): QueryTree {
  reader.expect("(");
  const query = readQuery(reader);
  reader.expect(")");
  return query;
}

/** A query in brackets that is a value or a list of values. */
export function readSubquery(reader: Reader): void {
  reader.facts.subqueries.push(readBracketed(reader));
}

function readTerm(reader: Reader): QueryTree | SelectTree {
  return reader.sees("(") ? readBracketed(reader) : readSelect(reader);
}

function readSelect(reader: Reader): SelectTree {
  const { value, facts } = reader.gather(() => {
    reader.expect("SELECT", "write one SELECT, with WITH before it if need be");
    const distinct = reader.skip("DISTINCT");
    if (!distinct) reader.skip("ALL");
    const items: Item[] = [];
    do items.push(readItem(reader));
    while (reader.skip(","));
    reader.expect("FROM", `write FROM ${reader.table}, or bracket what stands before`);
    const sources = readSources(reader);
    if (reader.skip("WHERE")) readExpression(reader);
    const groups = readGroups(reader, items);
    const having = reader.skip("HAVING");
    if (having) readExpression(reader);
    readWindows(reader);
    if (reader.sees("QUALIFY"))
      reader.stop("has other conditions in each engine", "write the window into a subquery, and WHERE around it");
    return { distinct, items, sources, groups, having };
  });
  const { having, ...select } = value;
  const { aggregates, windows, subqueries } = facts;
  return { kind: "select", ...select, windows, subqueries, aggregates: aggregates || having };
}

function readItem(reader: Reader): Item {
  const { value: star, words } = reader.words(() => {
    if (reader.skip("*")) return true;
    if (reader.ahead(1).text === "." && reader.ahead(2).text === "*") {
      reader.name("a table");
      return reader.skip(".", "*");
    }
    readExpression(reader);
    return false;
  });
  if (star) return { star, words, name: null };
  return { star, words, name: readAlias(reader) ?? (pathOf(words) === null ? null : (words.at(-1) ?? null)) };
}

/** The name after AS, if there is one. */
export function readAlias(reader: Reader): Token | null {
  if (reader.skip("AS")) return reader.name("a result");
  if (reader.token.kind !== "word" || RESERVED.has(reader.token.upper)) return null;
  const { offset, text } = reader.token;
  reader.fault(offset, `DuckDB does not take every name without AS`, `write AS ${text}`);
  return reader.next();
}

function readGroups(reader: Reader, items: readonly Item[]): Words[] {
  if (!reader.skip("GROUP", "BY")) return [];
  if (reader.sees("ALL")) reader.stop("does not group alike", "name the columns");
  const groups: Words[] = [];
  do {
    const { words } = reader.words(() => readExpression(reader));
    checkGroup(reader, words, items);
    groups.push(words);
  } while (reader.skip(","));
  return groups;
}

/** Of a column and a result made from it under one name, each engine takes another. */
function checkGroup(reader: Reader, [word, ...more]: Words, items: readonly Item[]): void {
  if (word?.kind !== "word" || more.length > 0) return;
  const made = items.find(({ name, words }) => name?.upper === word.upper && pathOf(words) === null);
  if (!made?.words.some(({ kind, upper }) => kind === "word" && upper === word.upper)) return;
  reader.fault(
    word.offset,
    `${word.text} is a column and a result`,
    "give the result another name, or group by its expression",
  );
}

/** The engines put NULL at opposite ends, so the query has to say which. */
export function readOrder(reader: Reader): void {
  do {
    const { offset } = reader.token;
    readExpression(reader);
    reader.skip("ASC") || reader.skip("DESC");
    if (reader.skip("NULLS", "FIRST") || reader.skip("NULLS", "LAST")) continue;
    reader.fault(offset, "NULL comes first in BigQuery and last in DuckDB", "write NULLS FIRST or NULLS LAST after it");
  } while (reader.skip(","));
}
