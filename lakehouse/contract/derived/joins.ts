import type { Join } from "../portable-sql/tree.ts";
import { type Relation, Scattered } from "./relation.ts";

/** A source of a SELECT, looked at for one driving input. */
export interface ReadSource {
  readonly join: Join;
  /** What its columns may be qualified by, in capitals; null: nothing. */
  readonly name: string | null;
  readonly relation: Relation;
}

/**
 * The source that drives; null: none. A join that keeps rows without a partner must keep them on the driving side
 * alone: whether another table's row has a partner, all partitions decide together.
 */
export function checkJoins(sources: readonly ReadSource[], input: string): ReadSource | null {
  const [driver, second] = sources.filter(({ relation }) => relation.drives);
  if (!driver) return null;
  if (second) throw new Scattered(`{${input}} is read more than once`);
  const at = sources.indexOf(driver);
  const keepsOthers = sources.some(({ join }, index) => {
    if (join === "FULL") return index >= at;
    return index === at ? join === "LEFT" : index > at && join === "RIGHT";
  });
  if (keepsOthers) throw new Scattered(`an outer join keeps rows of other tables that {${input}} has no partner for`);
  return driver;
}
