import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGcsObjects } from "../../../lakehouse/adapters/gcs.ts";
import { type AccountName, lakeRoot } from "../../../lakehouse/plan/cloud/names.ts";
import type { Objects } from "../../../lakehouse/ports.ts";
import type { FakeCloud } from "../../fakes/cloud.ts";

/** What somebody has at hand who is no function. */
export interface Desk {
  readonly objects: Objects;
  /** Gone when the work is done. */
  readonly scratch: string;
}

let last: Promise<unknown> = Promise.resolve();

/** Works in this process as an account: its name is the whole process's, so one after the other. */
export function asAccount<Result>(
  cloud: FakeCloud,
  account: AccountName | "owner",
  work: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  const mine = last.then(() => workAs(cloud, account, work));
  last = mine.catch(() => undefined);
  return mine;
}

async function workAs<Result>(
  { environment, settings, metadata }: FakeCloud,
  account: AccountName | "owner",
  work: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  const former = { ...process.env };
  const scratch = await mkdtemp(join(tmpdir(), "sluice-desk-"));
  delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
  process.env.HOME = scratch; // where gcloud keeps the keys of whoever sits here
  process.env.GCE_METADATA_HOST = metadata[account];
  process.env.METADATA_SERVER_DETECTION = "assume-present";
  try {
    const endpoint = settings.endpoints.storage;
    return await work({ scratch, objects: createGcsObjects({ lake: lakeRoot(environment), endpoint, scratch }) });
  } finally {
    for (const name of ["GOOGLE_APPLICATION_CREDENTIALS", "HOME", "GCE_METADATA_HOST", "METADATA_SERVER_DETECTION"]) {
      if (former[name] === undefined) delete process.env[name];
      else process.env[name] = former[name];
    }
    await rm(scratch, { recursive: true, force: true });
  }
}
