import type { AccountName, TopicName, Zone } from "./names.ts";

// Who may do what (DESIGN §6): `infra/` grants exactly this, the fakes of the tests enforce exactly this. Data rights
// are on buckets, folders, datasets and topics; at project level stand only jobs.

/** Roles as Google Cloud names them, without `roles/`. */
export type StorageRole = "storage.objectViewer" | "storage.objectCreator" | "storage.objectUser";
export type DatasetRole = "bigquery.dataViewer" | "bigquery.dataEditor";

/**
 * A role of our own. `roles/dataflow.worker` has these, and the right to read and make objects in every bucket of the
 * project: in landing, and in the outbox.
 */
export const WORKER = {
  name: "sluice.dataflowWorker",
  permissions: [
    "autoscaling.sites.readRecommendations",
    "autoscaling.sites.writeMetrics",
    "autoscaling.sites.writeState",
    "compute.instanceGroupManagers.update",
    "compute.instances.delete",
    "compute.instances.setDiskAutoDelete",
    "dataflow.jobs.get",
    "dataflow.shuffle.read",
    "dataflow.shuffle.write",
    "dataflow.workItems.lease",
    "dataflow.workItems.sendMessage",
    "dataflow.workItems.update",
    "logging.logEntries.create",
    "monitoring.timeSeries.create",
  ],
} as const;

export type Right =
  | { readonly on: "zone"; readonly zone: Zone; readonly role: StorageRole }
  /** Datasets of the warehouse, by what they are for. */
  | { readonly on: "dataset"; readonly dataset: "consumption" | "staging" | "quarantine"; readonly role: DatasetRole }
  /** To run queries, loads and copies, to start jobs, to work for one, to be told of events: no data of its own. */
  | {
      readonly on: "project";
      readonly role: "bigquery.jobUser" | "dataflow.developer" | "eventarc.eventReceiver" | typeof WORKER.name;
    }
  /** Images that jobs run. */
  | { readonly on: "images"; readonly role: "artifactregistry.reader" }
  /** To call every function that events, messages and ticks call. */
  | { readonly on: "events"; readonly role: "run.invoker" }
  | { readonly on: "topic"; readonly topic: TopicName; readonly role: "pubsub.publisher" }
  /** To start jobs that run as this account. */
  | { readonly on: "account"; readonly account: AccountName; readonly role: "iam.serviceAccountUser" }
  | { readonly on: "secret"; readonly secret: "sendgrid-key"; readonly role: "secretmanager.secretAccessor" }
  | { readonly on: "scratch"; readonly role: "storage.objectUser" }
  /** To call a function that answers over HTTPS. */
  | { readonly on: "function"; readonly target: string; readonly role: "run.invoker" };

export const RIGHTS: Readonly<Record<AccountName, readonly Right[]>> = {
  split: [
    { on: "zone", zone: "landing", role: "storage.objectViewer" },
    { on: "zone", zone: "raw", role: "storage.objectUser" },
    { on: "zone", zone: "staging", role: "storage.objectUser" },
    { on: "zone", zone: "quarantine", role: "storage.objectUser" },
    { on: "zone", zone: "ledger", role: "storage.objectUser" },
    { on: "zone", zone: "outbox", role: "storage.objectUser" },
    { on: "zone", zone: "plans", role: "storage.objectUser" },
    { on: "zone", zone: "templates", role: "storage.objectViewer" },
    { on: "project", role: "dataflow.developer" },
    { on: "account", account: "worker", role: "iam.serviceAccountUser" },
    { on: "topic", topic: "publish", role: "pubsub.publisher" },
    { on: "topic", topic: "mail", role: "pubsub.publisher" },
  ],
  publish: [
    // For `step`, which claims large drops for a DAG: it copies them as they are, and decodes none.
    { on: "zone", zone: "landing", role: "storage.objectViewer" },
    { on: "zone", zone: "raw", role: "storage.objectViewer" },
    { on: "zone", zone: "raw", role: "storage.objectCreator" },
    { on: "zone", zone: "staging", role: "storage.objectViewer" },
    { on: "zone", zone: "ledger", role: "storage.objectUser" },
    { on: "zone", zone: "committed", role: "storage.objectUser" },
    { on: "zone", zone: "outbox", role: "storage.objectUser" },
    { on: "zone", zone: "plans", role: "storage.objectUser" },
    { on: "dataset", dataset: "consumption", role: "bigquery.dataEditor" },
    { on: "dataset", dataset: "staging", role: "bigquery.dataEditor" },
    { on: "dataset", dataset: "quarantine", role: "bigquery.dataViewer" },
    { on: "project", role: "bigquery.jobUser" },
    { on: "topic", topic: "publish", role: "pubsub.publisher" },
    { on: "topic", topic: "mail", role: "pubsub.publisher" },
  ],
  mail: [
    { on: "zone", zone: "outbox", role: "storage.objectUser" },
    { on: "secret", secret: "sendgrid-key", role: "secretmanager.secretAccessor" },
  ],
  worker: [
    { on: "zone", zone: "raw", role: "storage.objectViewer" },
    { on: "zone", zone: "plans", role: "storage.objectViewer" },
    { on: "zone", zone: "staging", role: "storage.objectUser" },
    { on: "zone", zone: "quarantine", role: "storage.objectUser" },
    { on: "zone", zone: "ledger", role: "storage.objectUser" },
    { on: "scratch", role: "storage.objectUser" },
    { on: "project", role: WORKER.name },
    { on: "images", role: "artifactregistry.reader" },
  ],
  airflow: [
    { on: "project", role: "dataflow.developer" },
    { on: "account", account: "worker", role: "iam.serviceAccountUser" },
    { on: "zone", zone: "templates", role: "storage.objectViewer" },
    { on: "zone", zone: "outbox", role: "storage.objectCreator" },
    { on: "function", target: "step", role: "run.invoker" },
  ],
  trigger: [
    { on: "project", role: "eventarc.eventReceiver" },
    { on: "events", role: "run.invoker" },
  ],
};
