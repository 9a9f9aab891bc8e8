import type { Plan } from "../plan.ts";

/** One part of the explanation: a title and its lines; a line of cells is set in columns. */
export interface Section {
  readonly title: string;
  readonly lines: readonly (string | readonly string[])[];
}

export function heading(plan: Plan, hash: string): string {
  const { contract } = plan;
  return [
    `${contract.title} · contract ${contract.version} · environment ${plan.environment} · plan ${hash.slice(0, 12)}`,
    ...(contract.description === null ? [] : [contract.description]),
    `Settings marked (default) are not in the contract; docs/contracts.md tells how to set them.`,
  ].join("\n");
}

export function printSection({ title, lines }: Section): string {
  return [title.toUpperCase(), ...alignCells(lines).map((line) => `  ${line}`.trimEnd())].join("\n");
}

/** `setting` with ` (default)` behind it if the contract leaves it out. */
export function marked(plan: Plan, setting: string, words: string): string {
  return plan.defaulted.includes(setting) ? `${words} (default)` : words;
}

/** Lines of cells share their columns' widths with the lines of cells beside them; the last cell is never padded. */
function alignCells(lines: Section["lines"]): string[] {
  const widths: number[] = [];
  for (const line of lines) {
    if (typeof line === "string") continue;
    for (const [at, cell] of line.slice(0, -1).entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return lines.flatMap((line) => {
    if (typeof line === "string") return line.split("\n");
    return [line.map((cell, at) => (at === line.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("  ")];
  });
}
