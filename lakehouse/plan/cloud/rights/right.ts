import type { AccountName, TopicName, Zone } from "../names.ts";
import type { Orchestrator } from "../orchestrator.ts";
import type { Settings } from "../stack/read.ts";
import type { DatasetRole, ProjectRole, StorageRole } from "./roles.ts";

/** Folders of a dataset's ledger (docs/ledger.md). */
export const LEDGER_PARTS = ["drops", "open", "ready", "refused", "reports", "jobs", "names", "log", "checks"] as const;
export type LedgerPart = (typeof LEDGER_PARTS)[number];

/** Buckets that are no zone. */
export type BucketName = "scratch" | "dags" | "models";

/** Datasets of the warehouse: of tables, of publications, of bad rows, of the history of Sluice's own work. */
export type DatasetKind = "consumption" | "staging" | "quarantine" | "operations";

/** What one may do where. */
export type Grant =
  /** `parts`: only what lies in these folders of the ledger, which no list needs. */
  | { readonly on: "zone"; readonly zone: Zone; readonly role: StorageRole; readonly parts?: readonly LedgerPart[] }
  | { readonly on: "bucket"; readonly bucket: BucketName; readonly role: StorageRole }
  /** Datasets of the warehouse, by what they are for. */
  | { readonly on: "dataset"; readonly dataset: DatasetKind; readonly role: DatasetRole }
  | { readonly on: "project"; readonly role: ProjectRole }
  /** Of all buckets only in these: where a service insists on a right to the whole project, or makes its bucket itself. */
  | { readonly on: "project"; readonly role: "composer.worker"; readonly within: "dags" }
  | { readonly on: "project"; readonly role: "storage.objectViewer"; readonly within: "sources" }
  /** The registry of images that jobs and functions run. */
  | { readonly on: "images"; readonly role: "artifactregistry.reader" | "artifactregistry.writer" }
  /** Every function that events, messages and ticks call. */
  | { readonly on: "events"; readonly role: "run.invoker" }
  /** A function that answers over HTTPS. */
  | { readonly on: "function"; readonly target: string; readonly role: "run.invoker" }
  | { readonly on: "topic"; readonly topic: TopicName; readonly role: "pubsub.publisher" }
  /** To start what runs as this account. */
  | { readonly on: "account"; readonly account: AccountName; readonly role: "iam.serviceAccountUser" }
  | { readonly on: "secret"; readonly secret: "sendgrid-key"; readonly role: "secretmanager.secretAccessor" }
  | { readonly on: "key"; readonly key: "lake" | "warehouse"; readonly role: "cloudkms.cryptoKeyEncrypterDecrypter" }
  /** Airflow's. */
  | { readonly on: "machine"; readonly role: "iap.tunnelResourceAccessor" }
  /** A dataset's managed folder in a zone; in landing the one that its uploads come to. */
  | { readonly on: "folder"; readonly zone: "landing" | "staging" | "committed"; readonly role: StorageRole }
  /** The dataset's table of consumption. */
  | { readonly on: "table"; readonly role: "bigquery.dataViewer" }
  /** Of the dataset's classified columns; of an account those of all. */
  | { readonly on: "policyTags"; readonly role: "datacatalog.categoryFineGrainedReader" };

/** A grant, who is to have it only where, and what for. */
export type Right = Grant & {
  /** Short, as the security reviewer reads it. */
  readonly why: string;
  /** Only under these orchestrators; under all unless told. */
  readonly only?: readonly Orchestrator[];
  /** Only where this setting says so. */
  readonly with?: "serving" | "kms" | "vmStarts";
};

/** Settings that rights depend on. */
export type Circumstances = Pick<Settings, "orchestrator" | "serving" | "kms" | "vmStarts">;

/** Whether an environment with these settings has the right. */
export function holds({ only, with: setting }: Right, settings: Circumstances): boolean {
  const isAsked = setting === undefined || (settings[setting] !== null && settings[setting] !== false);
  return isAsked && (only === undefined || only.includes(settings.orchestrator));
}

/** What it is on, in one word: `ledger`, `topic-publish`, `project`. */
export function placeOf(grant: Grant): string {
  switch (grant.on) {
    case "zone":
      return grant.zone;
    case "bucket":
      return grant.bucket;
    case "dataset":
      return `${grant.dataset}-tables`;
    case "project":
      return "within" in grant ? `project-${grant.within}` : "project";
    case "function":
      return `function-${grant.target}`;
    case "topic":
      return `topic-${grant.topic}`;
    case "account":
      return `account-${grant.account}`;
    case "secret":
      return grant.secret;
    case "key":
      return `key-${grant.key}`;
    case "folder":
      return `folder-${grant.zone}`;
    default:
      return grant.on;
  }
}

/** Unlike that of every other right of whoever has it, and without an environment's name: `ledger-objectUser-drops-open`. */
export function rightKey(right: Grant): string {
  const role = right.role.slice(right.role.indexOf(".") + 1);
  const parts = right.on === "zone" ? (right.parts ?? []) : [];
  return [placeOf(right), role, ...parts].join("-");
}
