import type { DuckDBConnection } from "@duckdb/node-api";
import type { Counts, Job, JobError, JobSpec } from "../../ports.ts";

/** One row of `sluice.jobs`; it is written with the effect of its job, in one transaction. */
export interface JobRecord {
  readonly id: string;
  readonly kind: JobSpec["kind"];
  readonly labels: Readonly<Record<string, string>>;
  readonly error: JobError | null;
  readonly counts: Counts;
  readonly created: string;
}

/** Null: the id was never used. Who has a record is done: jobs run to their end before anything is written. */
export async function findJob(connection: DuckDBConnection, id: string): Promise<Job | null> {
  const reader = await connection.runAndReadAll(
    "SELECT labels, error, counts, created FROM sluice.jobs WHERE id = $1",
    [id],
  );
  const [row] = reader.getRowsJson();
  if (!row) return null;
  const [labels, error, counts, created] = row;
  return {
    id,
    labels: JSON.parse(String(labels)) as Job["labels"],
    state: "done",
    error: error === null ? null : (JSON.parse(String(error)) as JobError),
    counts: JSON.parse(String(counts)) as Counts,
    created: String(created),
  };
}

export async function recordJob(
  connection: DuckDBConnection,
  { id, kind, labels, error, counts, created }: JobRecord,
): Promise<void> {
  await connection.run(
    "INSERT INTO sluice.jobs (id, kind, labels, error, counts, created) VALUES ($1, $2, $3, $4, $5, $6)",
    [id, kind, JSON.stringify(labels), error === null ? null : JSON.stringify(error), JSON.stringify(counts), created],
  );
}
