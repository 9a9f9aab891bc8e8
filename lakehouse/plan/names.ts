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

export function entryPath(dataset: string, day: string, key: string): string {
  return `ledger/${dataset}/drops/dt=${day}/${key}.json`;
}

/**
 * Markers are empty objects, found by listing: `open` until the drop's end, `ready` until its publication. The day leads
 * to the entry, which lies below it. Each belongs to a round: who is late to remove it must not hide a later one.
 */
export function markerPath(dataset: string, marker: "open" | "ready", day: string, key: string, round: number): string {
  return `ledger/${dataset}/${marker}/dt=${day}/${key}-${round}`;
}

export function namePath(dataset: string, name: string): string {
  return `ledger/${dataset}/names/${hashText(name).slice(0, 32)}.json`;
}

/** Marks an upload that ended REJECTED or POISON, by its object's name: found by listing those of one name, or of all. */
export function refusedPath(dataset: string, name: string, day: string, key: string): string {
  return `ledger/${dataset}/refused/${hashText(name).slice(0, 32)}/dt=${day}/${key}`;
}

/** A publication of the log; twelve digits, so that names sort as numbers do. */
export function logPath(dataset: string, number: number): string {
  return `ledger/${dataset}/log/${String(number).padStart(12, "0")}.json`;
}

export function checkpointPath(dataset: string): string {
  return `ledger/${dataset}/checkpoint.json`;
}

export function epochPath(dataset: string): string {
  return `ledger/${dataset}/epoch.json`;
}

export function manifestPath(dataset: string, job: string): string {
  return `ledger/${dataset}/jobs/${job}.json`;
}

/** Committed files of one publication, one URI a line: what lake readers read. */
export function committedPath(dataset: string, number: number): string {
  return `committed/${dataset}/${String(number).padStart(12, "0")}.txt`;
}

/** A message of the outbox; numbered like the log, so that no fact is in two. */
export function messagePath(dataset: string, number: number): string {
  return `outbox/${dataset}/messages/${String(number).padStart(12, "0")}.json`;
}

/** Marks what became of a round of a drop, of which something is to be told. */
export function pendingPath(dataset: string, day: string, key: string, round: number, state: string): string {
  return `outbox/${dataset}/pending/dt=${day}/${key}-${round}-${state}`;
}

/** Says that a message holds it. */
export function toldPath(dataset: string, day: string, key: string, round: number, state: string): string {
  return `outbox/${dataset}/told/dt=${day}/${key}-${round}-${state}`;
}

export function landingPath(name: string): string {
  return `landing/${name}`;
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

/** Of a dataset's table, that over its good rows as they lie in the lake. */
export function goodTable(table: string): string {
  return `${table}_good`;
}

/** Staging table of load `k` of publication `n`; beside it what was found by looking, and scratch for halves of a load. */
export function stagingTable(number: number, load: number): string {
  return `p${number}_${load}`;
}

export function lookTable(number: number, load: number, attempt: number): string {
  return `p${number}_${load}_look${attempt}`;
}

export function probeTable(number: number, step: string, attempt: number): string {
  return `p${number}_${step.replaceAll("-", "_")}_${attempt}`;
}

/** Unique for all time: who submits it again meets the first. BigQuery allows letters, digits, `-` and `_`. */
export function jobId(
  environment: string,
  dataset: string,
  epoch: string,
  number: number,
  step: string,
  attempt: number,
): string {
  return `sluice-${environment}-${dataset}-${epoch}-${number}-${step}-${attempt}`;
}

/** Name of a launched job, by all that it is told: who tells something else starts another job. */
export function launchName(dataset: string, task: string): string {
  return `sluice-${dataset.replaceAll("_", "-")}-${hashText(task).slice(0, 24)}`;
}

/** Marks a message whose notes wait for a digest, or a digest that has not settled the notes that it tells. */
export function notedPath(dataset: string, number: number): string {
  return `outbox/${dataset}/noted/${String(number).padStart(12, "0")}`;
}

/** Where a list of the messages may start: a hint, never a truth. */
export function outboxHintPath(dataset: string): string {
  return `outbox/${dataset}/last.json`;
}

/** What the dataset cost when that was asked last, for the digest of a Monday. */
export function weekCostPath(dataset: string): string {
  return `outbox/${dataset}/week-cost.json`;
}

/** Up to when it is known of each expected day whether its drop came. */
export function awaitedPath(dataset: string): string {
  return `outbox/${dataset}/awaited.json`;
}

// No dataset has a hyphen in its name, so these meet none.

/** Marks a message whose mail is not sent yet; one folder for all datasets of an environment. */
export function toSendPath(dataset: string, number: number): string {
  return `outbox/to-send/${dataset}/${String(number).padStart(12, "0")}`;
}

/** Says that people were told of an object of landing that belongs to no dataset; the key is a drop's, of all its facts. */
export function unmatchedPath(key: string): string {
  return `outbox/no-contract/${key}.json`;
}

/** What DAGs tell, of a dataset or of none, lies below it until it is in a message. */
export const DAG_NOTES = "outbox/from-dags/";

/** Of notes that are of no dataset, and of the messages about them. */
export const ALL_DATASETS = "all-datasets";

/** A note of a DAG; the key is of dag, run, task and kind, so that one that is written again is the same. */
export function dagNotePath(dataset: string | null, key: string): string {
  return `${DAG_NOTES}${dataset ?? ALL_DATASETS}/${key}.json`;
}

/** Where a note goes that nobody can read. */
export function refusedDagNotePath(path: string): string {
  return path.replace(DAG_NOTES, "outbox/from-dags-refused/");
}

/** What was mailed on one UTC day, for the daily cap. */
export function mailDayPath(day: string): string {
  return `outbox/by-day/${day}.json`;
}

/** What the checks after a publication found; numbered as the publication. */
export function checksPath(dataset: string, number: number): string {
  return `ledger/${dataset}/checks/${String(number).padStart(12, "0")}.json`;
}

/** Marks such a record of which something is to be told. */
export function pendingChecksPath(dataset: string, number: number): string {
  return `outbox/${dataset}/pending/checks/${String(number).padStart(12, "0")}`;
}

/** Container spec of a template, by its content: to go back is to name the old one. */
export function templateSpecPath(template: string, text: string): string {
  return `templates/${template}/spec-${hashText(text).slice(0, 12)}.json`;
}

/**
 * Where an object of the lake is in Cloud Storage: `gs://acme-dev-{zone}` has a bucket for each zone, which is the first
 * folder of a name, `gs://acme-dev/lake` one for all. host/store/places.py reads the same.
 */
export function objectUrl(lake: string, name: string): string {
  const [zone = "", ...rest] = name.split("/");
  const base = lake.replace(/\/+$/, "");
  return base.includes("{zone}") ? `${base.replaceAll("{zone}", zone)}/${rest.join("/")}` : `${base}/${name}`;
}
