import type { Settings } from "../../lakehouse/plan/cloud/stack/read.ts";

/** Of every environment. */
const ALWAYS = [
  "artifactregistry",
  "bigquery",
  "bigqueryconnection",
  "cloudbuild",
  "cloudfunctions",
  "cloudresourcemanager",
  "cloudscheduler",
  "compute",
  "datacatalog",
  "dataflow",
  "eventarc",
  "iam",
  "iamcredentials",
  "logging",
  "monitoring",
  "pubsub",
  "run",
  "secretmanager",
  "serviceusage",
  "storage",
] as const;

type Asked = Pick<Settings, "orchestrator" | "serving" | "kms" | "budget">;

/** Services of Google Cloud that an environment uses, without `.googleapis.com`; sorted. */
export function apisOf({ orchestrator, serving, kms, budget }: Asked): readonly string[] {
  const more = [
    orchestrator === "composer" && "composer",
    orchestrator === "airflow-vm" && "iap",
    orchestrator === "airflow-vm" && "oslogin",
    serving && "aiplatform",
    kms && "cloudkms",
    budget !== null && "billingbudgets",
  ].filter((api) => api !== false);
  return [...ALWAYS, ...more].sort();
}
