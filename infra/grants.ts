import type { Input, Output } from "@pulumi/pulumi";
import type { AccountName } from "../lakehouse/plan/cloud/names.ts";
import {
  type AgentName,
  agentRightsOf,
  type Condition,
  conditionOf,
  operatorRightsOf,
  type Right,
  rightKey,
  rightsOf,
  roleName,
} from "../lakehouse/plan/cloud/rights.ts";
import type { Site } from "./site.ts";

/** Of accounts and agents: `serviceAccount:…` */
export type Members = (who: AccountName | AgentName) => Output<string>;

/** One line of the table of rights, for whoever holds the resource that it is on. */
export interface GrantTo {
  /** Unlike that of every other grant: `ledger-objectUser-drops-open-split`. */
  readonly name: string;
  readonly who: AccountName | AgentName | "operators";
  readonly right: Right;
  readonly member: Input<string>;
  /** Its inputs, as every kind of grant takes them. */
  readonly grant: { readonly role: string; readonly member: Input<string>; readonly condition?: Condition };
}

/** Who has a right on a resource, by the table alone: no other code of `infra/` says who may do what. */
export function grantsOn(site: Site, members: Members, isHere: (right: Right) => boolean): readonly GrantTo[] {
  const tables = { ...rightsOf(site.settings), ...agentRightsOf(site.settings) };
  const ours = Object.entries(tables).flatMap(([who, rights]) =>
    rights.filter(isHere).map((right) => {
      const known = who as AccountName | AgentName;
      return grantTo(site, `${rightKey(right)}-${who}`, known, right, members(known));
    }),
  );
  const people = operatorRightsOf(site.settings)
    .filter(isHere)
    .flatMap((right) =>
      site.settings.operators.map((member) =>
        grantTo(site, `${rightKey(right)}-${member}`, "operators", right, member),
      ),
    );
  return [...ours, ...people];
}

export function grantTo(
  { environment }: Site,
  name: string,
  who: GrantTo["who"],
  right: Right,
  member: Input<string>,
): GrantTo {
  const condition = conditionOf(right, environment);
  const role = roleName(environment, right.role);
  return { name, who, right, member, grant: { role, member, ...(condition && { condition }) } };
}
