import { ACCESS, type Access, type Landing, type Role } from "./contract.ts";
import type { Cursor } from "./cursor.ts";
import type { Field } from "./field.ts";
import type { Report } from "./lint.ts";
import type { Place } from "./problem.ts";
import { readRowFilter } from "./row-filter.ts";
import { readSettings } from "./settings.ts";
import { oneOf, suggest } from "./spelling.ts";

/** Part of the names of row policies, which BigQuery wants so. */
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;

/** Of what a role's access is to. */
export interface Granted {
  readonly fields: readonly Field[];
  /** Null: none that could be read. */
  readonly landing: Landing | null;
  readonly derived: boolean;
}

/** Who may read and upload, in the words of `ACCESS`. Whoever is not named may do neither. */
export function readRoles(root: Cursor, granted: Granted, report: Report): readonly Role[] {
  const roles = root.list("roles").flatMap((at) => {
    const name = at.text("role");
    return name === null ? [] : [readRole(at, name, granted, report)];
  });
  checkTwice(roles, report);
  return roles;
}

function readRole(at: Cursor, role: string, granted: Granted, report: Report): Role {
  const where = (at.get("role") ?? at).place;
  if (!NAME.test(role)) {
    const message = `${JSON.stringify(role)} is no name of a role`;
    report("role-name", where, message, "write letters, digits and _, at most 63, a letter first");
  }
  const filter = readSettings(at, "role", report).peek("rowFilter");
  const access = readAccess(at, report);
  if (access === "write") checkFolder((at.get("access") ?? at).place, granted, report);
  if (access !== "write" || !filter) {
    return { role, access, where, rows: filter && readRowFilter(filter, granted.fields, report) };
  }
  report("row-filter", filter.place, "who writes reads no rows", "remove the filter, or give the role another access");
  return { role, access, where, rows: null };
}

function readAccess(at: Cursor, report: Report): Access {
  const given = at.get("access");
  const access = ACCESS.find((known) => known === given?.asText());
  if (given && !access) {
    const message = `access ${given.shown()} says nothing to Sluice`;
    report("role-access", given.place, message, suggest(given.asText() ?? "", ACCESS));
  }
  return access ?? "read";
}

/** Rights to upload are given on a folder. */
function checkFolder(where: Place, { landing, derived }: Granted, report: Report): void {
  if (derived) {
    const message = "nobody uploads a derived table: its query makes it";
    report("role-folder", where, message, `write ${oneOf(["read", "readClassified"])}, or remove the role`);
  } else if (landing?.folder === null) {
    const message = "objects of this dataset lie in no folder of their own, so nobody can be let write just them";
    report("role-folder", where, message, "begin the landing pattern with a folder, such as `NAME/`");
  }
}

/** BigQuery cannot show some columns in some rows alone: of two ways to read the weaker one would be lost. */
function checkTwice(roles: readonly Role[], report: Report): void {
  for (const [index, { role, access, where }] of roles.entries()) {
    const writes = access === "write";
    if (!roles.slice(0, index).some((other) => other.role === role && (other.access === "write") === writes)) continue;
    const message = `${role} ${writes ? "writes" : "reads"} twice`;
    report("role-twice", where, message, "keep one, or give the other a name of its own");
  }
}
