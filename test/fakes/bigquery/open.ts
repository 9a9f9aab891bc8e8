import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBigQueryWarehouse } from "../../../lakehouse/adapters/bigquery.ts";
import type { Patience } from "../../../lakehouse/adapters/patience.ts";
import type { Warehouse } from "../../../lakehouse/ports.ts";
import { actAs } from "../http/act-as.ts";
import { alone } from "../http/alone.ts";
import { type Surroundings, serve } from "../http/serve.ts";
import { type BigQueryOptions, type BigQueryService, createBigQueryService } from "./service.ts";

/** BigQuery without the rest of the cloud, and a warehouse that asks it as it does on Google Cloud. */
export interface LoneBigQuery {
  readonly fake: BigQueryService;
  readonly warehouse: Warehouse;
  readonly around: ReturnType<typeof alone>;
  /** Objects by their addresses, `gs://bucket/name`. */
  readonly objects: Map<string, Uint8Array>;
  readonly endpoint: string;
  /** Root of the lake whose files are loaded. */
  readonly lake: string;
  close(): Promise<void>;
}

export interface LoneOptions extends Partial<Omit<BigQueryOptions, "now" | "allowed" | "project" | "location">> {
  readonly project: string;
  readonly location: string;
  readonly allowed?: Surroundings["allowed"];
  readonly now?: () => number;
  /** Who asks. */
  readonly account?: string;
  readonly lake?: string;
  readonly patience?: Patience;
}

/** Waits that a test can bear. */
export const QUICK: Patience = { attempts: 4, firstWaitMs: 1, timeoutMs: 400 };
/** For what is no fault: a busy machine must not break a test. */
const CALM: Patience = { ...QUICK, timeoutMs: 30_000 };

export async function openBigQuery({ allowed, now, patience = CALM, ...options }: LoneOptions): Promise<LoneBigQuery> {
  const { project, location, lake = "gs://acme-{zone}", account = "someone@acme.iam.gserviceaccount.com" } = options;
  const scratch = await mkdtemp(join(tmpdir(), "sluice-bigquery-"));
  const around = { ...alone(allowed), ...(now && { now }) };
  const objects = new Map<string, Uint8Array>();
  const fake = await createBigQueryService({
    scratch,
    read: (bucket, name) => objects.get(`gs://${bucket}/${name}`) ?? null,
    list: (bucket) => [...objects.keys()].flatMap((uri) => uri.split(`gs://${bucket}/`)[1] ?? []),
    ...options,
    now: around.now,
    allowed: (account, permission, resource) => around.allowed(account, permission, resource),
  });
  const serving = await serve(fake.service, around);
  const putOff = withoutPersons();
  const leave = await actAs(account, project, around);
  return {
    fake,
    around,
    objects,
    endpoint: serving.url,
    lake,
    warehouse: createBigQueryWarehouse({ project, location, lake, endpoint: serving.url, patience }),
    close: async () => {
      await leave();
      putOff();
      await serving.close();
      fake.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** Whoever is logged in on this machine is not to be asked. */
function withoutPersons(): () => void {
  const names = ["HOME", "APPDATA", "GOOGLE_APPLICATION_CREDENTIALS"];
  const former = Object.fromEntries(names.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : [])));
  for (const name of names) delete process.env[name];
  return () => Object.assign(process.env, former);
}
