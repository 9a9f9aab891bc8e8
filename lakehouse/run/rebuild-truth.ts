import type { Entry, Origin } from "../ledger/entry.ts";
import { logNumbers, readPublication } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import { logPath } from "../plan/names.ts";
import type { Report } from "../plan/report.ts";
import { UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { OriginUnknown, originOf } from "./rebuild-entry.ts";
import { listReports, NotAReport, readReport } from "./reports.ts";
import { type Contradiction, lossOf, problemOf, RESTORE } from "./verify/contradiction.ts";
import { lostNumbers } from "./verify/known-log.ts";

/** Log and reports of a dataset, as far as they can be read: all else follows from them. */
export interface Truth {
  /** Oldest first. */
  readonly log: readonly Publication[];
  /** No publication is lost or unreadable. */
  readonly isWhole: boolean;
  /** The newest round of each drop, the oldest first; with what it replays. */
  readonly reports: readonly { readonly report: Report; readonly origin: Origin | null }[];
  readonly problems: Contradiction[];
}

/** `entries`: all that can be read; they tell of publications that the log has lost. */
export async function readTruth(objects: Objects, dataset: string, entries: readonly Entry[]): Promise<Truth> {
  const numbers = await lostNumbers(objects, dataset, entries);
  const problems = numbers.map((number) => lossOf(logPath(dataset, number), "it is missing"));
  const log = await readableLog(objects, dataset, problems);
  const isWhole = problems.length === 0;
  return { log, isWhole, reports: await readableReports(objects, dataset, problems), problems };
}

async function readableLog(objects: Objects, dataset: string, problems: Contradiction[]): Promise<Publication[]> {
  const log: Publication[] = [];
  for (const number of await logNumbers(objects, dataset)) {
    try {
      const stored = await readPublication(objects, dataset, number);
      if (stored) log.push(stored.value);
    } catch (fault) {
      if (!(fault instanceof UnreadableValue)) throw fault;
      problems.push(problemOf(fault));
    }
  }
  return log;
}

async function readableReports(
  objects: Objects,
  dataset: string,
  problems: Contradiction[],
): Promise<Truth["reports"]> {
  const read: { readonly name: string; readonly report: Report }[] = [];
  for (const { name, dataset: of } of await listReports(objects)) {
    if (of !== dataset) continue;
    try {
      read.push({ name, report: await readReport(objects, name) });
    } catch (fault) {
      if (!(fault instanceof NotAReport)) throw fault;
      problems.push({ where: name, message: fault.message.replace(`${name} `, ""), cure: RESTORE });
    }
  }
  const byKey = new Map(read.map(({ report }) => [report.drop.key, report]));
  return read.flatMap(({ name, report }) => {
    try {
      return [{ report, origin: originOf(report, byKey) }];
    } catch (fault) {
      if (!(fault instanceof OriginUnknown)) throw fault;
      problems.push({ where: name, message: fault.message, cure: "restore that one, then rebuild once more" });
      return [];
    }
  });
}
