import { type Report, ReportSchema, type Verdict } from "../../plan/report.ts";
import type { Log, LogLine } from "../../ports.ts";
import { type Watch, watch } from "./watch.ts";

const PATH = /^ledger\/[^/]+\/reports\/[^/]+\/\d+\.json$/;

/** What a report counts. Nothing of what it shows of rows. */
export interface Split {
  readonly dataset: string;
  readonly key: string;
  readonly round: number;
  readonly attempt: number;
  readonly verdict: Verdict;
  readonly reason: string | undefined;
  readonly rows: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly files: number;
  readonly milliseconds: Report["run"]["milliseconds"];
}

export function watchReports(log: Log): Watch<Split> {
  return watch({ path: PATH, schema: ReportSchema, facts, lines: (now, before) => (before ? [] : [lineOf(now)]) }, log);
}

function facts({ dataset, drop, round, attempt, verdict, reasons, rows, files, run }: Report): Split {
  const { in: read, good, quarantined, duplicates } = rows;
  return {
    dataset,
    key: drop.key,
    round,
    attempt,
    verdict,
    reason: reasons[0]?.code,
    rows: { ...(read !== null && { in: read }), good, quarantined, duplicates },
    bytes: Number(drop.bytes),
    files: files.good.length,
    milliseconds: run.milliseconds,
  };
}

function lineOf({ verdict, ...split }: Split): LogLine {
  const { dataset, key, milliseconds } = split;
  return {
    severity: "INFO",
    event: "drop.split",
    message: `${dataset}: drop ${key} is split, and ${verdict}`,
    ...split,
    state: verdict,
    seconds: milliseconds.total / 1000,
  };
}
