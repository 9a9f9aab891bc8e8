import {
  ACCOUNTS,
  type AccountName,
  accountEmail,
  bucketName,
  type CloudEnvironment,
  functionName,
  mailKeySecret,
  scratchBucket,
  topicPath,
} from "../../lakehouse/plan/cloud/names.ts";
import { RIGHTS, type Right } from "../../lakehouse/plan/cloud/rights.ts";
import { tableNames } from "../../lakehouse/plan/names.ts";
import { PERMISSIONS } from "./roles.ts";

export type Rights = Readonly<Record<AccountName, readonly Right[]>>;

/** What the product's own table of rights allows, by Google's list of what each role may. People of `owners` may do anything. */
export function allowedBy(
  environment: CloudEnvironment,
  owners: readonly string[],
  rights: Rights = RIGHTS,
): (account: string, permission: string, resource: string) => boolean {
  const byEmail = new Map(ACCOUNTS.map((name) => [accountEmail(environment, name), rights[name]]));
  return (account, permission, resource) =>
    owners.includes(account) ||
    (byEmail.get(account) ?? []).some(
      (right) => PERMISSIONS[right.role].includes(permission) && covers(environment, right, resource),
    );
}

/** Resources are named `bucket/object`, `dataset.table`, a topic's path, an account's e-mail, `project`. */
function covers(environment: CloudEnvironment, right: Right, resource: string): boolean {
  switch (right.on) {
    case "zone":
      return resource.startsWith(`${bucketName(environment, right.zone)}/`);
    case "scratch":
      return resource.startsWith(`${scratchBucket(environment)}/`);
    case "dataset": {
      const { consumption, quarantine } = tableNames(environment.id, "x", "x", "x");
      const staging = tableNames(environment.id, "", "x", "x").staging.dataset;
      const dataset = resource.split(".")[0] ?? "";
      if (right.dataset === "staging") return dataset.startsWith(staging);
      return dataset === (right.dataset === "consumption" ? consumption : quarantine).dataset;
    }
    case "topic":
      return resource === topicPath(environment, right.topic);
    case "account":
      return resource === accountEmail(environment, right.account);
    case "secret":
      return resource === mailKeySecret(environment);
    case "project":
    case "images":
    case "events":
      return resource === right.on;
    case "function":
      return resource === functionName(environment, right.target);
  }
}
