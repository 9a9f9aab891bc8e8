import { readExpression } from "./expression.ts";
import type { Reader } from "./reader.ts";
import { RESERVED } from "./words.ts";

/** WITH …, SELECTs joined by set operators, ORDER BY, LIMIT. */
export function readQuery(reader: Reader): void {
  reader.nested(() => {
    if (reader.skip("WITH")) {
      if (reader.sees("RECURSIVE")) reader.stop("is not portable", "write the steps out");
      do {
        reader.name("a subquery");
        reader.expect("AS");
        readBracketed(reader);
      } while (reader.skip(","));
    }
    readTerm(reader);
    readSetOperators(reader);
    const sorted = reader.skip("ORDER", "BY");
    if (sorted) readOrder(reader);
    const limit = reader.token;
    if (!reader.skip("LIMIT")) return;
    if (!sorted) reader.fault(limit.offset, "LIMIT without ORDER BY takes any rows", "write ORDER BY before it");
    readCount(reader);
    if (reader.skip("OFFSET")) readCount(reader);
  });
}

function readSetOperators(reader: Reader): void {
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
    readTerm(reader);
  }
}

function readCount(reader: Reader): void {
  if (reader.token.kind !== "number") reader.stop("is no number of rows", "write a number");
  reader.next();
}

/** A query in brackets. */
export function readBracketed(reader: Reader): void {
  reader.expect("(");
  readQuery(reader);
  reader.expect(")");
}

function readTerm(reader: Reader): void {
  if (reader.sees("(")) readBracketed(reader);
  else readSelect(reader);
}

function readSelect(reader: Reader): void {
  reader.expect("SELECT", "write one SELECT, with WITH before it if need be");
  reader.skip("DISTINCT") || reader.skip("ALL");
  do {
    readItem(reader);
  } while (reader.skip(","));
  reader.expect("FROM", "write FROM {object}, or bracket what stands before");
  readSource(reader);
  if (reader.skip("WHERE")) readExpression(reader);
  if (reader.skip("GROUP", "BY")) {
    if (reader.sees("ALL")) reader.stop("does not group alike", "name the columns");
    do readExpression(reader);
    while (reader.skip(","));
  }
  if (reader.skip("HAVING")) readExpression(reader);
  if (reader.sees("QUALIFY"))
    reader.stop("has other conditions in each engine", "write the window into a subquery, and WHERE around it");
}

function readItem(reader: Reader): void {
  if (reader.skip("*")) return;
  if (reader.ahead(1).text === "." && reader.ahead(2).text === "*") {
    reader.name("a table");
    reader.skip(".", "*");
    return;
  }
  readExpression(reader);
  readAlias(reader);
}

function readAlias(reader: Reader): void {
  if (reader.skip("AS")) reader.name("a result");
  else if (reader.token.kind === "word" && !RESERVED.has(reader.token.upper)) {
    const { offset, text } = reader.token;
    reader.fault(offset, `DuckDB does not take every name without AS`, `write AS ${text}`);
    reader.next();
  }
}

function readSource(reader: Reader): void {
  readTable(reader);
  for (;;) {
    const { offset } = reader.token;
    if (reader.skip(",")) {
      reader.fault(offset, "a comma between tables may be read as a walk through a list", "write CROSS JOIN");
      readTable(reader);
      continue;
    }
    const cross = reader.skip("CROSS");
    const kind = !cross && (reader.skip("INNER") || reader.skip("LEFT") || reader.skip("RIGHT") || reader.skip("FULL"));
    if (kind) reader.skip("OUTER");
    if (!reader.skip("JOIN")) {
      if (cross || kind) reader.expect("JOIN");
      return;
    }
    readTable(reader);
    if (!cross) readJoinCondition(reader);
  }
}

function readJoinCondition(reader: Reader): void {
  if (reader.skip("ON")) {
    readExpression(reader);
    return;
  }
  reader.expect("USING", "write ON and a condition");
  reader.expect("(");
  do reader.name("a column");
  while (reader.skip(","));
  reader.expect(")");
}

function readTable(reader: Reader): void {
  if (reader.sees("(")) readBracketed(reader);
  else {
    reader.name("a table");
    if (reader.sees("(") || reader.sees("."))
      reader.stop("makes this another table than {object}", "read {object} and subqueries over it only");
  }
  readAlias(reader);
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
