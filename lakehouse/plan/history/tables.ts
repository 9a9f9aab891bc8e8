import type { Environment } from "../environment.ts";

// Tables for dashboards, made of the ledger and never read by Sluice: what is in them can be made again.

export type HistoryType = "BOOL" | "DATE" | "FLOAT64" | "INT64" | "STRING" | "TIMESTAMP";

export interface HistoryColumn {
  readonly name: string;
  readonly type: HistoryType;
  readonly description: string;
}

export interface HistoryTable {
  readonly name: string;
  readonly description: string;
  /** A row is the same row by these; the first one is the day that it is partitioned by. */
  readonly key: readonly [day: string, ...more: string[]];
  readonly columns: readonly HistoryColumn[];
}

const column = <const Name extends string, const Type extends HistoryType>(
  name: Name,
  type: Type,
  description: string,
) => ({ name, type, description });

const DATASET = column("dataset", "STRING", "Dataset");
/** Of two texts of a row the newer one stays, whoever writes first. */
const SEEN = column("seen", "TIMESTAMP", "When the ledger said so");

export const DROPS_TABLE = {
  name: "drops",
  description: "Rounds of drops: one row for each that was split, or ended",
  key: ["day", "dataset", "key", "round"],
  columns: [
    column("day", "DATE", "Arrival day"),
    DATASET,
    column("key", "STRING", "Key of the drop"),
    column("round", "INT64", "1, and one more for each decision of a person"),
    column("object", "STRING", "Name of the object, as people are shown it"),
    column("state", "STRING", "State of the round"),
    column("verdict", "STRING", "Of its report; NULL: it has none"),
    column("reason", "STRING", "Code of the gravest reason; NULL: none"),
    column("rows_in", "INT64", "Rows; NULL: they could not be counted"),
    column("rows_good", "INT64", "Rows that the contract takes"),
    column("rows_quarantined", "INT64", "Rows that it does not"),
    column("duplicates", "INT64", "Good rows left out as exact duplicates"),
    column("bytes", "INT64", "Size of the object"),
    column("host", "STRING", "Who split it: node, beam"),
    column("split_seconds", "FLOAT64", "How long that took"),
    column("arrived", "TIMESTAMP", "When the object was created"),
    column("ended", "TIMESTAMP", "When the round came into its state"),
    column("publication", "INT64", "Its publication, if it is committed"),
    SEEN,
  ],
} as const satisfies HistoryTable;

export const PUBLICATIONS_TABLE = {
  name: "publications",
  description: "Publications: one row for each number of a dataset's log",
  key: ["day", "dataset", "number"],
  columns: [
    column("day", "DATE", "UTC day on which it was begun"),
    DATASET,
    column("number", "INT64", "Number in the log"),
    column("state", "STRING", "PREPARED, PLANNED, DONE, ABORTED"),
    column("stuck", "BOOL", "It waits for a person"),
    column("plan", "STRING", "Hash of its plan"),
    column("drops", "INT64", "Drops in it; 0 of a derived table"),
    column("good", "INT64", "Rows sent; this and what follows once it is done"),
    column("loaded", "INT64", "Rows of it in the table"),
    column("duplicates", "INT64", "Rows that lost to a newer one of their key"),
    column("updated", "INT64", "Rows of the table that gave way to newer ones of their key"),
    column("replaced", "INT64", "Rows of former uploads that were deleted"),
    column("bytes_scanned", "INT64", "Logical bytes that BigQuery bills"),
    column("begun", "TIMESTAMP", "When it was begun"),
    column("committed", "TIMESTAMP", "When it was done"),
    SEEN,
  ],
} as const satisfies HistoryTable;

export const COSTS_TABLE = {
  name: "costs",
  description: "What a dataset cost, in US dollars at list price: one row for each span of days that was asked for",
  key: ["day", "days", "dataset"],
  columns: [
    column("day", "DATE", "First day"),
    column("days", "INT64", "How many days"),
    DATASET,
    column("bytes_scanned", "INT64", "Logical bytes that publications scanned"),
    column("query_dollars", "FLOAT64", "On demand, for those"),
    column("dataflow_hours", "FLOAT64", "Hours of workers on drops, as reports tell"),
    column("dataflow_dollars", "FLOAT64", "For those"),
    column("raw_bytes", "INT64", "In raw, when asked"),
    column("staging_bytes", "INT64", "In staging, when asked"),
    column("quarantine_bytes", "INT64", "In quarantine, when asked"),
    column("storage_dollars", "FLOAT64", "For those over the days"),
    column("dollars", "FLOAT64", "All of it"),
    SEEN,
  ],
} as const satisfies HistoryTable;

export const HISTORY_TABLES: readonly HistoryTable[] = [DROPS_TABLE, PUBLICATIONS_TABLE, COSTS_TABLE];

/** As BigQuery's API answers types: other names would differ at each preview. */
const API_TYPES = {
  BOOL: "BOOLEAN",
  DATE: "DATE",
  FLOAT64: "FLOAT",
  INT64: "INTEGER",
  STRING: "STRING",
  TIMESTAMP: "TIMESTAMP",
} as const satisfies Readonly<Record<HistoryType, string>>;

/** Columns as BigQuery's API describes them. */
export function historySchema({ columns }: HistoryTable) {
  return columns.map(({ name, type, description }) => {
    return { name, type: API_TYPES[type], mode: "NULLABLE" as const, description };
  });
}

/** BigQuery's dataset of these tables. */
export function operationsDataset({ id }: Pick<Environment, "id">): string {
  return `${id.replaceAll("-", "_")}_operations`;
}

type Value<Type extends HistoryType> = Type extends "BOOL"
  ? boolean
  : Type extends "FLOAT64" | "INT64"
    ? number
    : string;

/** A row: days as `2001-01-31`, instants RFC 3339 UTC, null where nothing is known. */
export type HistoryRow<Table extends HistoryTable = HistoryTable> = {
  readonly [Column in Table["columns"][number] as Column["name"]]: Value<Column["type"]> | null;
};
