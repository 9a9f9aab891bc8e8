import { readExpression } from "./portable-sql/expression.ts";
import { readQuery } from "./portable-sql/query.ts";
import { Reader, StopReading } from "./portable-sql/reader.ts";
import { tokensOf } from "./portable-sql/tokens.ts";
import type { Facts, QueryTree, Words } from "./portable-sql/tree.ts";
import { refuseNames } from "./portable-sql/window.ts";

/** Why a query may mean something else, or nothing, in one of the two engines. */
export interface PortableSqlFault {
  readonly message: string;
  /** What to write instead. */
  readonly cure: string;
  /** Where in the text, in UTF-16 code units from 0. */
  readonly offset: number;
}

export interface PortableSql {
  /** What keeps the query from meaning the same in DuckDB and in BigQuery; empty if nothing does. */
  readonly faults: readonly PortableSqlFault[];
  /** Null: it could not be read to its end, which a fault explains. */
  readonly tree: QueryTree | null;
}

/**
 * Reads a query in which places such as `{object}` stand for tables; `table` is what to call such a place in words.
 * This is a reader of its own for a language smaller than either engine's, and not one of their grammars: what it knows
 * is allowed, so a new function of one engine is refused until somebody compares it. Types are not known here: the child
 * binds the query in DuckDB afterwards.
 */
export function readPortableSql(query: string, table = "{object}"): PortableSql {
  const { faults, read } = readText(query, table, (reader) => {
    const tree = readQuery(reader);
    reader.skip(";");
    if (reader.token.kind !== "end") reader.stop("is not expected here", "write one SELECT and nothing after it");
    return tree;
  });
  return { faults, tree: read };
}

export interface PortableExpression {
  /** As of a query. */
  readonly faults: readonly PortableSqlFault[];
  /** Null: it could not be read to its end, which a fault explains. */
  readonly tree: { readonly words: Words; readonly facts: Facts } | null;
}

/** Reads one expression over the columns of one row or, as its facts tell, of more. */
export function readPortableExpression(text: string): PortableExpression {
  const { faults, read } = readText(text, "the table", (reader) => {
    const { value, facts } = reader.gather(() => reader.words(() => readExpression(reader)));
    refuseNames(reader, facts);
    if (reader.token.kind !== "end") reader.stop("is not expected here", "write one condition and nothing after it");
    return { words: value.words, facts };
  });
  return { faults, tree: read };
}

function readText<T>(text: string, table: string, readAll: (reader: Reader) => T) {
  const { tokens, faults } = tokensOf(text);
  const reader = new Reader(tokens, table);
  let read: T | null = null;
  try {
    read = readAll(reader);
  } catch (problem) {
    if (!(problem instanceof StopReading)) throw problem;
  }
  // A strange character is the reason why reading stopped behind it.
  const first = Math.min(...faults.filter(({ fatal }) => fatal).map(({ offset }) => offset));
  const found = reader.faults.filter(({ offset }) => offset < first);
  return {
    faults: [...faults, ...found]
      .map(({ message, cure, offset }) => ({ message, cure, offset }))
      .sort((a, b) => a.offset - b.offset),
    read: Number.isFinite(first) ? null : read,
  };
}

/** What keeps a query from meaning the same in both engines; the places `{object}` and `{property}` may be in it. */
export function portableSqlFaults(query: string): readonly PortableSqlFault[] {
  return readPortableSql(query).faults;
}
