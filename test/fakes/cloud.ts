import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ACCOUNTS,
  type AccountName,
  accountEmail,
  bucketName,
  type CloudEnvironment,
  mailKeySecret,
  scratchBucket,
  TOPICS,
  topicPath,
  ZONES,
} from "../../lakehouse/plan/cloud/names.ts";
import type { CloudSettings } from "../../lakehouse/plan/cloud/settings.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { type BigQueryOptions, type BigQueryService, createBigQueryService } from "./bigquery/service.ts";
import { putPlan } from "./cloud/plan.ts";
import { putSpec, settingsOf } from "./cloud/settings.ts";
import { createDataflowService, type DataflowFake } from "./dataflow/service.ts";
import type { ObjectResource } from "./gcs/resource.ts";
import { createGcsService, type Gcs, type GcsOptions } from "./gcs/service.ts";
import { Faults } from "./http/faults.ts";
import { metadataService } from "./http/metadata.ts";
import { type Serving, type Surroundings, serve } from "./http/serve.ts";
import type { Called } from "./http/service.ts";
import { createPubSubService, type PubSubFake } from "./pubsub/service.ts";
import { type Allowed, allowedBy, type Rights } from "./rights.ts";
import { createSecretService, type SecretFake } from "./secret/service.ts";
import { createSendGridService, type SendGridFake } from "./sendgrid/service.ts";

export interface FakeCloudOptions {
  readonly environment?: CloudEnvironment;
  /** What `pulumi up` has deployed. */
  readonly plans: readonly Plan[];
  /** The product's own table unless told. */
  readonly rights?: Rights;
  readonly settings?: Partial<Omit<CloudSettings, "endpoints" | "mailKeyFile" | "environment">>;
  readonly storage?: Partial<GcsOptions>;
  readonly warehouse?: Partial<BigQueryOptions>;
}

/** A project of Google Cloud as `pulumi up` leaves it, and SendGrid, on this machine. */
export interface FakeCloud {
  readonly environment: CloudEnvironment;
  /** As functions are given them. */
  readonly settings: CloudSettings;
  /** `HOST:PORT` of the metadata servers: of each account, and of a person who may do anything. */
  readonly metadata: Readonly<Record<AccountName | "owner", string>>;
  readonly clock: FakeClock;
  readonly faults: Faults;
  readonly calls: readonly Called[];
  readonly storage: Gcs;
  readonly warehouse: BigQueryService;
  readonly dataflow: DataflowFake;
  readonly pubsub: PubSubFake;
  readonly sendgrid: SendGridFake;
  /** Sees every new object generation at once, as notifications do. */
  onFinalized(listener: (object: ObjectResource) => void): void;
  /** Sees every call; null: nobody does. */
  watch(watcher: NonNullable<Surroundings["onCall"]> | null): void;
  /** From now on accounts have these rights; who is not named has what the product's own table says. */
  grant(rights: Rights): void;
  /** What a service would say that is no part of the fakes. */
  readonly allowed: Allowed;
  /** Sees every question whether somebody may do something; null: nobody does. */
  hear(listener: ((asked: Question) => void) | null): void;
  close(): Promise<void>;
}

export interface Question {
  /** E-mail of who wants to. */
  readonly account: string;
  readonly permission: string;
  readonly resource: string;
}

/** The services' own time: the machine's, moved on by tests. */
export interface FakeClock {
  now(): number;
  /** Never back. */
  advance(milliseconds: number): void;
}

export const TEST_ENVIRONMENT: CloudEnvironment = {
  id: "test",
  project: "acme-test",
  location: "EU",
  region: "europe-west1",
};
export const OWNER = "owner@example.com";

