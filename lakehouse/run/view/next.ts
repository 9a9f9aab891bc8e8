import type { Entry } from "../../ledger/entry.ts";
import type { Report } from "../../plan/report.ts";
import { shellWord } from "./shell-word.ts";
import { stateCommands } from "./states.ts";
import { styled, type Text, text } from "./text.ts";

/** Commands to copy, as they must be typed for this lake. */
export function nextSection(commands: readonly string[], lake: string): Text[] {
  if (commands.length === 0) return [];
  return [styled("bold", "Next"), ...commands.map((command) => text`  ${command}${lakeFlag(lake)}`)];
}

export function lakeFlag(lake: string): string {
  return lake === "out/lake" ? "" : ` --lake ${shellWord(lake)}`;
}

/** What one asks, or does, after a drop's report. */
export function reportCommands(report: Report, entry: Entry | null): string[] {
  const { dataset, drop, rows } = report;
  const bad = `SELECT _reasons, * EXCLUDE (_reasons) FROM ${dataset}_quarantine WHERE _generation = '${drop.generation}' LIMIT 20`;
  return [
    ...(rows.quarantined > 0 ? [`sluice query ${shellWord(bad)}`] : goodQuestion(report, entry)),
    ...(entry ? stateCommands(entry) : []),
    ...(rows.quarantined > 0 && entry?.state === "COMMITTED" ? [`sluice replay ${drop.key}${backfill(report)}`] : []),
    `sluice report ${drop.key} --json`,
  ];
}

/** Late rows are late by any contract. */
function backfill({ rules }: Report): string {
  return rules.some(({ id, failed }) => id === "late" && failed > 0) ? " --backfill" : "";
}

function goodQuestion({ dataset, verdict }: Report, entry: Entry | null): string[] {
  if (verdict !== "ready" && verdict !== "ready with warnings") return [];
  const published = entry === null || entry.state === "COMMITTED";
  return [`sluice query ${shellWord(`SELECT * FROM ${dataset}${published ? "" : "_good"} LIMIT 20`)}`];
}
