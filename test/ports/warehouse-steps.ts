import { expect } from "@jest/globals";
import type { Counts, Job, JobSpec, SourceFile, TableRef, TableShape } from "../../lakehouse/ports.ts";
import { finished, Jobs } from "./warehouse-jobs.ts";
import { type Bench, type Dataset, type Fault, type Sample, sorted } from "./warehouse-samples.ts";

export const none = { loaded: 0, copied: 0, inserted: 0, updated: 0, deleted: 0 };

/** Rows of a job, or why it failed. What was billed differs between warehouses. */
export function counts({ error, counts: { bytesScanned, ...rows } }: Job): string | Omit<Counts, "bytesScanned"> {
  return error ? error.kind : rows;
}

export function partitionsOf(rows: readonly Sample[]): string[] {
  return [...new Set(rows.map(({ partition }) => partition))];
}

/** One of the suite's datasets, worked step by step under job ids of its own. */
export class Steps {
  readonly jobs: Jobs;
  readonly target: TableRef;
  readonly #bench: Bench;
  readonly #dataset: Dataset;
  #next = 0;

  constructor(bench: Bench, dataset: Dataset) {
    this.jobs = new Jobs(bench, dataset);
    this.target = this.jobs.target;
    this.#bench = bench;
    this.#dataset = dataset;
  }

  staging(table: string): TableRef {
    return this.jobs.staging(table);
  }

  file(rows: readonly Sample[], fault?: Fault): Promise<SourceFile> {
    return this.#bench.file(this.#dataset, rows, fault);
  }

  /** Of a table that is there. */
  async shape(table: TableRef = this.target): Promise<TableShape> {
    const shape = await this.#bench.warehouse.shape(table);
    if (!shape) throw new Error(`${table.table} is not there`);
    return shape;
  }

  /** What a table holds, sorted; null: it is not there. */
  async held(table: TableRef = this.target): Promise<string[] | null> {
    return sorted(await this.#bench.held(this.#dataset, table));
  }

  /** Submits a job and waits for its end. */
  async act(spec: JobSpec): Promise<Job> {
    this.#next += 1;
    const id = `${this.#dataset}-${this.#next}`;
    await this.#bench.warehouse.insert(id, { suite: "warehouse" }, spec);
    return finished(this.#bench, id);
  }

  /** Files into a staging table of this name, in the shape of the target. */
  async load(table: string, files: readonly SourceFile[]): Promise<Job> {
    return this.act(this.jobs.load(this.staging(table), files, await this.shape()));
  }

  /** Rows in a staging table of their own. */
  async staged(rows: readonly Sample[]): Promise<TableRef> {
    const table = `own_${this.#next}`;
    const { error } = await this.load(table, [await this.file(rows)]);
    expect(error).toBeNull();
    return this.staging(table);
  }

  /** Rows behind the target's, as they are. */
  async append(rows: readonly Sample[]): Promise<void> {
    expect(await this.copy(await this.staged(rows), partitionsOf(rows))).toBe(rows.length);
  }

  /** As many jobs as it takes; how many rows they copied. */
  async copy(from: TableRef, partitions: readonly string[]): Promise<number> {
    const most = this.#bench.warehouse.partitionsPerCopy;
    let copied = 0;
    for (let at = 0; at < partitions.length; at += most) {
      const job = await this.act(this.jobs.copy(from, partitions.slice(at, at + most)));
      expect(counts(job)).toEqual({ ...none, copied: job.counts.copied });
      copied += job.counts.copied;
    }
    return copied;
  }
}
