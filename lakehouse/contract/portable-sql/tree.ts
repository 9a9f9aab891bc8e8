import type { Token } from "./tokens.ts";

/** An expression as its words. */
export type Words = readonly Token[];

/** A query as far as its shape matters: what it reads, groups and names. Expressions stay words. */
export interface QueryTree {
  readonly kind: "query";
  readonly common: readonly { readonly name: Token; readonly query: QueryTree }[];
  /** Joined by set operators, if there are several. */
  readonly terms: readonly (QueryTree | SelectTree)[];
  /** LIMIT: all rows together decide which of them stay. */
  readonly limited: boolean;
  /** In ORDER BY. */
  readonly subqueries: readonly QueryTree[];
}

export interface SelectTree {
  readonly kind: "select";
  readonly distinct: boolean;
  readonly items: readonly Item[];
  readonly sources: readonly Source[];
  /** GROUP BY; empty: none. */
  readonly groups: readonly Words[];
  /** An aggregate or HAVING: one row for many. */
  readonly aggregates: boolean;
  /** PARTITION BY of every window; empty: one window over all rows. */
  readonly windows: readonly (readonly Words[])[];
  /** In any expression of it. */
  readonly subqueries: readonly QueryTree[];
}

export interface Item {
  /** `*` or `t.*`, else an expression. */
  readonly star: boolean;
  readonly words: Words;
  /** What its column is called: after AS, else a column's own name. Null: by nothing that both engines agree on. */
  readonly name: Token | null;
}

export type Join = "FIRST" | "CROSS" | "INNER" | "LEFT" | "RIGHT" | "FULL";

export interface Source {
  readonly join: Join;
  readonly table: Token | QueryTree;
  readonly alias: Token | null;
}

/** What the expressions of one SELECT hold, gathered while they are read. */
export interface Facts {
  aggregates: boolean;
  /** Paths of columns, in the order of the text. */
  readonly columns: Words[];
  readonly windows: (readonly Words[])[];
  /** Windows that are called by a name, and the functions that look at them. */
  readonly namedWindows: {
    readonly name: Token;
    readonly caller: { readonly text: string; readonly offset: number; readonly framed: boolean };
  }[];
  readonly subqueries: QueryTree[];
}

/** `a` or `a.b.c`: a column by its path; null: something else. */
export function pathOf(words: Words): readonly string[] | null {
  const isPath =
    words.length % 2 === 1 && words.every(({ kind, text }, at) => (at % 2 ? text === "." : kind === "word"));
  return isPath ? words.filter((_word, at) => at % 2 === 0).map(({ text }) => text) : null;
}
