import type { AccountName } from "../names.ts";
import type { Orchestrator } from "../orchestrator.ts";
import type { Right } from "./right.ts";

/** Where Airflow starts the jobs, and where the functions do. */
const DAG: readonly Orchestrator[] = ["airflow-vm", "composer"];
const NO_DAG: readonly Orchestrator[] = ["functions"];

/** Rights of the environment's own accounts. */
export const RIGHTS: Readonly<Record<AccountName, readonly Right[]>> = {
  // Decodes hostile files: no right to the warehouse, to secrets, or to write the publication log.
  split: [
    { on: "zone", zone: "landing", role: "storage.objectViewer", why: "drops as they were uploaded" },
    { on: "zone", zone: "raw", role: "storage.objectUser", why: "copies originals there, and reads them again" },
    { on: "zone", zone: "staging", role: "storage.objectUser", why: "writes good rows; takes away what attempts left" },
    { on: "zone", zone: "quarantine", role: "storage.objectUser", why: "writes bad rows; replays them" },
    { on: "zone", zone: "ledger", role: "storage.objectViewer", why: "what is known of drops and of their names" },
    {
      on: "zone",
      zone: "ledger",
      role: "storage.objectUser",
      parts: ["drops", "open", "ready", "refused", "reports", "jobs"],
      why: "moves drops on, by compare-and-swap; their markers, reports and manifests",
    },
    { on: "zone", zone: "outbox", role: "storage.objectUser", why: "marks what is to be told; missing drops" },
    {
      on: "zone",
      zone: "plans",
      role: "storage.objectViewer",
      why: "plans, which `pulumi up` lays and nobody changes",
    },
    {
      on: "zone",
      zone: "templates",
      role: "storage.objectViewer",
      only: NO_DAG,
      why: "Dataflow reads the container spec as who launches",
    },
    { on: "project", role: "sluice.dataflowLauncher", only: NO_DAG, why: "launches large drops, looks how they are" },
    { on: "project", role: "dataflow.viewer", only: DAG, why: "looks whether the DAG's jobs have ended" },
    {
      on: "account",
      account: "worker",
      role: "iam.serviceAccountUser",
      only: NO_DAG,
      why: "launched jobs run as the workers' account",
    },
    { on: "topic", topic: "publish", role: "pubsub.publisher", why: "says that something is ready" },
    { on: "topic", topic: "mail", role: "pubsub.publisher", why: "says that drops are missing" },
  ],
  publish: [
    // For `step`, which claims large drops for a DAG: it copies them as they are, and decodes none.
    { on: "zone", zone: "landing", role: "storage.objectViewer", why: "`step` claims large drops for a DAG" },
    { on: "zone", zone: "raw", role: "storage.objectViewer", why: "`step` tells the size of a job" },
    { on: "zone", zone: "raw", role: "storage.objectCreator", why: "`step` copies originals of what it claims" },
    { on: "zone", zone: "staging", role: "storage.objectViewer", why: "BigQuery loads files as who asks for it" },
    { on: "zone", zone: "quarantine", role: "storage.legacyBucketReader", why: "`maintain` tells what it takes up" },
    { on: "zone", zone: "ledger", role: "storage.objectUser", why: "writes the publication log, and what follows" },
    { on: "zone", zone: "committed", role: "storage.objectUser", why: "lists committed files for lake readers" },
    { on: "zone", zone: "outbox", role: "storage.objectUser", why: "writes what is to be told" },
    { on: "zone", zone: "plans", role: "storage.objectViewer", why: "the plan that a publication obeys" },
    { on: "dataset", dataset: "consumption", role: "bigquery.dataEditor", why: "publishes: copies, MERGE" },
    { on: "dataset", dataset: "staging", role: "bigquery.dataEditor", why: "loads into tables of its own" },
    {
      on: "dataset",
      dataset: "operations",
      role: "bigquery.dataEditor",
      why: "`maintain` writes the ledger's history",
    },
    {
      on: "policyTags",
      role: "datacatalog.categoryFineGrainedReader",
      why: "MERGE and counts read whole rows, classified columns too",
    },
    { on: "project", role: "bigquery.jobUser", why: "runs loads, copies and queries" },
    { on: "topic", topic: "publish", role: "pubsub.publisher", why: "goes on soon with what it left" },
    { on: "topic", topic: "mail", role: "pubsub.publisher", why: "says that mail waits" },
    { on: "topic", topic: "reconcile", role: "pubsub.publisher", why: "`maintain` asks the reconciler" },
  ],
  mail: [
    { on: "zone", zone: "outbox", role: "storage.objectUser", why: "reads messages, marks what was sent" },
    {
      on: "secret",
      secret: "sendgrid-key",
      role: "secretmanager.secretAccessor",
      why: "SendGrid's key, mounted as a file",
    },
  ],
  // Decodes hostile files, as split does.
  worker: [
    { on: "zone", zone: "raw", role: "storage.objectViewer", why: "originals of the job's drops" },
    { on: "zone", zone: "plans", role: "storage.objectViewer", why: "the plan that the job runs" },
    { on: "zone", zone: "staging", role: "storage.objectUser", why: "writes good rows" },
    { on: "zone", zone: "quarantine", role: "storage.objectUser", why: "writes bad rows" },
    { on: "zone", zone: "ledger", role: "storage.objectViewer", why: "the job's manifest; reports of other attempts" },
    {
      on: "zone",
      zone: "ledger",
      role: "storage.objectUser",
      parts: ["reports"],
      why: "a report for each drop, written once",
    },
    { on: "bucket", bucket: "scratch", role: "storage.objectUser", why: "what Dataflow keeps for itself" },
    { on: "bucket", bucket: "scratch", role: "storage.legacyBucketReader", why: "Beam looks at the bucket itself" },
    { on: "project", role: "sluice.dataflowWorker", why: "works on the job that it was started for" },
    { on: "images", role: "artifactregistry.reader", why: "the template's image" },
  ],
  airflow: [
    { on: "project", role: "sluice.dataflowLauncher", only: DAG, why: "launches the jobs that `step` prepared" },
    {
      on: "account",
      account: "worker",
      role: "iam.serviceAccountUser",
      only: DAG,
      why: "launched jobs run as the workers' account",
    },
    {
      on: "zone",
      zone: "templates",
      role: "storage.objectViewer",
      only: DAG,
      why: "Dataflow reads the container spec as who launches",
    },
    { on: "zone", zone: "outbox", role: "storage.objectCreator", only: DAG, why: "tells of a DAG's run that failed" },
    {
      on: "function",
      target: "step",
      role: "run.invoker",
      only: DAG,
      why: "what waits, what to launch, how far it is",
    },
    {
      on: "function",
      target: "maintain",
      role: "run.invoker",
      only: DAG,
      why: "digests, history, costs, and what waits",
    },
    { on: "bucket", bucket: "dags", role: "storage.objectViewer", only: ["airflow-vm"], why: "fetches DAGs and plans" },
    { on: "project", role: "logging.logWriter", only: ["airflow-vm"], why: "logs of its machine" },
    { on: "project", role: "monitoring.metricWriter", only: ["airflow-vm"], why: "metrics of its machine" },
    { on: "bucket", bucket: "dags", role: "storage.objectUser", only: ["composer"], why: "Composer's own bucket" },
    {
      on: "project",
      role: "composer.worker",
      within: "dags",
      only: ["composer"],
      why: "Composer demands it of its account; the condition keeps it to its own bucket",
    },
  ],
  trigger: [
    { on: "project", role: "eventarc.eventReceiver", why: "events are delivered in its name" },
    { on: "events", role: "run.invoker", why: "calls the functions that hear them" },
  ],
  build: [
    { on: "images", role: "artifactregistry.writer", why: "images of templates and functions" },
    { on: "bucket", bucket: "scratch", role: "storage.objectViewer", why: "what `sluice images build` uploads" },
    {
      on: "project",
      role: "storage.objectViewer",
      within: "sources",
      why: "sources of functions, in a bucket that Google makes at the first deployment",
    },
    { on: "project", role: "logging.logWriter", why: "logs of builds" },
  ],
  serve: [{ on: "bucket", bucket: "models", role: "storage.objectViewer", with: "serving", why: "models to serve" }],
};
