import { type Right, rightsOfRole } from "./cloud/rights.ts";
import type { Plan, PlanRole } from "./plan.ts";

/** What a role may on the plan's dataset, of which a derived one has no files. */
export function rightsIn({ derived, warehouse }: Plan, { access, rows }: PlanRole): readonly Right[] {
  const classified = warehouse.bigquery.classified.length > 0;
  const rights = rightsOfRole(access, { filtered: rows !== null, classified });
  return derived === null ? rights : rights.filter(({ on }) => on !== "folder");
}

/** True for a role that may read the dataset's good files in the lake, which show every row and every column. */
export function readsFiles(plan: Plan, role: PlanRole): boolean {
  return rightsIn(plan, role).some((right) => right.on === "folder" && right.zone === "staging");
}
