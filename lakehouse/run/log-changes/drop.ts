import { type DropState, type Entry, EntrySchema } from "../../ledger/entry.ts";
import { reportPath } from "../../plan/names.ts";
import type { Log, LogLine, Severity } from "../../ports.ts";
import { shownName } from "../view/object-name.ts";
import type { Split } from "./report.ts";
import { secondsBetween } from "./seconds.ts";
import { type Watch, watch } from "./watch.ts";

const PATH = /^ledger\/[^/]+\/drops\/dt=[^/]+\/[^/]+\.json$/;

const SEVERITY: Partial<Record<DropState, Severity>> = {
  HELD: "WARNING",
  REJECTED: "WARNING",
  GONE: "WARNING",
  POISON: "ERROR",
};

type Facts = Omit<Entry, "format" | "environment" | "plan" | "lifts" | "ready">;

/** A split ends when the drop leaves the worker that had it: only then its report's figures are news. */
const AT_WORK: ReadonlySet<DropState> = new Set(["CLAIMED", "LAUNCHED"]);

export function watchDrops(log: Log, reports: Watch<Split>): Watch<Facts> {
  return watch({ path: PATH, schema: EntrySchema, facts, lines }, log);

  function lines(now: Facts, before: Facts | null | undefined): LogLine[] {
    if (before && !isMoved(now, before)) return [];
    const ended = !before || AT_WORK.has(before.state);
    const report = ended ? reports.last(reportPath(now.dataset, now.drop.key, now.round)) : null;
    return [{ ...lineOf(now), ...(report && !AT_WORK.has(now.state) && figures(report)) }];
  }
}

/** Without signs of life, and claims that are only given back. */
function isMoved(now: Facts, before: Facts): boolean {
  return now.state !== before.state || now.round !== before.round || now.attempt !== before.attempt;
}

function facts({
  dataset,
  drop,
  origin,
  state,
  round,
  attempt,
  job,
  lease,
  publication,
  reason,
  history,
}: Entry): Facts {
  return { dataset, drop, origin, state, round, attempt, job, lease, publication, reason, history: history.slice(-2) };
}

function lineOf({ dataset, drop, origin, state, round, attempt, job, publication, reason, history }: Facts): LogLine {
  const [before, now] = history.length > 1 ? history : [undefined, history[0]];
  const why = reason && reason.code !== state ? ` (${reason.code})` : "";
  const isNew = state === "CLAIMED" && round === 1 && attempt === 1;
  return {
    severity: SEVERITY[state] ?? "INFO",
    event: "drop.moved",
    message: `${dataset}: drop ${drop.key} is ${state}${why}, round ${round}, attempt ${attempt}`,
    dataset,
    key: drop.key,
    state,
    round,
    attempt,
    reason: reason?.code,
    bytes: Number(drop.bytes),
    seconds: before && now && secondsBetween(before.at, now.at),
    // Replayed rows keep the arrival of their origin.
    lagSeconds: origin === null && now ? secondsBetween(drop.arrived, now.at) : undefined,
    publication: publication ?? undefined,
    jobs: job === null ? undefined : [job],
    object: isNew ? shownName(drop.name) : undefined,
  };
}

function figures({ rows, milliseconds, files }: Split): Partial<LogLine> {
  return { rows, milliseconds, files };
}
