import type { DuckDBConnection } from "@duckdb/node-api";
import type { Clock, Counts, JobError, JobSpec, Objects, Warehouse } from "../../ports.ts";
import { JobExists, ObjectNotFound } from "../../ports.ts";
import { assertJob } from "../assert-job.ts";
import { act, NO_COUNTS } from "./act.ts";
import { failureOf, JobFailed, type Located } from "./job-failed.ts";
import { findJob, recordJob } from "./jobs.ts";
import type { SharedFile } from "./shared-file.ts";
import { inTransaction } from "./statements.ts";

/**
 * Runs a job to its end: its effect and the use of its id in one transaction. A job that fails uses its id too, as in
 * BigQuery, in a second transaction: who dies between the two leaves nothing at all.
 */
export function jobInserter(
  use: SharedFile["use"],
  objects: Pick<Objects, "local">,
  clock: Clock,
): Warehouse["insert"] {
  return async (id, labels, spec) => {
    assertJob(id, labels, spec);
    const files = await locate(objects, spec);
    const once = (task: (connection: DuckDBConnection) => Promise<{ error: JobError | null; counts: Counts }>) =>
      use((connection) =>
        inTransaction(connection, "READ WRITE", async () => {
          if (await findJob(connection, id)) throw new JobExists(id);
          const { error, counts } = await task(connection);
          await recordJob(connection, { id, kind: spec.kind, labels, error, counts, created: clock.now() });
        }),
      );
    try {
      await once(async (connection) => {
        if (files instanceof JobFailed) throw files;
        return { error: null, counts: await act(connection, spec, files) };
      });
    } catch (error) {
      const failure =
        error instanceof JobFailed ? error : failureOf(error, spec.kind, files instanceof JobFailed ? [] : files);
      if (!failure) throw error;
      await once(async () => ({ error: failure.error, counts: NO_COUNTS }));
    }
  };
}

/** Local paths of the files of a load. A file that is not there is the job's failure, and not before its id is known to be free. */
async function locate(objects: Pick<Objects, "local">, spec: JobSpec): Promise<Located | JobFailed> {
  if (spec.kind !== "load") return [];
  const located: { uri: string; path: string }[] = [];
  for (const { uri, generation } of spec.files) {
    try {
      located.push({ uri, path: await objects.local(uri, { generation }) });
    } catch (error) {
      if (!(error instanceof ObjectNotFound)) throw error;
      return new JobFailed("data", "notFound", `${uri} is not there as generation ${generation}`);
    }
  }
  return located;
}
