import type { Site } from "../../../infra/site.ts";
import { LEVELS } from "../../../lakehouse/contract/field.ts";
import { rightsIn } from "../../../lakehouse/plan/access.ts";
import {
  ACCOUNTS,
  accountEmail,
  airflowName,
  bucketName,
  dagsBucket,
  functionName,
  mailKeySecret,
  modelsBucket,
  repositoryId,
  scratchBucket,
  topicName,
} from "../../../lakehouse/plan/cloud/names.ts";
import { holds } from "../../../lakehouse/plan/cloud/rights/right.ts";
import {
  AGENTS,
  conditionOf,
  PEOPLE,
  type Right,
  ROWS,
  type Row,
  roleName,
} from "../../../lakehouse/plan/cloud/rights.ts";
import { goodTable } from "../../../lakehouse/plan/names.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { Resource } from "../../fakes/pulumi/registry.ts";

// Who may do what where, once as the program asks for it and once as the table of rights and the contracts promise it:
// `MEMBER ROLE PLACE [CONDITION]`.

const AGENT_SIGNS: readonly (readonly [RegExp, (typeof AGENTS)[number]])[] = [
  [/@gs-project-accounts\./, "storage"],
  [/@bigquery-encryption\./, "bigquery"],
  [/@compute-system\./, "compute"],
  [/@gcp-sa-pubsub\./, "pubsub"],
  [/@gcp-sa-artifactregistry\./, "artifactregistry"],
  [/@gcp-sa-secretmanager\./, "secretmanager"],
  [/@cloudcomposer-accounts\./, "composer"],
  [/@gcp-sa-bigquery-condel\./, "biglake"],
];

/** Inputs that say where a grant is, one of them in each kind of grant. */
const PLACES: readonly (readonly string[])[] = [
  ["managedFolder", "bucket"],
  ["bucket"],
  ["tableId", "datasetId"],
  ["datasetId"],
  ["topic"],
  ["secretId"],
  ["cryptoKeyId"],
  ["serviceAccountId"],
  ["repository"],
  ["policyTag"],
  ["instance"],
  ["instanceName"],
  ["name"],
  ["project"],
];

export function grantedLines(resources: readonly Resource[]): string[] {
  return resources
    .filter(({ type, inputs }) => /I[Aa][Mm](Member|.*Member)$/.test(type) && "member" in inputs)
    .map(({ name, inputs }) => {
      const place = PLACES.find(([first = ""]) => first in inputs)?.map((input) => last(String(inputs[input]))) ?? [
        "?",
      ];
      if ("policyTag" in inputs) place.splice(0, place.length, levelOf(name));
      const condition = inputs.condition as { readonly title: string } | undefined;
      return line(nameOf(String(inputs.member)), String(inputs.role), place.reverse().join("/"), condition?.title);
    })
    .sort();
}

/** Tags have numbers for names; which level it is, `asked.ts` holds against the tag. */
function levelOf(name: string): string {
  return LEVELS.find((level) => name.startsWith(`${level}-`) || name.endsWith(`-${level}`)) ?? name;
}

/** Accounts and agents by what they are for; people as they are. */
function nameOf(member: string): string {
  const agent = AGENT_SIGNS.find(([sign]) => sign.test(member));
  const account = /^serviceAccount:sluice-[a-z]+-([a-z]+)@/.exec(member)?.[1];
  return agent?.[1] ?? account ?? member;
}

/** `projects/acme-dev/topics/sluice-dev-publish` → `sluice-dev-publish` */
function last(path: string): string {
  return path.replace(/\/$/, "").split("/").at(-1)?.split("@")[0] ?? path;
}

export function promisedLines(site: Site): string[] {
  const rows = ROWS.filter((row) => holds(row, site.settings));
  const standing = rows.filter(({ who }) => who === "operators" || !PEOPLE.some((name) => name === who));
  const ours = standing.flatMap((row) =>
    membersOf(site, row).flatMap((member) => placesOf(site, row).map((place) => lineOf(site, member, row, place))),
  );
  return [...ours, ...site.plans.flatMap((plan) => promisedByContract(site, plan))].sort();
}

function membersOf({ settings }: Site, { who }: Row): readonly string[] {
  if (who === "operators") return settings.operators;
  return [...ACCOUNTS, ...AGENTS].some((name) => name === who) ? [who] : [];
}

function lineOf({ environment }: Site, member: string, right: Right, place: string): string {
  return line(member, roleName(environment, right.role), place, conditionOf(right, environment)?.title);
}

function line(member: string, role: string, place: string, condition?: string): string {
  return [member, role, place, condition].filter((part) => part !== undefined).join(" ");
}

const HEARING = ["deliver-mail", "on-drop", "on-report", "publish", "reconcile"];

function placesOf({ environment, plans }: Site, right: Right): readonly string[] {
  const prefix = environment.id.replaceAll("-", "_");
  switch (right.on) {
    case "zone":
      return [bucketName(environment, right.zone)];
    case "bucket":
      return [{ scratch: scratchBucket, dags: dagsBucket, models: modelsBucket }[right.bucket](environment)];
    case "dataset":
      if (right.dataset !== "staging") return [`${prefix}_${right.dataset}`];
      return plans.filter(({ derived }) => derived === null).map(({ dataset }) => `${prefix}_staging_${dataset}`);
    case "project":
      return [environment.project];
    case "images":
      return [repositoryId(environment)];
    case "events":
      return HEARING.map((target) => functionName(environment, target));
    case "function":
      return [functionName(environment, right.target)];
    case "topic":
      return [topicName(environment, right.topic)];
    case "account":
      return [accountEmail(environment, right.account).split("@")[0] ?? ""];
    case "secret":
      return [mailKeySecret(environment)];
    case "key":
      return [right.key];
    case "machine":
      return [airflowName(environment)];
    case "policyTags":
      return LEVELS;
    case "table":
    case "folder":
      return [];
  }
}

function promisedByContract(site: Site, plan: Plan): string[] {
  const levels = [...new Set(plan.warehouse.bigquery.classified.map(({ level }) => level))];
  return plan.roles.flatMap((role) =>
    (site.settings.members[role.role] ?? []).flatMap((member) =>
      rightsIn(plan, role).flatMap((right) =>
        contractPlaces(site, plan, right, levels).map((place) => lineOf(site, member, right, place)),
      ),
    ),
  );
}

function contractPlaces(
  { environment }: Site,
  { dataset, warehouse, landing, derived }: Plan,
  right: Right,
  levels: readonly string[],
): readonly string[] {
  if (right.on === "policyTags") return levels;
  if (right.on === "folder") {
    const folder = right.zone === "landing" ? landing?.folder?.replace(/\/$/, "") : dataset;
    return [`${bucketName(environment, right.zone)}/${folder}`];
  }
  const consumption = `${environment.id.replaceAll("-", "_")}_consumption`;
  const tables = derived === null ? [warehouse.table, goodTable(warehouse.table)] : [warehouse.table];
  return tables.map((table) => `${consumption}/${table}`);
}
