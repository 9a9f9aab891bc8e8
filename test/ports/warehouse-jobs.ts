import type { Plan, PlanWarehouse } from "../../lakehouse/plan/plan.ts";
import { quoteText, splice } from "../../lakehouse/plan/quote.ts";
import { BIGQUERY, DUCKDB } from "../../lakehouse/plan/warehouse/dialect.ts";
import { partitionRange } from "../../lakehouse/plan/warehouse/partition-range.ts";
import type { Job, JobSpec, SourceFile, TableRef, TableShape, Warehouse } from "../../lakehouse/ports.ts";
import { type Bench, type Dataset, namesOf } from "./warehouse-samples.ts";

/** What the derived job of the suite reads; a warehouse without SQL must know it. */
export const derivedFrom = "p900_0";

/** Jobs of a dataset with the texts of its plan, as a publisher makes them. */
export class Jobs {
  readonly target: TableRef;
  readonly #bench: Bench;
  readonly #dataset: Dataset;

  constructor(bench: Bench, dataset: Dataset) {
    this.#bench = bench;
    this.#dataset = dataset;
    this.target = namesOf(bench.plans[dataset]).consumption;
  }

  staging(table: string): TableRef {
    return { dataset: namesOf(this.#bench.plans[this.#dataset]).staging.dataset, table };
  }

  load(into: TableRef, files: readonly SourceFile[], shape: TableShape): JobSpec {
    const { load } = this.#statements;
    const text = load && this.#fill(load, into, { files: "{files}" });
    return { kind: "load", files, into, shape, text };
  }

  copy(from: TableRef, partitions: readonly string[]): Extract<JobSpec, { kind: "copy" }> {
    const { append } = this.#statements;
    const text = append && this.#fill(append, from, this.#range(partitions));
    return { kind: "copy", from, into: this.target, partitions, text };
  }

  look(from: TableRef, partitions: readonly string[], into: TableRef): JobSpec {
    const text = this.#fill(this.#statements.look ?? "", from, this.#range(partitions));
    return { kind: "look", from, target: this.target, partitions, into, text };
  }

  merge(from: TableRef, partitions: readonly string[]): JobSpec {
    const { merge, mergeCounts } = this.#statements;
    const fill = (text: string) => this.#fill(text, from, this.#range(partitions));
    const texts = { text: fill(merge ?? ""), counts: mergeCounts && fill(mergeCounts) };
    return { kind: "merge", from, target: this.target, partitions, formerDrops: [], ...texts };
  }

  replace(from: TableRef, partitions: readonly string[], formerDrops: readonly string[]): JobSpec {
    const { replace, replaceCounts } = this.#statements;
    const places = { ...this.#range(partitions), formerDrops: formerDrops.map(quoteText).join(", ") };
    const fill = (filled: string) => this.#fill(filled, from, places);
    const texts = { text: fill(replace ?? ""), counts: replaceCounts && fill(replaceCounts) };
    return { kind: "replace", from, target: this.target, partitions, formerDrops, ...texts };
  }

  /** The partitions become what the table `derivedFrom` holds of them. */
  derive(partitions: readonly string[]): JobSpec {
    const { dialect } = this.#bench.warehouse;
    const fill = (text: string) => this.#fill(text, this.staging(derivedFrom), this.#range(partitions));
    const text = fill(deriveText(this.#bench.plans[this.#dataset], dialect));
    const rows = (table: string) => `(SELECT count(*) FROM ${table} AS t WHERE {partitionRange})`;
    const counts = `SELECT ${rows("{staging}")} AS inserted, ${rows("{target}")} AS deleted`;
    return {
      kind: "derive",
      from: null,
      target: this.target,
      partitions,
      formerDrops: [],
      text,
      counts: dialect === "bigquery" ? null : fill(counts),
    };
  }

  /** A query of the target's rows in these partitions. */
  rowsByPartition(partitions: readonly string[]): string {
    return this.#fill(this.#statements.rowsByPartition, this.target, this.#range(partitions));
  }

  get #statements(): PlanWarehouse {
    return this.#bench.plans[this.#dataset].warehouse[this.#bench.warehouse.dialect];
  }

  #range(partitions: readonly string[]): Record<string, string> {
    const { granularity } = this.#bench.plans[this.#dataset].partition;
    return {
      partitions: partitions.map(quoteText).join(", "),
      partitionRange: partitionRange(this.#statements.partitionRange, granularity, partitions),
    };
  }

  #fill(text: string, staging: TableRef, places: Readonly<Record<string, string>> = {}): string {
    const { quote } = this.#bench;
    return splice(text, { target: quote(this.target), staging: quote(staging), ...places });
  }
}

/** What the suite derives by; a plan's own query would need tables of its inputs. */
export function deriveText({ warehouse }: Plan, dialect: Warehouse["dialect"]): string {
  const names = (warehouse.bigquery.schema as { readonly name: string }[]).map(({ name }) => name);
  const columns = names.map((dialect === "bigquery" ? BIGQUERY : DUCKDB).quote);
  return `MERGE INTO {target} AS t USING (SELECT * FROM {staging} AS t WHERE {partitionRange}) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND {partitionRange} THEN DELETE
WHEN NOT MATCHED THEN INSERT (${columns.join(", ")}) VALUES (${columns.map((name) => `s.${name}`).join(", ")})`;
}

/** A job that was submitted, once it has ended. */
export async function finished({ warehouse }: Pick<Bench, "warehouse">, id: string): Promise<Job> {
  for (;;) {
    const job = await warehouse.job(id);
    if (!job) throw new Error(`job ${id} is unknown, though it was submitted`);
    if (job.state === "done") return job;
  }
}
