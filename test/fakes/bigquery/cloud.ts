import type { Database } from "./database.ts";
import type { Modifications } from "./modifications.ts";
import type { Recognise } from "./statements/recognise.ts";
import type { Tables } from "./tables.ts";

/** What stands around the service. */
export interface BigQueryOptions {
  readonly project: string;
  /** Of all datasets. */
  readonly location: string;
  /** Milliseconds since 1970, by the service's clock. */
  now(): number;
  /** Resources are `project`, `dataset`, `dataset.table`, `bucket/object`. */
  allowed(account: string, permission: string, resource: string): boolean;
  /** An object's bytes; null: there is none. */
  read(bucket: string, name: string): Uint8Array | null | Promise<Uint8Array | null>;
  /** Names in a bucket, which patterns in addresses are held against. */
  list?(bucket: string): readonly string[] | Promise<readonly string[]>;
  /** After how many later calls, whoever makes them, a job ends; 0, as by default: at once. */
  lasts?(id: string): number;
  /** Load, copy and query jobs that may change one table on one UTC day; 1,500 unless told. */
  readonly modificationsPerDay?: number;
  /** Rows and tables in one answer at most, however many are asked for. */
  readonly pageSize?: number;
  /** Where objects are laid down to be read; a folder that is there. */
  readonly scratch: string;
}

/** What jobs work with. */
export interface Inside {
  readonly options: BigQueryOptions;
  readonly database: Database;
  readonly tables: Tables;
  readonly modifications: Modifications;
  readonly recognise: Recognise;
}
