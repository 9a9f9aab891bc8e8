import type { Right } from "./right.ts";

/**
 * Accounts of Google's own, through which its services work for the project, by the service's name. `biglake` is that of
 * the environment's connection of BigQuery.
 */
export const AGENTS = [
  "storage",
  "bigquery",
  "compute",
  "pubsub",
  "artifactregistry",
  "secretmanager",
  "composer",
  "biglake",
] as const;
export type AgentName = (typeof AGENTS)[number];

const crypt = (key: "lake" | "warehouse", what: string) =>
  ({
    on: "key",
    key,
    role: "cloudkms.cryptoKeyEncrypterDecrypter",
    with: "kms",
    why: `encrypts ${what} with the environment's key`,
  }) as const;

/** What `pulumi up` grants to them, beside what Google does. */
export const AGENT_RIGHTS: Readonly<Record<AgentName, readonly Right[]>> = {
  storage: [
    {
      on: "project",
      role: "pubsub.publisher",
      why: "Eventarc makes a topic for landing's events, whose name nobody knows before",
    },
    { on: "topic", topic: "reported", role: "pubsub.publisher", why: "the ledger's bucket tells of reports" },
    crypt("lake", "objects"),
  ],
  bigquery: [crypt("warehouse", "tables")],
  compute: [
    {
      on: "project",
      role: "sluice.machineScheduler",
      only: ["airflow-vm"],
      with: "vmStarts",
      why: "starts and stops Airflow's machine by its schedule",
    },
    { ...crypt("lake", "the machine's disk"), only: ["airflow-vm"] },
  ],
  pubsub: [crypt("lake", "messages")],
  artifactregistry: [crypt("lake", "images")],
  secretmanager: [crypt("lake", "SendGrid's key")],
  composer: [{ ...crypt("lake", "Composer's environment"), only: ["composer"] }],
  biglake: [
    { on: "zone", zone: "committed", role: "storage.objectViewer", why: "lists which files count" },
    {
      on: "zone",
      zone: "staging",
      role: "storage.objectViewer",
      why: "reads them for queries over lake and warehouse",
    },
    { on: "zone", zone: "quarantine", role: "storage.objectViewer", why: "reads bad rows for the quarantine's table" },
  ],
};

/** What Google grants to agents by itself once their service is enabled, in words. */
export const FROM_GOOGLE: readonly { readonly agent: string; readonly role: string; readonly why: string }[] = [
  { agent: "Eventarc", role: "eventarc.serviceAgent", why: "makes subscriptions, and pushes as `trigger`" },
  { agent: "Pub/Sub", role: "pubsub.serviceAgent", why: "tokens of `trigger` for what it pushes" },
  { agent: "Cloud Scheduler", role: "cloudscheduler.serviceAgent", why: "publishes ticks on topics" },
  { agent: "Cloud Functions", role: "cloudfunctions.serviceAgent", why: "deploys functions to Cloud Run" },
  { agent: "Cloud Build", role: "cloudbuild.serviceAgent", why: "runs builds as `build`" },
  { agent: "Dataflow", role: "dataflow.serviceAgent", why: "makes workers that run as `worker`" },
  { agent: "Composer", role: "composer.serviceAgent", why: "makes Composer's environment" },
  { agent: "Vertex AI", role: "aiplatform.serviceAgent", why: "runs endpoints as `serve`; logs predictions" },
];
