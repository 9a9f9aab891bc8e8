import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RestField, RestJob, RestTable } from "../../../lakehouse/adapters/bigquery/rest.ts";
import { ParquetWriter } from "../../property/write-parquet.ts";
import { tokenFor } from "../http/tokens.ts";
import { type LoneBigQuery, type LoneOptions, openBigQuery } from "./open.ts";

/** What came back; of an error its reason and message. */
export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** Of a call that was refused, or of a job that failed; null: all is well. */
  readonly error: { readonly reason: string; readonly message: string } | null;
}

/** The service as plain requests see it, with tables and objects of one's own. */
export interface Asker {
  readonly lone: LoneBigQuery;
  ask(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answered>;
  /** Of a job with an id of its own; the answer tells how it ended. */
  job(configuration: NonNullable<RestJob["configuration"]>, id?: string): Promise<Answered>;
  table(name: string, table: RestTable): Promise<Answered>;
  /** A file of a query, as an object: its address. */
  parquet(sql: string): Promise<string>;
  close(): Promise<void>;
}

export const PROJECT = "acme";
export const DATASET = "own";
const EMAIL = "someone@acme.iam.gserviceaccount.com";

export async function openAsker(options: Partial<LoneOptions> = {}): Promise<Asker> {
  const lone = await openBigQuery({ project: PROJECT, location: "EU", ...options });
  await lone.fake.createDataset(DATASET);
  const writer = new ParquetWriter();
  const folder = mkdtempSync(join(tmpdir(), "sluice-parquet-"));
  let number = 0;
  const next = () => ++number;

  return { lone, ask, job, table, parquet, close };

  async function ask(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answered> {
    const answer = await fetch(`${lone.endpoint}/bigquery/v2/projects/${PROJECT}/${path}`, {
      method,
      headers: { authorization: `Bearer ${tokenFor(EMAIL, Date.now() + 60_000)}`, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const said = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: answer.status, body: said, error: errorIn(said) };
  }

  function job(configuration: NonNullable<RestJob["configuration"]>, id = `job-${next()}`): Promise<Answered> {
    const jobReference = { projectId: PROJECT, jobId: id, location: "EU" };
    return ask("POST", "jobs", { jobReference, configuration });
  }

  function table(name: string, { ...made }: RestTable): Promise<Answered> {
    const tableReference = { projectId: PROJECT, datasetId: DATASET, tableId: name };
    return ask("POST", `datasets/${DATASET}/tables`, { tableReference, ...made });
  }

  async function parquet(sql: string): Promise<string> {
    const uri = `gs://files/${next()}.parquet`;
    const path = join(folder, "made.parquet");
    await writer.run(`COPY (${sql}) TO '${path}' (FORMAT parquet)`);
    lone.objects.set(uri, readFileSync(path));
    return uri;
  }

  async function close(): Promise<void> {
    writer.close();
    rmSync(folder, { recursive: true });
    await lone.close();
  }
}

function errorIn(body: Record<string, unknown>): Answered["error"] {
  const { error, status } = body as { error?: { errors?: { reason: string }[]; message?: string }; status?: object };
  if (error) return { reason: error.errors?.[0]?.reason ?? "", message: error.message ?? "" };
  const { errorResult } = (status ?? {}) as { errorResult?: { reason: string; message: string } };
  return errorResult ?? null;
}

export function field(name: string, type: string, more: Partial<RestField> = {}): RestField {
  return { name, type, mode: "NULLABLE", ...more };
}

export const reference = (tableId: string) => ({ projectId: PROJECT, datasetId: DATASET, tableId });
