import type { Log, LogLine } from "../ports.ts";
import type { Advanced } from "./publish-all.ts";

/** Waiting is no state of the ledger: whoever publishes says what it met. A job that runs is nothing to tell of. */
export function logWaiting(log: Log, advanced: readonly Advanced[]): void {
  for (const { dataset, waitingOn } of advanced) {
    if (!waitingOn || waitingOn.code === "JOB") continue;
    const { number: publication, code: reason } = waitingOn;
    const jobs = waitingOn.jobs.length === 0 ? undefined : waitingOn.jobs;
    const message = `${dataset}: publication ${publication} waits (${reason})`;
    log({ ...kindOf(reason), message, dataset, publication, reason, jobs });
  }
}

/** What a right is missing for waits until a person grants it. */
function kindOf(reason: string): Pick<LogLine, "severity" | "event"> {
  if (reason === "DENIED") return { severity: "ERROR", event: "config.denied" };
  return { severity: "WARNING", event: "publication.waiting" };
}
