import type { Sql } from "../data/duckdb.ts";

/** What came of a look. */
export interface Finding {
  readonly holds: boolean;
  /** What was counted. */
  readonly found: string;
}

/** Something that must be so whatever happened, as out/demo/summary.json has it. */
export interface Invariant extends Finding {
  readonly name: string;
}

/** Looks; what cannot even be counted does not hold. */
export async function checked(name: string, look: () => Promise<Finding>): Promise<Invariant> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { name, holds: false, found: `it cannot be counted: ${message}` };
  }
}

/** What the checks look at: files and the copy of the warehouse, never a report. */
export interface Evidence {
  /** Knows the warehouse's copy as `warehouse`. */
  readonly sql: Sql;
  /** The lake's folder. */
  readonly lake: string;
}

/** The one number of a query. */
export async function numberOf(sql: Sql, query: string): Promise<number> {
  const [row] = await sql.rows(query);
  const [value] = Object.values(row ?? {});
  return Number(value);
}
