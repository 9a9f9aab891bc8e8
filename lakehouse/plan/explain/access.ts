import { readsFiles } from "../access.ts";
import type { Plan, PlanRole } from "../plan.ts";
import type { Section } from "./section.ts";

/** Who reads which rows and columns, and who uploads. */
export function accessSection(plan: Plan): Section {
  const { roles, warehouse } = plan;
  const named = roles.map((role) => [role.role, roleWords(plan, role)]);
  const guarded = warehouse.bigquery.classified.map(({ path, level }) => `${path.join(".")} (${level})`);
  return {
    title: "Access",
    lines: [
      ...(named.length > 0 ? named : [["roles", "none named: nobody but Sluice reads or uploads"]]),
      ["classified", guarded.join(", ") || "no column"],
    ],
  };
}

function roleWords(plan: Plan, role: PlanRole): string {
  const { derived, landing, warehouse } = plan;
  if (role.access === "write") return `uploads into landing/${landing?.folder ?? ""}`;
  const rows = role.rows === null ? "all rows" : `rows where ${role.rows}`;
  const openOnly = role.access === "read" && warehouse.bigquery.classified.length > 0;
  const files = readsFiles(plan, role) ? ", and the files in the lake" : "; not the files in the lake, which show all";
  return `reads ${rows}, ${openOnly ? "no classified column" : "every column"}${derived ? "" : files}`;
}