export async function startCloud(options: FakeCloudOptions): Promise<FakeCloud> {
  const { environment = TEST_ENVIRONMENT, plans, rights } = options;
  const folder = mkdtempSync(join(tmpdir(), "sluice-cloud-"));
  const clock = startClock();
  let watcher: Surroundings["onCall"] | null = null;
  let mayNow = allowedBy(environment, [OWNER], rights);
  let listener: ((asked: Question) => void) | null = null;
  const allowed: Allowed = (account, permission, resource) => {
    listener?.({ account, permission, resource });
    return mayNow(account, permission, resource);
  };
  const around: Surroundings = {
    faults: new Faults(),
    now: clock.now,
    allowed,
    calls: [],
    onCall: (called, moment) => watcher?.(called, moment),
  };
  const finalized: ((object: ObjectResource) => void)[] = [];
  const services = await createServices(options, environment, { around, folder, finalized });
  const { storage, warehouse, dataflow, pubsub, sendgrid } = services;
  for (const plan of plans) {
    await warehouse.deploy(plan);
    putPlan(storage, environment, plan);
  }
  const serving = await serveAll(services, around);
  const metadata = await serveMetadata(environment, around);
  const { secrets, mailKeyFile } = mountMailKey(environment, around, folder);
  putSpec(storage, environment);
  return {
    environment,
    settings: settingsOf(environment, { ...options.settings, mailKeyFile, endpoints: urlsOf(serving) }),
    metadata: metadata.hosts,
    clock,
    faults: around.faults,
    calls: around.calls,
    storage,
    warehouse,
    dataflow,
    pubsub,
    sendgrid,
    onFinalized: (listener) => void finalized.push(listener),
    watch: (wanted) => {
      watcher = wanted;
    },
    grant: (wanted) => {
      mayNow = allowedBy(environment, [OWNER], wanted);
      secrets.refresh();
    },
    allowed,
    hear: (wanted) => {
      listener = wanted;
      if (wanted) secrets.refresh();
    },
    close: async () => {
      await Promise.all([...Object.values(serving), ...metadata.servings].map((one) => one.close()));
      warehouse.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** SendGrid's key, which no log and no error may hold. */
export const MAIL_KEY = "SG.fake-key-of-the-tests.0123456789abcdefghijklmnopqrstuvwxyz";

/** For the one function whose account may read it. */
function mountMailKey(environment: CloudEnvironment, around: Surroundings, folder: string) {
  const secrets: SecretFake = createSecretService(around);
  const secret = mailKeySecret(environment);
  secrets.add(secret, `${MAIL_KEY}\n`);
  return { secrets, mailKeyFile: secrets.mount(secret, join(folder, "secrets"), accountEmail(environment, "mail")) };
}

interface Inside {
  readonly around: Surroundings;
  readonly folder: string;
  readonly finalized: readonly ((object: ObjectResource) => void)[];
}

type Services = Pick<FakeCloud, "storage" | "warehouse" | "dataflow" | "pubsub" | "sendgrid">;

async function createServices(
  options: FakeCloudOptions,
  environment: CloudEnvironment,
  { around, folder, finalized }: Inside,
): Promise<Services> {
  const { now, allowed } = around;
  const buckets = [...ZONES.map((zone) => bucketName(environment, zone)), scratchBucket(environment)];
  const storage = createGcsService({
    now,
    buckets,
    demandsPreconditions: true,
    onFinalized: (object) => {
      for (const listener of finalized) listener(object);
    },
    ...options.storage,
  });
  const scratch = join(folder, "warehouse");
  mkdirSync(scratch);
  const { project, location } = environment;
  const warehouse = await createBigQueryService({
    project,
    location,
    now,
    allowed,
    scratch,
    read: (bucket, name) => storage.get(bucket, name)?.bytes ?? null,
    list: (bucket) => storage.list(bucket).map(({ name }) => name),
    ...options.warehouse,
  });
  const pubsub = createPubSubService({ now });
  for (const topic of TOPICS) pubsub.broker.addTopic(topicPath(environment, topic));
  const readSpec = (url: string) => {
    const [, bucket = "", name = ""] = /^gs:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
    return storage.get(bucket, name)?.bytes.toString() ?? null;
  };
  const dataflow = createDataflowService({ now, allowed, readSpec });
  return { storage, warehouse, dataflow, pubsub, sendgrid: createSendGridService([MAIL_KEY]) };
}

type Addresses = Readonly<Record<"storage" | "bigquery" | "dataflow" | "pubsub" | "sendgrid", Serving>>;

async function serveAll(services: Services, around: Surroundings): Promise<Addresses> {
  return {
    storage: await serve(services.storage.service, around),
    bigquery: await serve(services.warehouse.service, around),
    dataflow: await serve(services.dataflow.service, around),
    pubsub: await serve(services.pubsub.service, around),
    sendgrid: await serve(services.sendgrid.service, around),
  };
}

function urlsOf(serving: Addresses): CloudSettings["endpoints"] {
  return Object.fromEntries(Object.entries(serving).map(([name, { url }]) => [name, url]));
}

/** Time is moved on by hours and days, and no process knows. */
const YEAR_MS = 365 * 86_400_000;

async function serveMetadata(environment: CloudEnvironment, around: Surroundings) {
  const emails = {
    ...Object.fromEntries(ACCOUNTS.map((name) => [name, accountEmail(environment, name)])),
    owner: OWNER,
  };
  const servings = await Promise.all(
    Object.entries(emails).map(async ([name, email]) => {
      const serving = await serve(metadataService(environment.project, email, around.now, YEAR_MS), around);
      return [name, serving] as const;
    }),
  );
  const hosts = Object.fromEntries(servings.map(([name, { port }]) => [name, `127.0.0.1:${port}`]));
  return { hosts: hosts as FakeCloud["metadata"], servings: servings.map(([, serving]) => serving) };
}

function startClock(): FakeClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (milliseconds) => {
      ahead += Math.max(0, milliseconds);
    },
  };
}
