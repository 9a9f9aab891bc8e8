import type { Contract } from "../contract/contract.ts";

/** The columns that the split adds to every row of staging and consumption, and the types both warehouses give them. */
export const ADDED_COLUMNS = [
  {
    name: "sluice_drop",
    duckdb: "VARCHAR",
    bigquery: "STRING",
    description: "Key of the drop that brought this row.",
  },
  {
    name: "sluice_arrived",
    duckdb: "TIMESTAMP WITH TIME ZONE",
    bigquery: "TIMESTAMP",
    description: "When that drop arrived.",
  },
  { name: "sluice_row", duckdb: "BIGINT", bigquery: "INTEGER", description: "Row number in that drop, from 0." },
] as const;

/** Of a derived table none: its rows come from rows of many drops. */
export function addedColumns({ derived }: Contract): readonly (typeof ADDED_COLUMNS)[number][] {
  return derived === null ? ADDED_COLUMNS : [];
}
