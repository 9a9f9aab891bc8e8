/** A result whose rows need more than one partition of the driving input. */
export class Scattered extends Error {
  override readonly name = "Scattered";
}

/**
 * A table or subquery, looked at for one driving input. Where it drives, every row comes from rows of one partition of
 * the input, and `carrying` names (in capitals) the columns whose value lies in that partition.
 */
export interface Relation {
  readonly drives: boolean;
  readonly carrying: ReadonlySet<string>;
}

/** Rows that do not depend on the driving input. */
export const FREE: Relation = { drives: false, carrying: new Set() };
