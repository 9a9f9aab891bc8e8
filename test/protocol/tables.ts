import { tableNames } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { Clock, Row, TableColumn, TableRef } from "../../lakehouse/ports.ts";
import {
  createMemoryWarehouse,
  type FileContent,
  type MemoryTarget,
  type MemoryWarehouse,
} from "../fakes/memory/warehouse.ts";
import { Random } from "../property/random.ts";
import { DATASET, DERIVED, PLACE, type Plans } from "./contracts.ts";
import { type JobLuck, jobTrouble } from "./job-trouble.ts";
import { rowsByDay } from "./model/derived.ts";
import type { Setup } from "./setup.ts";
import type { Ledger } from "./watch/ledger.ts";

export interface Tables {
  readonly warehouse: MemoryWarehouse;
  readonly things: TableRef;
  readonly days: TableRef;
  readonly watched: { readonly dataset: string; readonly target: TableRef };
  /** What `up` does for version 2. */
  up(): void;
  /** A staging table is gone, as if its time had come; false: there is none. */
  vanish(): boolean;
  /** What a person does about a warehouse for which a publication waits. It stays so. */
  mend(): void;
  /** What went wrong for good so far, and has been, or is to be, mended by a person. */
  readonly luck: JobLuck;
}

interface Place {
  readonly setup: Setup;
  readonly ledger: Pick<Ledger, "changes">;
  readonly plans: Plans;
}

/** The tables of a run, in a warehouse whose jobs are late and fail as the setup says. */
export function createTables(
  { setup, plans, ledger }: Place,
  clock: Pick<Clock, "now">,
  readFile: (uri: string, generation: string) => Promise<unknown>,
  seed: number,
): Tables {
  const random = new Random(seed);
  const [things, days] = [consumption(plans.first), consumption(plans.derived)];
  const luck = jobTrouble(setup, random, ledger, clock, (table) => warehouse.peek(table) ?? []);
  const columns = setup.second === "from the start" ? plans.second : plans.first;
  const warehouse: MemoryWarehouse = createMemoryWarehouse({
    clock,
    targets: [targetOf(columns, things), targetOf(plans.derived, days)],
    readFile: async (uri, generation) => (await readFile(uri, generation)) as FileContent,
    derive: ({ partitions }, rowsOf) => rowsByDay(rowsOf(things) ?? [], (partition) => partitions.includes(partition)),
    query: (text, rowsOf): Row[] => [{ n: rowsOf(text === DERIVED ? days : things)?.length ?? 0 }],
    hooks: { job: luck.trouble },
    dialect: setup.dialect,
  });
  return {
    warehouse,
    things,
    days,
    watched: { dataset: DATASET, target: things },
    up: () => warehouse.addColumns(things, [columnOf("extra")]),
    vanish: () => vanishOne(warehouse, random),
    mend: () => {
      warehouse.mend();
      luck.mended();
    },
    luck,
  };
}

function consumption({ dataset, warehouse }: Plan): TableRef {
  return tableNames(PLACE.id, dataset, warehouse.table, warehouse.quarantineTable).consumption;
}

function targetOf(plan: Plan, table: TableRef): MemoryTarget {
  const names = [...plan.columns.map(({ name }) => name), "sluice_drop", "sluice_arrived", "sluice_row"];
  const partitioning = { type: plan.partition.granularity, field: plan.partition.column };
  const sequence = plan.publish.sequence === null ? null : "seq";
  return {
    table,
    shape: { columns: names.map(columnOf), partitioning, clustering: [] },
    keyed: plan.key.length > 0,
    sequence,
  };
}

function columnOf(name: string): TableColumn {
  return { name, type: "STRING", mode: "NULLABLE" };
}

function vanishOne(warehouse: MemoryWarehouse, random: Random): boolean {
  const there = warehouse
    .jobs()
    .flatMap(({ spec }) => (spec.kind === "load" || spec.kind === "look" ? [spec.into] : []))
    .filter((table) => warehouse.peek(table) !== null);
  if (there.length === 0) return false;
  warehouse.vanish(random.pick(there));
  return true;
}
