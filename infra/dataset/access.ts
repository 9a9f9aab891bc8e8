import { bigquery, datacatalog, storage } from "@pulumi/gcp";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { rightsIn } from "../../lakehouse/plan/access.ts";
import { type Right, rightKey } from "../../lakehouse/plan/cloud/rights.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { grantTo, type Members } from "../grants.ts";
import type { PolicyTags } from "../lake/policy-tags.ts";
import type { Site } from "../site.ts";
import type { Folders } from "./folders.ts";

/** A person or group whom the environment's settings give a role of the contract. */
interface Holder {
  readonly role: Plan["roles"][number];
  readonly member: string;
  readonly rights: readonly Right[];
}

export interface AccessPlace {
  readonly site: Site;
  readonly plan: Plan;
  readonly members: Members;
  readonly options: CustomResourceOptions;
}

/** Whom the settings name for roles of this contract. A role that nobody has gives nobody a right. */
export function holdersOf({ site, plan }: Pick<AccessPlace, "site" | "plan">): readonly Holder[] {
  return plan.roles.flatMap((role) => {
    const rights = rightsIn(plan, role);
    return (site.settings.members[role.role] ?? []).map((member) => ({ role, member, rights }));
  });
}

/** One resource for each holder's right on what is granted here. */
function grantEach(
  place: AccessPlace,
  isHere: (right: Right) => boolean,
  make: (name: string, grant: { readonly role: string; readonly member: Input<string> }, right: Right) => void,
): void {
  for (const { member, role, rights } of holdersOf(place)) {
    for (const right of rights.filter(isHere)) {
      const name = `${place.plan.dataset}-${rightKey(right)}-${role.role}-${role.access}-${member}`;
      make(name, grantTo(place.site, name, "operators", right, member).grant, right);
    }
  }
}

/** `kind` tells tables of one dataset apart. */
export function grantOnTable(place: AccessPlace, kind: string, table: bigquery.Table): void {
  const { datasetId, tableId } = table;
  grantEach(
    place,
    ({ on }) => on === "table",
    (name, grant) => {
      new bigquery.IamMember(`${name}-${kind}`, { datasetId, tableId, ...grant }, place.options);
    },
  );
  filterRows(place, kind, table);
}

export function grantOnFolders(place: AccessPlace, folders: Folders): void {
  grantEach(
    place,
    ({ on }) => on === "folder",
    (name, grant, right) => {
      const folder = right.on === "folder" ? folders.get(right.zone) : undefined;
      if (!folder) return;
      const { bucket, name: managedFolder } = folder;
      new storage.ManagedFolderIamMember(name, { bucket, managedFolder, ...grant }, place.options);
    },
  );
}

/** With the levels that this dataset's columns have. */
export function grantOnTags(place: AccessPlace, tags: PolicyTags): void {
  const levels = new Set(place.plan.warehouse.bigquery.classified.map(({ level }) => level));
  grantEach(
    place,
    ({ on }) => on === "policyTags",
    (name, grant) => {
      for (const level of levels) {
        new datacatalog.PolicyTagIamMember(
          `${name}-${level}`,
          { policyTag: tags[level].name, ...grant },
          place.options,
        );
      }
    },
  );
}

/**
 * From the first policy on, a table shows rows to nobody whom no policy names: so each who reads all has one too, above
 * all the publisher, which looks for keys and counts.
 */
function filterRows(place: AccessPlace, kind: string, { datasetId, tableId }: bigquery.Table): void {
  const readers = holdersOf(place).filter(({ rights }) => rights.some(({ on }) => on === "table"));
  if (readers.every(({ role }) => role.rows === null)) return;
  const everything = readers.filter(({ role }) => role.rows === null).map(({ member }) => member);
  const filtered = [...new Set(readers.filter(({ role }) => role.rows !== null).map(({ role }) => role))];
  const policy = (policyId: string, filterPredicate: string, grantees: Input<string>[]) =>
    new bigquery.RowAccessPolicy(
      `${place.plan.dataset}-rows-${policyId}-${kind}`,
      { datasetId, tableId, policyId, filterPredicate, grantees },
      place.options,
    );
  policy("all_rows", "TRUE", [place.members("publish"), ...everything]);
  for (const one of filtered) {
    const { role, access, rows } = one;
    const grantees = readers.filter((reader) => reader.role === one).map(({ member }) => member);
    policy(`${role}_${access}`, rows ?? "TRUE", grantees);
  }
}
