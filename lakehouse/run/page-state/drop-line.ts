import type { DropLine } from "../page/state.ts";
import { stateCommands } from "../view/states.ts";
import { type Fate, isLive, keyOf } from "./fates.ts";
import { fileId, replayedFiles } from "./replayed.ts";
import { shareOf } from "./share.ts";

/** `flags` follows every command: ` --lake out/demo/lake`, ` --env dev`, or nothing. */
export function dropLines(fates: readonly Fate[], flags: string): DropLine[] {
  const replayed = replayedFiles(fates);
  return fates.map((fate) => dropLine(fate, replayed, flags));
}

function dropLine(fate: Fate, replayed: ReadonlySet<string>, flags: string): DropLine {
  const { entry, state, reason, publication, replacedIn } = fate;
  const { key, name, arrivalDay, arrived } = entry.drop;
  return {
    key,
    name,
    day: arrivalDay,
    arrived,
    state,
    round: entry.round,
    rows: rowsOf(fate),
    reason,
    publication: publication?.number ?? entry.publication,
    replacedIn,
    replayOf: entry.origin?.name ?? null,
    commands: commandsOf(fate, replayed).map((command) => `npx ${command}${flags}`),
  };
}

function rowsOf(fate: Fate): DropLine["rows"] {
  const { report, publication } = fate;
  if (!report || report.rows.in === null) return null;
  const { in: all, good, quarantined } = report.rows;
  const share = publication && shareOf(publication, new Set([keyOf(fate)]));
  return { in: all, good, quarantined, loaded: share?.loaded ?? null };
}

/** What a person may want to do next, for what waits for one or has left rows in quarantine. */
function commandsOf(fate: Fate, replayed: ReadonlySet<string>): string[] {
  const { entry, state, reason, report } = fate;
  const { key } = entry.drop;
  const look = report ? [`sluice report ${key}`] : [];
  if (state === "HELD" || state === "REJECTED" || state === "POISON") {
    return [...look, ...stateCommands({ ...entry, state, reason })];
  }
  const left = isLive(fate) && report?.files.quarantined.some((file) => !replayed.has(fileId(file)));
  return left ? [...look, `sluice replay ${key}`] : [];
}
