import type { Entry } from "../../ledger/entry.ts";
import type { Report } from "../../plan/report.ts";
import { shellWord } from "./shell-word.ts";
import { stateCommands } from "./states.ts";
import { styled, type Text, text } from "./text.ts";

/** A lake as commands and places name it. */
export interface NamedLake {
  /** Root of its objects: a folder as it was typed, or `gs://…{zone}`. */
  readonly lake: string;
  /** What names it in a command, ` --env prod`; what names the folder, unless told. */
  readonly flag?: string | undefined;
}

/** Commands to copy, as they must be typed for this lake. */
export function nextSection(commands: readonly string[], { lake, flag = lakeFlag(lake) }: NamedLake): Text[] {
  const usable = isCloudFlag(flag) ? commands.filter(worksInCloud) : commands;
  if (usable.length === 0) return [];
  return [styled("bold", "Next"), ...usable.map((command) => text`  ${command}${flag}`)];
}

/** In an environment the reconciler goes on by itself, and rows are looked at in BigQuery. */
export function worksInCloud(command: string): boolean {
  return /^sluice (?:hold|images|ledger|mail|page|plan|replay|report|status)\b/.test(command);
}

export function isCloudFlag(flag: string): boolean {
  return flag.startsWith(" --env ");
}

export function envFlag(id: string): string {
  return ` --env ${id}`;
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
