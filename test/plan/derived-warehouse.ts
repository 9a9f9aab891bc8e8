import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { splice } from "../../lakehouse/plan/quote.ts";
import { checkQuery } from "../../lakehouse/plan/warehouse/check-query.ts";
import { partitionRange, wholeRange } from "../../lakehouse/plan/warehouse/partition-range.ts";
import { inputsOf, ownContract } from "./contracts.ts";

/** Partitions by their ids, or all there are. */
export type Partitions = readonly string[] | "all";

export interface Made {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** Derived tables with their inputs, in memory. The session is in UTC, as every session that runs portable SQL. */
export class DerivedWarehouse {
  readonly #plans = new Map<string, Plan>();
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** With the tables of these datasets and of all that they are made from. */
  static async of(...datasets: readonly string[]): Promise<DerivedWarehouse> {
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run("SET TimeZone = 'UTC'; SET threads = 1");
    const warehouse = new DerivedWarehouse(connection);
    for (const dataset of datasets) await warehouse.#create(dataset);
    return warehouse;
  }

  plan(dataset: string): Plan {
    const plan = this.#plans.get(dataset);
    if (!plan) throw new Error(`${dataset} has no table here`);
    return plan;
  }

  table(dataset: string): string {
    return `"local_consumption"."${this.plan(dataset).warehouse.table}"`;
  }

  async run(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowObjectsJson();
  }

  /** Puts rows into a table; a row is its columns' SQL, in the order of the contract. */
  async insert(dataset: string, rows: readonly (readonly string[])[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = this.plan(dataset).columns.map(({ name }) => `"${name}"`);
    const values = rows.map((row) => `(${row.join(", ")})`);
    await this.run(`INSERT INTO ${this.table(dataset)} (${columns.join(", ")}) VALUES ${values.join(", ")}`);
  }

  async empty(dataset: string): Promise<void> {
    await this.run(`DELETE FROM ${this.table(dataset)}`);
  }

  /** Makes partitions new; what the counts said before. */
  async derive(dataset: string, partitions: Partitions): Promise<Made> {
    const { derive, deriveCounts, inputRange } = this.plan(dataset).warehouse.duckdb;
    const values = {
      target: this.table(dataset),
      partitionRange: this.#range(dataset, partitions),
      ...(inputRange === null ? {} : { inputRange: this.#filled(inputRange, dataset, partitions) }),
    };
    const [counts] = await this.run(splice(deriveCounts ?? "", values));
    await this.run(splice(derive ?? "", values));
    return { inserted: Number(counts?.inserted), updated: Number(counts?.updated), deleted: Number(counts?.deleted) };
  }

  /** What each check measures over these partitions. */
  async checks(dataset: string, partitions: Partitions): Promise<Record<string, number | null>> {
    const rows = { target: this.table(dataset), range: this.#range(dataset, partitions) };
    const measured: Record<string, number | null> = {};
    for (const { id, statement } of this.plan(dataset).checks) {
      const [row] = await this.run(`SELECT (${checkQuery(statement ?? "", rows)})::DOUBLE AS measured`);
      measured[id] = row?.measured === null ? null : Number(row?.measured);
    }
    return measured;
  }

  /** Everything a table holds, one text a row, sorted. */
  async rows(dataset: string): Promise<string[]> {
    const rows = await this.run(`SELECT to_json(t) AS row FROM ${this.table(dataset)} AS t`);
    return rows.map(({ row }) => String(row)).sort();
  }

  #range(dataset: string, partitions: Partitions): string {
    return this.#filled(this.plan(dataset).warehouse.duckdb.partitionRange, dataset, partitions);
  }

  #filled(template: string, dataset: string, partitions: Partitions): string {
    return partitions === "all"
      ? wholeRange(template)
      : partitionRange(template, this.plan(dataset).partition.granularity, partitions);
  }

  async #create(dataset: string): Promise<void> {
    const contract = ownContract(dataset);
    const inputs = inputsOf(contract);
    for (const input of inputs) await this.#create(input.dataset);
    const plan = compilePlan(contract, LOCAL, inputs);
    this.#plans.set(dataset, plan);
    for (const sql of [...plan.warehouse.duckdb.schemas, plan.warehouse.duckdb.createTable]) await this.run(sql);
  }
}
