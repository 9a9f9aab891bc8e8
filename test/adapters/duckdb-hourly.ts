import { tableNames } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import type { JobSpec } from "../../lakehouse/ports.ts";
import { quote } from "../ports/warehouse-places.ts";

type Kind<K extends "load" | "copy"> = Extract<JobSpec, { kind: K }>;

/** Jobs over the plan of `hourly` that leave a trace: the row that a copy appends holds the id of that copy as its note. */
export function hourlyJobs({ environment, dataset, warehouse }: Plan, good: string) {
  const names = tableNames(environment, dataset, warehouse.table, warehouse.quarantineTable);
  const target = names.consumption;
  const staging = (table: string) => ({ dataset: names.staging.dataset, table });
  const partition = "2026022801";
  return {
    load: (table: string): Kind<"load"> => ({
      kind: "load",
      files: [{ uri: good, generation: "1" }],
      into: staging(table),
      shape: {
        columns: [
          { name: "at", type: "TIMESTAMP", mode: "NULLABLE" },
          { name: "note", type: "VARCHAR", mode: "NULLABLE" },
          { name: "sluice_drop", type: "VARCHAR", mode: "NULLABLE" },
          { name: "sluice_arrived", type: "TIMESTAMP WITH TIME ZONE", mode: "NULLABLE" },
          { name: "sluice_row", type: "BIGINT", mode: "NULLABLE" },
        ],
        partitioning: null,
        clustering: [],
      },
      text: `INSERT INTO ${quote(staging(table))} BY NAME FROM read_parquet([{files}])`,
    }),
    note: (table: string, id: string): JobSpec => ({
      kind: "derive",
      from: null,
      target: staging(table),
      partitions: [partition],
      formerDrops: [],
      text: `UPDATE ${quote(staging(table))} SET note = ${quoteText(id)}`,
      counts: null,
    }),
    copy: (table: string): Kind<"copy"> => ({
      kind: "copy",
      from: staging(table),
      into: target,
      partitions: [partition],
      text: `INSERT INTO ${quote(target)} FROM ${quote(staging(table))}`,
    }),
  };
}
