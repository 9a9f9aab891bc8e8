import {
  ACCOUNTS,
  type AccountName,
  accountEmail,
  bucketName,
  type CloudEnvironment,
  dagsBucket,
  functionName,
  mailKeySecret,
  modelsBucket,
  scratchBucket,
  topicPath,
} from "../../lakehouse/plan/cloud/names.ts";
import {
  AGENT_RIGHTS,
  AGENTS,
  type AgentName,
  conditionOf,
  PEOPLE_RIGHTS,
  RIGHTS,
  type Right,
  type Who,
} from "../../lakehouse/plan/cloud/rights.ts";
import { operationsDataset } from "../../lakehouse/plan/history/tables.ts";
import { tableNames } from "../../lakehouse/plan/names.ts";
import { type Resource, readCondition } from "./iam/condition.ts";
import { PERMISSIONS } from "./roles.ts";

/** Who is not named has what the product's own table says. */
export type Rights = Readonly<Partial<Record<Who, readonly Right[]>>>;
export type Allowed = (account: string, permission: string, resource: string) => boolean;

/** One of `sluice:operators`. */
export const OPERATOR = "operator@example.com";

/** Of Google's own accounts: the projects of the tests have one number. */
export function agentEmail(agent: AgentName): string {
  return `service-123456789012@gcp-sa-${agent}.iam.gserviceaccount.com`;
}

/** Who can be told apart by the token: roles of contracts are on what no fake has. */
export function emailsOf(environment: CloudEnvironment): ReadonlyMap<string, Who> {
  return new Map<string, Who>([
    ...ACCOUNTS.map((name: AccountName) => [accountEmail(environment, name), name] as const),
    ...AGENTS.map((name) => [agentEmail(name), name] as const),
    [OPERATOR, "operators"],
  ]);
}

/** What the product's own table of rights allows, by Google's list of what each role may. People of `owners` may do anything. */
export function allowedBy(environment: CloudEnvironment, owners: readonly string[], rights: Rights = {}): Allowed {
  const whole = { ...RIGHTS, ...AGENT_RIGHTS, ...PEOPLE_RIGHTS, ...rights };
  const names = emailsOf(environment);
  const held = new Map(
    [...names].map(([email, who]) => [email, whole[who].map((right) => allowing(environment, right))]),
  );
  return (account, permission, resource) =>
    owners.includes(account) || (held.get(account) ?? []).some((allows) => allows(permission, resource));
}

/** What one right allows. */
export function allowing(
  environment: CloudEnvironment,
  right: Right,
): (permission: string, resource: string) => boolean {
  const permissions = PERMISSIONS[right.role];
  const condition = conditionOf(right, environment);
  const isMet = condition ? readCondition(condition.expression) : () => true;
  return (permission, resource) =>
    permissions.includes(permission) &&
    covers(environment, right, permission, resource) &&
    isMet(resourceOf(permission, resource));
}

/** As conditions see it: a list is asked of the bucket. */
function resourceOf(permission: string, resource: string): Resource {
  if (!permission.startsWith("storage.")) return { service: "", type: "", name: resource };
  const service = "storage.googleapis.com";
  const [bucket = "", ...name] = resource.split("/");
  const place = `projects/_/buckets/${bucket}`;
  if (permission === "storage.objects.list" || name.join("/") === "")
    return { service, type: `${service}/Bucket`, name: place };
  return { service, type: `${service}/Object`, name: `${place}/objects/${name.join("/")}` };
}

const BUCKETS = { scratch: scratchBucket, dags: dagsBucket, models: modelsBucket };

/** Resources are named `bucket/object`, `dataset.table`, a topic's path, an account's e-mail, `project`. */
function covers(environment: CloudEnvironment, right: Right, permission: string, resource: string): boolean {
  switch (right.on) {
    case "zone":
      return resource.startsWith(`${bucketName(environment, right.zone)}/`);
    case "bucket":
      return resource.startsWith(`${BUCKETS[right.bucket](environment)}/`);
    case "dataset": {
      const { consumption, quarantine } = tableNames(environment.id, "x", "x", "x");
      const staging = tableNames(environment.id, "", "x", "x").staging.dataset;
      const dataset = resource.split(".")[0] ?? "";
      if (right.dataset === "operations") return dataset === operationsDataset(environment);
      if (right.dataset === "staging") return dataset.startsWith(staging);
      return dataset === (right.dataset === "consumption" ? consumption : quarantine).dataset;
    }
    case "topic":
      return resource === topicPath(environment, right.topic);
    case "account":
      return resource === accountEmail(environment, right.account);
    case "secret":
      return resource === mailKeySecret(environment);
    // It goes for all that the project has.
    case "project":
      return resource === "project" || /^(storage|pubsub)\./.test(permission);
    case "images":
    case "events":
    case "machine":
      return resource === right.on;
    case "function":
      return resource === functionName(environment, right.target);
    // Of these there are no fakes.
    case "key":
    case "folder":
    case "table":
    case "policyTags":
      return false;
  }
}
