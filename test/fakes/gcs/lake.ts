import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGcsObjects, type GcsObjects, type GcsOptions } from "../../../lakehouse/adapters/gcs.ts";
import { ZONES } from "../../../lakehouse/plan/cloud/names.ts";
import { Unavailable } from "../../../lakehouse/ports.ts";
import { alone } from "../http/alone.ts";
import { metadataService } from "../http/metadata.ts";
import { type Serving, type Surroundings, serve } from "../http/serve.ts";
import { createGcsService, type Gcs, type GcsOptions as ServiceOptions } from "./service.ts";

/** Cloud Storage alone, with the buckets of a lake, and accounts that ask it as they do on Google Cloud. */
export interface GcsLake {
  readonly gcs: Gcs;
  readonly around: ReturnType<typeof alone>;
  readonly endpoint: string;
  /** Sees what is about to take effect: tests change the world here. */
  before: (op: string, subject: string) => void;
  /** Milliseconds. */
  advance(by: number): void;
  /** Objects as an account sees them that has asked once; the account's name becomes the process's. */
  objects(account?: string, options?: Partial<GcsOptions>): Promise<GcsObjects>;
  close(): Promise<void>;
}

export interface GcsLakeOptions extends Partial<Omit<ServiceOptions, "now">> {
  readonly allowed?: Surroundings["allowed"];
}

export const LAKE = "gs://acme-dev-{zone}";
export const bucketOf = (zone: string) => `acme-dev-${zone}`;

/** Waits that a test can bear; what is given up is given up for good reason. */
export const QUICK = { silenceMs: 5_000, totalMs: 20_000, firstWaitMs: 1, longestWaitMs: 4, crowdedMs: 20 };

/** Time stands still but for `advance`. */
export async function openGcsLake({ allowed, ...options }: GcsLakeOptions = {}): Promise<GcsLake> {
  let time = Date.parse("2026-11-20T06:00:00.000Z");
  const now = () => time;
  const onCall: Surroundings["onCall"] = ({ op, subject }, moment) => {
    if (moment === "before") lake.before(op, subject);
  };
  const around = { ...alone(allowed), now, onCall };
  const gcs = createGcsService({ now, buckets: ZONES.map(bucketOf), demandsPreconditions: true, ...options });
  const serving = await serve(gcs.service, around);
  const scratch = await mkdtemp(join(tmpdir(), "sluice-gcs-"));
  const servers: Serving[] = [serving];
  const outside = leaveOut("HOME", "APPDATA", "GOOGLE_APPLICATION_CREDENTIALS", "GCE_METADATA_HOST");
  let opened = 0;

  const lake: GcsLake = { gcs, around, endpoint: serving.url, before: () => undefined, advance, objects, close };
  return lake;

  function advance(by: number): void {
    time += by;
  }

  async function objects(account = "someone@acme.iam.gserviceaccount.com", more: Partial<GcsOptions> = {}) {
    const metadata = await serve(metadataService("acme", account, now), { ...around, calls: [] });
    servers.push(metadata);
    process.env.GCE_METADATA_HOST = `127.0.0.1:${metadata.port}`;
    const folder = join(scratch, String(++opened));
    const made = createGcsObjects({ lake: LAKE, endpoint: serving.url, scratch: folder, patience: QUICK, ...more });
    await hasToken(made);
    return made;
  }

  async function close(): Promise<void> {
    await Promise.all(servers.map((each) => each.close()));
    await rm(scratch, { recursive: true, force: true });
    Object.assign(process.env, outside);
  }
}

/** However hasty the objects are: the first token takes its time. */
async function hasToken(objects: GcsObjects): Promise<void> {
  for (let left = 100; left > 0; left -= 1) {
    const isThere = await objects.time().then(
      () => true,
      (error: unknown) => !(error instanceof Unavailable),
    );
    if (isThere) return;
  }
}

/** Whoever is logged in on this machine is not to be asked. */
function leaveOut(...names: readonly string[]): Record<string, string> {
  const values = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  for (const name of names) delete process.env[name];
  return Object.fromEntries(values);
}
