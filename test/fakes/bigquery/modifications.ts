import { BigQueryError } from "./errors.ts";
import type { TableName } from "./tables.ts";

/**
 * How often tables were changed by load, copy and query jobs, by UTC day: jobs that fail count, DML does not
 * (https://cloud.google.com/bigquery/docs/optimize-load-jobs).
 */
export class Modifications {
  readonly #counts = new Map<string, number>();
  readonly #now: () => number;
  readonly #most: number;

  constructor(now: () => number, most: number) {
    this.#now = now;
    this.#most = most;
  }

  /** Of today, unless told. */
  of({ dataset, table }: TableName, day = this.#today()): number {
    return this.#counts.get(`${day} ${dataset}.${table}`) ?? 0;
  }

  /** Throws once there are too many; this one counts all the same. */
  count(name: TableName): void {
    const used = this.of(name) + 1;
    this.#counts.set(`${this.#today()} ${name.dataset}.${name.table}`, used);
    if (used <= this.#most) return;
    throw new BigQueryError(
      "quotaExceeded",
      "Quota exceeded: Your table exceeded quota for Number of partition modifications to a column partitioned table",
    );
  }

  #today(): string {
    return new Date(this.#now()).toISOString().slice(0, 10);
  }
}
