import type { Plan, PlanColumn } from "../plan.ts";
import type { Section } from "./section.ts";

export function columnsSection(plan: Plan): Section {
  return { title: "Columns", lines: plan.columns.map((column) => columnLine(plan, column)) };
}

function columnLine(plan: Plan, column: PlanColumn): string[] {
  const notes = [
    ...(column.physical === column.name ? [] : [`in drops: ${column.physical}`]),
    ...(plan.key.includes(column.name) ? [`key ${plan.key.indexOf(column.name) + 1}`] : []),
    ...(plan.partition.column === column.name ? [`partition by ${plan.partition.granularity.toLowerCase()}`] : []),
    ...(column.required ? [plan.derived ? "required" : "required in drops"] : []),
  ];
  return [column.name, column.type, notes.join(", ")];
}
