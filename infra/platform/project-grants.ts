import { type artifactregistry, projects, artifactregistry as registry, serviceaccount } from "@pulumi/gcp";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { type AccountName, customRoleId } from "../../lakehouse/plan/cloud/names.ts";
import { AGENTS, CUSTOM_ROLES, customName, isCustom } from "../../lakehouse/plan/cloud/rights.ts";
import { type GrantTo, grantsOn, type Members } from "../grants.ts";
import type { Site } from "../site.ts";

/** By whom they are to: what works in their name waits for them. */
export type Granted = ReadonlyMap<GrantTo["who"], readonly Resource[]>;

export interface Grantable {
  readonly accounts: ReadonlyMap<AccountName, serviceaccount.Account>;
  readonly images: artifactregistry.Repository;
}

/** On the project, on accounts and on images. */
export function grantOnProject(
  site: Site,
  members: Members,
  { accounts, images }: Grantable,
  options: CustomResourceOptions,
): Granted {
  const { project, region } = site.environment;
  const grants = grantsOn(site, members, ({ on }) => on === "project" || on === "account" || on === "images");
  const roles = customRoles(site, grants, options);
  const made = grants.map((one) => {
    const { name, right, grant } = one;
    if (right.on === "account") {
      const serviceAccountId = accounts.get(right.account)?.name ?? "";
      return [one, new serviceaccount.IAMMember(name, { serviceAccountId, ...grant }, options)] as const;
    }
    if (right.on === "images") {
      const repository = { project, location: region, repository: images.name };
      return [one, new registry.RepositoryIamMember(name, { ...repository, ...grant }, options)] as const;
    }
    const role = roles.get(right.role)?.name ?? grant.role;
    // What an agent may on the project it may for all environments of it: none takes it from the others.
    const shared = { ...options, retainOnDelete: AGENTS.some((agent) => agent === one.who) };
    return [one, new projects.IAMMember(name, { project, ...grant, role }, shared)] as const;
  });
  return byWho(made);
}

function customRoles(
  { environment }: Site,
  grants: readonly GrantTo[],
  options: CustomResourceOptions,
): ReadonlyMap<string, projects.IAMCustomRole> {
  const needed = [...new Set(grants.map(({ right }) => right.role))].filter(isCustom);
  return new Map(
    needed.map((role) => {
      const { title, permissions } = CUSTOM_ROLES[role];
      const roleId = customRoleId(environment, customName(role));
      const made = { roleId, title: `Sluice ${environment.id}: ${title}`, permissions: [...permissions] };
      return [role, new projects.IAMCustomRole(`role-${customName(role)}`, made, options)] as const;
    }),
  );
}

function byWho(made: readonly (readonly [GrantTo, Resource])[]): Granted {
  const granted = new Map<GrantTo["who"], Resource[]>();
  for (const [{ who }, resource] of made) granted.set(who, [...(granted.get(who) ?? []), resource]);
  return granted;
}
