import {
  type Counts,
  type Job,
  type JobError,
  JobExists,
  JobRefused,
  Unavailable,
  type Warehouse,
} from "../../ports.ts";
import { assertJob } from "../assert-job.ts";
import { failureOf, isDenied, Refused } from "./answer.ts";
import type { Api } from "./api.ts";
import { configurationOf, type Place } from "./configure-job.ts";
import { type JobType, kindOf } from "./reasons.ts";
import type { RestJob } from "./rest.ts";

/** What is read of a job: its configuration may name thousands of files. */
const FIELDS = [
  "jobReference",
  "configuration(jobType,labels)",
  "status",
  "statistics(creationTime,load/outputRows,copy/copiedRows,query(dmlStats,totalBytesBilled))",
].join();

export function jobInserter(api: Api, place: Place): Warehouse["insert"] {
  return async (id, labels, spec) => {
    assertJob(id, labels, spec);
    const { project, location } = place;
    const body: RestJob = {
      jobReference: { projectId: project, jobId: id, location },
      configuration: { ...configurationOf(place, spec), labels: { ...labels } },
    };
    try {
      await api<RestJob>({ method: "POST", path: ["jobs"], query: { fields: "jobReference" }, body });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409) throw new JobExists(id);
      if (isDenied(error)) throw failureOf(error);
      // Some refusals are kept as jobs that failed, and use the id up. Then `job` tells of them.
      if (await findJob(api, place, id)) return;
      throw notTaken(id, typeOf(spec.kind), error);
    }
  };
}

/** A refusal that passes says no more than that the service is not there now. */
function notTaken(id: string, type: JobType, { reason, message }: Refused): Error {
  const error: JobError = { kind: kindOf(type, { reason, message }), reason, message };
  if (error.kind === "passing") return new Unavailable(`BigQuery does not take job ${id} now: ${reason}: ${message}`);
  return new JobRefused(id, error);
}

function typeOf(kind: string): JobType {
  return kind === "load" ? "LOAD" : kind === "copy" ? "COPY" : "QUERY";
}

/** Null: BigQuery knows no such job in this location. */
export async function findJob(api: Api, { location }: Place, id: string): Promise<Job | null> {
  try {
    const found = await api<RestJob>({ method: "GET", path: ["jobs", id], query: { location, fields: FIELDS } });
    return jobOf(id, found);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw failureOf(error);
  }
}

const STATES: Readonly<Record<string, Job["state"]>> = { PENDING: "pending", RUNNING: "running", DONE: "done" };

function jobOf(id: string, { configuration, status, statistics }: RestJob): Job {
  const state = STATES[status?.state ?? ""];
  const created = Number(statistics?.creationTime);
  if (!state || !Number.isFinite(created)) throw new Unavailable(`BigQuery does not tell the state of job ${id}`);
  const type = configuration?.jobType;
  const { reason = "unknown", message = "" } = status?.errorResult ?? {};
  return {
    id,
    labels: configuration?.labels ?? {},
    state,
    error:
      state === "done" && status?.errorResult
        ? { kind: kindOf(type === "LOAD" || type === "COPY" ? type : "QUERY", { reason, message }), reason, message }
        : null,
    counts: countsOf(statistics ?? {}),
    created: new Date(created).toISOString(),
  };
}

/** 64-bit numbers come as texts; what a job does not do is not there. Loads and copies are billed nothing. */
function countsOf({ load, copy, query }: NonNullable<RestJob["statistics"]>): Counts {
  const { insertedRowCount, updatedRowCount, deletedRowCount } = query?.dmlStats ?? {};
  return {
    loaded: Number(load?.outputRows ?? 0),
    copied: Number(copy?.copiedRows ?? 0),
    inserted: Number(insertedRowCount ?? 0),
    updated: Number(updatedRowCount ?? 0),
    deleted: Number(deletedRowCount ?? 0),
    bytesScanned: Number(query?.totalBytesBilled ?? 0),
  };
}
