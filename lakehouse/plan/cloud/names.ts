import type { Environment } from "../environment.ts";

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

/** Accounts, one for each task (DESIGN §6). */
export const ACCOUNTS = ["split", "publish", "mail", "worker", "airflow", "trigger"] as const;
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

/** The secret that holds SendGrid's key. */
export function mailKeySecret({ id }: CloudEnvironment): string {
  return `sluice-${id}-sendgrid-key`;
}
