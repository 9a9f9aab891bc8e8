/** A table by names; the adapter knows the project. */
export interface TableRef {
  readonly dataset: string;
  readonly table: string;
}

/** A column as BigQuery's API describes it, or with DuckDB's type name. */
export interface TableColumn {
  readonly name: string;
  /** With its parameters, `NUMERIC(10, 2)`: who is given it can make the same column. */
  readonly type: string;
  readonly mode: "NULLABLE" | "REQUIRED" | "REPEATED";
  /** Of a column that has some, or whose items have. */
  readonly fields?: readonly TableColumn[] | undefined;
}

/** What a staging table must share with its target, so that partitions can be copied between them. */
export interface TableShape {
  readonly columns: readonly TableColumn[];
  /** Granularity and column; null: the warehouse has no partitions of its own. */
  readonly partitioning: { readonly type: string; readonly field: string } | null;
  readonly clustering: readonly string[];
}

/** A good file, by object name and generation. */
export interface SourceFile {
  readonly uri: string;
  readonly generation: string;
}

/**
 * What a job shall do. A warehouse with load and copy jobs of its own reads the fields; one that only knows SQL runs
 * `text` (null where the plan has none for its dialect). Both do the same, which the conformance suite holds.
 */
export type JobSpec =
  | {
      /** Good files into a new table of this shape (which must not exist, or be left by this same job). Columns that a file lacks are NULL; a column that the shape lacks is a `data` error. */
      readonly kind: "load";
      readonly files: readonly SourceFile[];
      readonly into: TableRef;
      readonly shape: TableShape;
      /** With the place `{files}` left for the adapter, which knows where they lie. */
      readonly text: string | null;
    }
  | {
      /** `from$P` behind `into$P` (WRITE_APPEND) for each partition. A source without the target's newer columns, or fields inside of them, is refused for its schema (passing). */
      readonly kind: "copy";
      readonly from: TableRef;
      readonly into: TableRef;
      readonly partitions: readonly string[];
      readonly text: string | null;
    }
  | {
      /** Result of a query into a new table, one row a partition. */
      readonly kind: "look";
      readonly from: TableRef;
      readonly target: TableRef;
      readonly partitions: readonly string[];
      readonly into: TableRef;
      readonly text: string;
    }
  | {
      /** DML over these partitions of the target. `merge`: newest sequence wins. `replace`: rows of `formerDrops` give way. `derive`: the partitions are made new. */
      readonly kind: "merge" | "replace" | "derive";
      /** Null: no new rows come from staging. Always for `derive`, whose text reads the inputs themselves; for `replace` of a batch without good rows. */
      readonly from: TableRef | null;
      readonly target: TableRef;
      readonly partitions: readonly string[];
      readonly formerDrops: readonly string[];
      readonly text: string;
      /** Tells what `text` is about to do, where the warehouse itself does not. */
      readonly counts: string | null;
    };

/** Rows, by the warehouse's own statistics; what a job of its kind does not do is 0. */
export interface Counts {
  readonly loaded: number;
  readonly copied: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Logical bytes scanned, as BigQuery bills them; 0 where nothing is billed. */
  readonly bytesScanned: number;
}

/** Why a job ended without any effect. */
export interface JobError {
  /** `data`: the same files will always fail. `passing`: again under the next id may go well. `quota`: not before long. `gone`: a table that it reads is not there. `denied`: it lacks a right, and goes well once that is there. */
  readonly kind: "data" | "passing" | "quota" | "gone" | "denied";
  /** The service's own reason, `backendError`. */
  readonly reason: string;
  readonly message: string;
}

export interface Job {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: "pending" | "running" | "done";
  /** Only of jobs that are done; null: it took effect, as a whole. */
  readonly error: JobError | null;
  readonly counts: Counts;
  /** RFC 3339 UTC. */
  readonly created: string;
}

/** Values as JSON has them: whole numbers beyond 2^53 and decimals are texts, instants RFC 3339 UTC, nested values JSON. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A warehouse as BigQuery is one: work is jobs under ids that can be used once, also by jobs that fail; a job takes
 * effect as a whole or not at all. Every call may throw `Unavailable` (an insert may then have been done) or `Denied`.
 */
export interface Warehouse {
  readonly dialect: "bigquery" | "duckdb";
  readonly location: string;
  /** Partitions that one copy job can append. */
  readonly partitionsPerCopy: number;
  /** Submits; `JobExists` if the id was used before, whatever became of that job; `JobRefused` if it is not taken. */
  insert(id: string, labels: Readonly<Record<string, string>>, spec: JobSpec): Promise<void>;
  /** Null: no such job is known. */
  job(id: string): Promise<Job | null>;
  /** Null: there is no such table. */
  shape(table: TableRef): Promise<TableShape | null>;
  /** Adds the columns, and the fields inside of columns, that a table lacks, NULL in its rows. Twice is no fault, nor is a table that is not there. */
  widen(table: TableRef, columns: readonly TableColumn[]): Promise<void>;
  /** Rows of a small table; null: there is no such table. */
  rows(table: TableRef): Promise<Row[] | null>;
  /** Rows of a query that only reads, at once and without a job id: for people and for verification. */
  query(text: string): Promise<Row[]>;
  tables(dataset: string): Promise<string[]>;
  /** Twice is no fault. */
  drop(table: TableRef): Promise<void>;
}

/** HTTP 409. It may be one's own first try. */
export class JobExists extends Error {
  override readonly name = "JobExists";
  constructor(id: string) {
    super(`job ${id} exists already`);
  }
}

/** The service does not take the job, for a reason that does not pass soon; its id stays free, and nothing was done. */
export class JobRefused extends Error {
  override readonly name = "JobRefused";
  readonly error: JobError;
  constructor(id: string, error: JobError) {
    super(`job ${id} was refused: ${error.reason}`);
    this.error = error;
  }
}
