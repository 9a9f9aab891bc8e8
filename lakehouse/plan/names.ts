import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

// Every path and physical name is computed here, from dataset, drop and environment: nothing random but the token
// that keeps two attempts' files apart.

export interface DropIdentity {
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
}

/** The drop's key: first 24 hex digits of sha256 over `bucket/name#generation`. */
export function dropKey({ bucket, name, generation }: DropIdentity): string {
  return hashText(`${bucket}/${name}#${generation}`).slice(0, 24);
}

/** sha256 of a text as 64 hex digits. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

export function rawPath(dataset: string, day: string, key: string): string {
  return `raw/${dataset}/dt=${day}/${key}.parquet`;
}

export function reportPath(dataset: string, key: string, round: number): string {
  return `ledger/${dataset}/reports/${key}/${round}.json`;
}

export function planPath(hash: string): string {
  return `plans/${hash}.json`;
}

/** Folder of one attempt's files in a zone; nothing reads it but through a report. */
export function attemptFolder(
  zone: "staging" | "quarantine",
  dataset: string,
  day: string,
  key: string,
  round: number,
  attempt: number,
): string {
  return `${zone}/${dataset}/dt=${day}/${key}/${round}-${attempt}`;
}

/** Where the tables of a dataset are: BigQuery dataset and table ids, and the DuckDB schema of the same name. */
export interface TableNames {
  readonly consumption: { readonly dataset: string; readonly table: string };
  readonly quarantine: { readonly dataset: string; readonly table: string };
  /** Dataset of the staging tables, one table per publication. */
  readonly staging: { readonly dataset: string };
}

/** BigQuery ids allow letters, digits and underscores; an environment's hyphens become underscores. */
export function tableNames(environment: string, dataset: string, table: string, quarantineTable: string): TableNames {
  const prefix = environment.replaceAll("-", "_");
  return {
    consumption: { dataset: `${prefix}_consumption`, table },
    quarantine: { dataset: `${prefix}_quarantine`, table: quarantineTable },
    staging: { dataset: `${prefix}_staging_${dataset}` },
  };
}
