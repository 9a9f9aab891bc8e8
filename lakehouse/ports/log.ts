import type { LogEvent } from "../plan/cloud/log-events.ts";

export const SEVERITIES = ["DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL"] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * One thing that happened. Lines are kept for long and read by many: no value of a row, no secret, no words of a
 * producer. What is not known is left out.
 */
export interface LogLine {
  /** `ERROR`: a person has to do something. `WARNING`: something was not as it should be, and Sluice has coped. */
  readonly severity: Severity;
  readonly event: LogEvent;
  /** One line for people; the event's name by default. */
  readonly message?: string | undefined;
  readonly dataset?: string | undefined;
  /** Of the drop. */
  readonly key?: string | undefined;
  /** That the drop, the publication or the message is in now. */
  readonly state?: string | undefined;
  readonly round?: number | undefined;
  readonly attempt?: number | undefined;
  /** A code, never words. */
  readonly reason?: string | undefined;
  /** Rows by what became of them. */
  readonly rows?: Readonly<Record<string, number>> | undefined;
  /** Of the object that arrived. */
  readonly bytes?: number | undefined;
  /** Logical bytes, as BigQuery bills them. */
  readonly bytesScanned?: number | undefined;
  /** That the state before lasted; of a publication that ended: since it was begun. */
  readonly seconds?: number | undefined;
  /** Since the drop arrived; of a publication: since its first drop did. */
  readonly lagSeconds?: number | undefined;
  /** Parts of the work by name. */
  readonly milliseconds?: Readonly<Record<string, number>> | undefined;
  /** Number of the publication. */
  readonly publication?: number | undefined;
  readonly drops?: number | undefined;
  readonly files?: number | undefined;
  /** Name of a launched job, or ids of jobs that are waited for. */
  readonly jobs?: readonly string[] | undefined;
  /** Number of the outbox's message. */
  readonly mail?: number | undefined;
  /** Of the message: `error`, `recovered`, `digest`. */
  readonly kind?: string | undefined;
  readonly recipients?: number | undefined;
  /** YYYY-MM-DD */
  readonly day?: string | undefined;
  /** An object's name, as `shownName` shows it; only where no key leads to it. */
  readonly object?: string | undefined;
  /** Who asked for it: an account, never a person. */
  readonly by?: string | undefined;
  /** What was thrown. Of it only what may be told is written. */
  readonly error?: unknown;
}

/** Writes a line at once and never throws: who works does not wait for its log, nor fails with it. */
export type Log = (line: LogLine) => void;
