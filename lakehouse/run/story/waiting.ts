import type { StoredPublication } from "../../ledger/log.ts";
import { isFinished } from "../../ledger/publication.ts";
import type { Health } from "../../notify/message.ts";
import type { RunStory } from "../../notify/story.ts";
import type { Waiting } from "../../publish/outcome.ts";
import type { Standstill } from "../publish.ts";

/**
 * Nobody is told of a shorter wait: a quota rests for a quarter of an hour, jobs that fail for a passing reason are tried
 * again within minutes, and a deployment is over sooner. What takes longer than an hour hardly ends by itself.
 */
export const LONG_WAIT_SECONDS = 3_600;

const CURES: Readonly<Record<Waiting["code"], string>> = {
  JOB: "look into the warehouse what keeps the job; the publication goes on by itself when the job ends",
  QUOTA: "nothing, if the quota is one of a day: it goes on by itself; raise the quota if this comes again",
  DENIED: "`pulumi up` grants what lacks; it is tried again by itself a quarter of an hour after it was refused",
  TARGET_BEHIND: "deploy the tables once more: the last deployment has not come to its end",
  RETRY: "mend what the warehouse complains of; it is tried again by itself a day after the first failure",
};

export function cureOf(code: Waiting["code"]): string {
  return CURES[code];
}

export interface Wait {
  readonly last: StoredPublication | null;
  /** What a publisher has just found the open publication to wait for; null: nobody has looked, or it does not. */
  readonly on: Standstill | null;
  /** RFC 3339 UTC, by the store's clock, which also says when the log was moved last. */
  readonly now: string;
  readonly health: Health | null;
}

/** The open publication, if nothing has moved it for long and nobody was told yet that it waits for this. */
export function longWait({ last, on, now, health }: Wait): RunStory["waiting"] {
  if (!last || !on || last.value.number !== on.number || isFinished(last.value) || last.value.stuck) return null;
  if (Date.parse(now) - Date.parse(last.updated) < LONG_WAIT_SECONDS * 1000) return null;
  const { number, code, message } = on;
  if (health?.waiting?.number === number && health.waiting.codes.includes(code)) return null;
  return { number, code, reason: message, cure: cureOf(code), since: last.updated };
}
