import type { Environment } from "../environment.ts";
import { hashText } from "../names.ts";

// Names of what `pulumi up` makes, from the environment alone: no random part, so that they are known before anything
// runs, and a person can find a resource from the name of its environment.

/** A place of BigQuery's: one of the two that span several regions, or a region. */
export const LOCATION = /^(EU|US|[a-z]+-[a-z]+\d+)$/;

/** An environment in Google Cloud. */
export interface CloudEnvironment extends Environment {
  /** Of buckets, functions, topics and Dataflow's workers: `europe-west1`. */
  readonly region: string;
}

/** First folders of object names; each has a bucket of its own. */
export const ZONES = [
  "landing",
  "raw",
  "staging",
  "quarantine",
  "ledger",
  "committed",
  "outbox",
  "plans",
  "templates",
] as const;
export type Zone = (typeof ZONES)[number];

/** Root of the lake, as `objectUrl` reads it. */
export function lakeRoot(environment: CloudEnvironment): string {
  return `gs://${environment.project}-${environment.id}-{zone}`;
}

export function bucketName({ project, id }: Pick<CloudEnvironment, "project" | "id">, zone: Zone): string {
  return `${project}-${id}-${zone}`;
}

/** For what Dataflow's jobs write for themselves. */
export function scratchBucket({ project, id }: CloudEnvironment): string {
  return `${project}-${id}-scratch`;
}

/** For Airflow's DAGs, and the plans that they are made of. */
export function dagsBucket({ project, id }: CloudEnvironment): string {
  return `${project}-${id}-dags`;
}

/** For models that are served. */
export function modelsBucket({ project, id }: CloudEnvironment): string {
  return `${project}-${id}-models`;
}

/** Accounts, one for each task (DESIGN §6). */
export const ACCOUNTS = ["split", "publish", "mail", "worker", "airflow", "trigger", "build", "serve"] as const;
export type AccountName = (typeof ACCOUNTS)[number];

/** Its part before the @, at most 30 characters. */
export function accountId({ id }: CloudEnvironment, account: AccountName): string {
  return `sluice-${id}-${account}`;
}

export function accountEmail(environment: CloudEnvironment, account: AccountName): string {
  return `${accountId(environment, account)}@${environment.project}.iam.gserviceaccount.com`;
}

export function functionName({ id }: CloudEnvironment, target: string): string {
  return `sluice-${id}-${target}`;
}

/** Name of a function inside of the code; Google Cloud takes no hyphens in it. `functionOf` reads it. */
export function entryPoint(target: string): string {
  return target.replaceAll("-", "_");
}

/** The name of its file. */
export function functionOf(entry: string): string {
  return entry.replaceAll("_", "-");
}

/** Where a function answers over HTTPS. */
export function functionUrl(environment: CloudEnvironment, target: string): string {
  const { region, project } = environment;
  return `https://${region}-${project}.cloudfunctions.net/${functionName(environment, target)}`;
}

/** Topics by what a message on them asks for: `publish`, `mail`, `reconcile`, or says: `reported`. */
export const TOPICS = ["publish", "mail", "reconcile", "reported"] as const;
export type TopicName = (typeof TOPICS)[number];

export function topicName({ id }: CloudEnvironment, topic: TopicName): string {
  return `sluice-${id}-${topic}`;
}

export function topicPath(environment: CloudEnvironment, topic: TopicName): string {
  return `projects/${environment.project}/topics/${topicName(environment, topic)}`;
}

/** Images that jobs and functions run: a repository of Artifact Registry. */
export function repositoryId({ id }: Pick<CloudEnvironment, "id">): string {
  return `sluice-${id}`;
}

/** The same as containers name it: `europe-west1-docker.pkg.dev/acme-dev/sluice-dev`. */
export function imageRepository(environment: CloudEnvironment): string {
  return `${environment.region}-docker.pkg.dev/${environment.project}/${repositoryId(environment)}`;
}

/** The secret that holds SendGrid's key. */
export function mailKeySecret({ id }: Pick<CloudEnvironment, "id">): string {
  return `sluice-${id}-sendgrid-key`;
}

/** Where it is mounted in the one function that may read it. */
export const MAIL_KEY_FOLDER = "/secrets";
export const MAIL_KEY_FILE = "sendgrid-key";

/** Of the environment's own network: no other shares it. */
export function networkName({ id }: CloudEnvironment): string {
  return `sluice-${id}`;
}

/** As jobs and machines name its one subnetwork. */
export function subnetPath(environment: CloudEnvironment): string {
  return `regions/${environment.region}/subnetworks/${networkName(environment)}`;
}

/** Cloud Scheduler's job that ticks on a topic. */
export function tickName(environment: CloudEnvironment, topic: TopicName): string {
  return `${topicName(environment, topic)}-tick`;
}

/** BigQuery's connection that reads the lake's files for its tables. */
export function connectionId({ id }: CloudEnvironment): string {
  return `sluice-${id}-lake`;
}

/** A role of our own: another environment of the project has another. */
export function customRoleId({ id }: CloudEnvironment, role: string): string {
  return `sluice.${id.replaceAll("-", "_")}.${role}`;
}

/** Airflow's machine, and Cloud Composer's environment. */
export function airflowName({ id }: CloudEnvironment): string {
  return `sluice-${id}-airflow`;
}

/** The plan of a dataset that is in force, beside the DAGs, which read it there. */
export function dagPlanPath(dataset: string): string {
  return `dags/dags/plans/${dataset}.json`;
}

/** Where the archive of functions lies, by its name. */
export function archivePath(name: string): string {
  return `templates/functions/${name}`;
}

/** BigQuery's dataset of what models were asked and answered. */
export function predictionsDataset({ id }: CloudEnvironment): string {
  return `${id.replaceAll("-", "_")}_predictions`;
}

/** Vertex AI takes at most ten digits for an endpoint's name, and would choose some by chance. */
export function endpointId({ project, id }: CloudEnvironment): string {
  return String(1 + (Number.parseInt(hashText(`${project}/${id}`).slice(0, 8), 16) % 999_999_999));
}
