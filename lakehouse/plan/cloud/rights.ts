import { ACCOUNTS, type AccountName } from "./names.ts";
import { RIGHTS } from "./rights/accounts.ts";
import { AGENT_RIGHTS, AGENTS, type AgentName } from "./rights/agents.ts";
import { PEOPLE, PEOPLE_RIGHTS, type PeopleName } from "./rights/people.ts";
import { type Circumstances, holds, type Right } from "./rights/right.ts";

// Who may do what (DESIGN §6): `infra/` grants exactly this, the fakes of the tests enforce exactly this, docs/iam.md
// prints it. Data rights are on buckets, folders, datasets and topics; at project level stand only jobs, and what a
// service of Google's insists on.

export { RIGHTS } from "./rights/accounts.ts";
export { AGENT_RIGHTS, AGENTS, type AgentName, FROM_GOOGLE } from "./rights/agents.ts";
export { type Condition, conditionOf } from "./rights/condition.ts";
export { type Access, PEOPLE, PEOPLE_RIGHTS, type PeopleName, rightsOfRole, type View } from "./rights/people.ts";
export {
  type BucketName,
  type Circumstances,
  type DatasetKind,
  LEDGER_PARTS,
  type LedgerPart,
  placeOf,
  type Right,
  rightKey,
} from "./rights/right.ts";
export { CUSTOM_ROLES, type CustomRole, customName, isCustom, roleName } from "./rights/roles.ts";

export type Who = AccountName | AgentName | PeopleName;

/** One line of the whole table: who has which right. */
export type Row = Right & { readonly who: Who };

/** All that is ever granted, of accounts, agents and people in this order. */
export const ROWS: readonly Row[] = [
  ...rowsOf(ACCOUNTS, RIGHTS),
  ...rowsOf(AGENTS, AGENT_RIGHTS),
  ...rowsOf(PEOPLE, PEOPLE_RIGHTS),
];

/** What the environment's accounts have under these settings; one that has nothing is not needed. */
export function rightsOf(settings: Circumstances): Readonly<Record<AccountName, readonly Right[]>> {
  return inForce(ACCOUNTS, RIGHTS, settings);
}

/** What `pulumi up` grants to Google's own accounts. */
export function agentRightsOf(settings: Circumstances): Readonly<Record<AgentName, readonly Right[]>> {
  return inForce(AGENTS, AGENT_RIGHTS, settings);
}

/** What operators have; of contracts' roles `rightsOfRole` tells. */
export function operatorRightsOf(settings: Circumstances): readonly Right[] {
  return PEOPLE_RIGHTS.operators.filter((right) => holds(right, settings));
}

/** Accounts that an environment has. */
export function accountsOf(settings: Circumstances): AccountName[] {
  const rights = rightsOf(settings);
  return ACCOUNTS.filter((account) => rights[account].length > 0);
}

function inForce<Name extends string>(
  names: readonly Name[],
  rights: Readonly<Record<Name, readonly Right[]>>,
  settings: Circumstances,
): Record<Name, readonly Right[]> {
  const kept = names.map((name) => [name, rights[name].filter((right) => holds(right, settings))] as const);
  return Object.fromEntries(kept) as unknown as Record<Name, readonly Right[]>;
}

function rowsOf<Name extends Who>(names: readonly Name[], rights: Readonly<Record<Name, readonly Right[]>>): Row[] {
  return names.flatMap((who) => rights[who].map((right) => ({ who, ...right })));
}
