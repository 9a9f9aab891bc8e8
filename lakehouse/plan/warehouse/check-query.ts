import { splice } from "../quote.ts";

/** A table, quoted, and the partitions of it that are looked at: the text of `partitionRange()` or `wholeRange()`. */
export interface LookedAt {
  readonly target: string;
  readonly range: string;
}

/**
 * A derived table's check over the rows that a publication made: one row, one number or boolean. `statement` is the
 * plan check's, in either dialect.
 */
export function checkQuery(statement: string, { target, range }: LookedAt): string {
  return splice(statement, { object: `(SELECT * FROM ${target} AS t WHERE ${range})` });
}
