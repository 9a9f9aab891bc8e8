import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import type { Plan, PlanWarehouse } from "../../lakehouse/plan/plan.ts";
import { quoteText, splice } from "../../lakehouse/plan/quote.ts";
import { partitionRange } from "../../lakehouse/plan/warehouse/partition-range.ts";
import { ownContract } from "./contracts.ts";

/** Statements by the name they have in the plan. */
type StatementName = {
  [Name in keyof PlanWarehouse]: PlanWarehouse[Name] extends string | null ? Name : never;
}[keyof PlanWarehouse];

export interface Filling {
  readonly partitions: readonly string[];
  readonly formerDrops?: readonly string[];
  /** Of former drops; those of the batch are in the range anyway. */
  readonly otherPartitions?: readonly string[];
}

/** The DuckDB statements of one of test/plan/contracts, over tables in memory. The session's zone is far from UTC. */
export class LocalWarehouse {
  readonly plan: Plan;
  readonly #connection: DuckDBConnection;
  readonly #target: string;
  readonly #staging: string;

  private constructor(plan: Plan, connection: DuckDBConnection) {
    this.plan = plan;
    this.#connection = connection;
    this.#target = `"local_consumption"."${plan.warehouse.table}"`;
    this.#staging = `"local_staging_${plan.dataset}"."p1_0"`;
  }

  static async of(dataset: string): Promise<LocalWarehouse> {
    const connection = await (await DuckDBInstance.create()).connect();
    const warehouse = new LocalWarehouse(compilePlan(ownContract(dataset), LOCAL), connection);
    await connection.run("SET TimeZone = 'Pacific/Auckland'; SET threads = 1");
    for (const schema of warehouse.plan.warehouse.duckdb.schemas) await connection.run(schema);
    await warehouse.run("createTable", { partitions: [] });
    await warehouse.run("createStaging", { partitions: [] });
    return warehouse;
  }

  async empty(): Promise<void> {
    await this.#connection.run(`DELETE FROM ${this.#target}`);
  }

  /** Fills staging; a row is its columns' SQL. */
  async stage(rows: readonly (readonly string[])[]): Promise<void> {
    await this.#connection.run(`DELETE FROM ${this.#staging}`);
    if (rows.length === 0) return;
    await this.#connection.run(
      `INSERT INTO ${this.#staging} VALUES ${rows.map((row) => `(${row.join(", ")})`).join(", ")}`,
    );
  }

  async load(files: readonly string[]): Promise<void> {
    await this.#connection.run(
      splice(this.plan.warehouse.duckdb.load ?? "", { staging: this.#staging, files: files.map(quoteText).join(", ") }),
    );
  }

  async run(name: StatementName, filling: Filling): Promise<Record<string, unknown>[]> {
    const sql = this.plan.warehouse.duckdb[name];
    if (sql === null) throw new Error(`the plan has no ${name}`);
    const { partitions, formerDrops = [], otherPartitions = [] } = filling;
    const ids = [...partitions, ...otherPartitions];
    const range =
      ids.length === 0
        ? "FALSE"
        : partitionRange(this.plan.warehouse.duckdb.partitionRange, this.plan.partition.granularity, ids);
    return this.query(
      splice(sql, {
        target: this.#target,
        staging: this.#staging,
        partitions: partitions.map(quoteText).join(", "),
        partitionRange: range,
        formerDrops: formerDrops.map(quoteText).join(", ") || "NULL",
      }),
    );
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowObjectsJson();
  }

  /** Everything the target or staging holds, one text a row, sorted. */
  async rows(of: "target" | "staging" = "target"): Promise<string[]> {
    const table = of === "target" ? this.#target : this.#staging;
    const rows = await this.query(
      `SELECT to_json(t) AS row FROM (SELECT * REPLACE (epoch_us(sluice_arrived) AS sluice_arrived) FROM ${table}) AS t`,
    );
    // Windows write the 0.0 that -0.0 equals.
    return rows.map(({ row }) => String(row).replaceAll(":-0.0", ":0.0")).sort();
  }
}
