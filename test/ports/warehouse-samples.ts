import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import { tableNames } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { SourceFile, TableColumn, TableRef, Warehouse } from "../../lakehouse/ports.ts";
import { ownContract } from "../plan/contracts.ts";

// The two small datasets of the conformance suite: `meters`, with a key, a sequence column and months as partitions,
// and `hourly`, without a key, by the hour.

/** A good row of either. The warehouse under test knows how its files and tables hold it. */
export interface Sample {
  /** Null in `hourly`. */
  readonly key: string | null;
  /** `202602` in `meters`, `2026022813` in `hourly`. */
  readonly partition: string;
  /** The sequence column; 0 in `hourly`. */
  readonly seq: number;
  readonly drop: string | null;
  /** Day of May 2026. */
  readonly arrived: number | null;
  readonly row: number | null;
  readonly note: string | null;
}

export type Dataset = "meters" | "hourly";

/** `lacks`: no column for the note. `unknown`: a column too many. `type`: a value of a wrong type. `broken`: not a file of its kind. */
export type Fault = "lacks" | "unknown" | "type" | "broken";

/** A warehouse with both targets, empty, and what the suite must know to work it. */
export interface Bench {
  readonly warehouse: Warehouse;
  readonly plans: Readonly<Record<Dataset, Plan>>;
  quote(table: TableRef): string;
  file(dataset: Dataset, rows: readonly Sample[], fault?: Fault): Promise<SourceFile>;
  /** What a target or staging table holds; null: it is not there. */
  held(dataset: Dataset, table: TableRef): Promise<Sample[] | null>;
  /** A column that neither table has, by the warehouse's own name of its type. */
  readonly extra: TableColumn;
  /** The column of `meters` that has fields, with a further one inside: `parts.unit`. */
  readonly deeper: TableColumn;
  close(): Promise<void>;
}

export const samplePlans: Bench["plans"] = {
  meters: compilePlan(ownContract("meters"), LOCAL),
  hourly: compilePlan(ownContract("hourly"), LOCAL),
};

export function namesOf({ environment, dataset, warehouse }: Plan) {
  return tableNames(environment, dataset, warehouse.table, warehouse.quarantineTable);
}

export function meter(key: string, partition: string, seq: number, more: Partial<Sample> = {}): Sample {
  return { key, partition, seq, drop: "a", arrived: 1, row: 0, note: null, ...more };
}

export function hour(partition: string, note: string, more: Partial<Sample> = {}): Sample {
  return { key: null, partition, seq: 0, drop: "a", arrived: 1, row: 0, note, ...more };
}

/** Rows as one text each, in an order of their own; null stays null. */
export function sorted(rows: readonly Sample[] | null): string[] | null {
  const textOf = ({ key, partition, seq, drop, arrived, row, note }: Sample) =>
    JSON.stringify([key, partition, seq, drop, arrived, row, note]);
  return rows?.map(textOf).sort() ?? null;
}
