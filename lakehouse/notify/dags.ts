import { letterOf } from "./compose.ts";
import { nextDigestAfter } from "./digest-time.ts";
import { isWithin, QUIET } from "./health.ts";
import type { DagNoteTold, Draft, Health } from "./message.ts";
import { dagPage } from "./page/dags.ts";
import { type Addressed, addresses } from "./recipients.ts";

// What DAGs tell: who is told, and when. What fails for the first time is told at once; the same day after day by digest.

/** A note as it lies in the outbox; `written` is the store's time, RFC 3339 UTC. */
export interface LyingNote {
  readonly note: DagNoteTold;
  readonly written: string;
}

export interface DagStory {
  readonly plan: Addressed;
  /** Behind each command on a laptop. */
  readonly flags: string;
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly notes: readonly LyingNote[];
  /** After the last message. */
  readonly health: Health;
}

const DAY = 24 * 3_600_000;
/** What fails again after longer is news: a DAG of once a week is known from one run to the next. */
const REMEMBERED = 8 * DAY;
const MOST_REMEMBERED = 100;
/** In one message; the others lie there for the next. */
const MOST_NOTES = 50;

/**
 * The message about what lies there, or null: there is nothing, or nothing new, and what is known may lie for an hour, so
 * that what fails each minute is no message each minute. Pure.
 */
export function composeDags({ plan, flags, now, notes, health }: DagStory): Draft | null {
  const known = (health.dags ?? []).filter(({ at }) => isWithin(REMEMBERED, at, now));
  const isFresh = ({ note }: LyingNote) => known.every(({ id }) => id !== dagProblem(note));
  const fresh = notes.filter(isFresh);
  if (fresh.length === 0 && notes.every(({ written }) => isWithin(QUIET, written, now))) return null;
  const told = [...fresh, ...notes.filter((one) => !isFresh(one))].slice(0, MOST_NOTES).map(({ note }) => note);
  const to = fresh.length > 0 ? addresses(plan, ({ error }) => error === "immediate") : [];
  const rest = addresses(plan, ({ error }) => fresh.length === 0 || error === "daily");
  return {
    dataset: plan.dataset,
    environment: plan.environment,
    kind: "dag",
    facts: [],
    mail: to.length > 0 ? letterOf(dagPage({ plan, flags, now, notes: told, to, later: rest }), to) : null,
    thread: `${plan.environment}.${plan.dataset}`,
    notes: [],
    checkNotes: [],
    dagNotes: told,
    digest: rest.length > 0 ? { to: rest, due: nextDigestAfter(now), in: null } : null,
    collects: [],
    health: { ...health, dags: remembered(known, told, now) },
  };
}

/** What is compared with what was told before: runs differ, what fails in them is the same. */
function dagProblem({ kind, dag, task }: DagNoteTold): string {
  return [kind, dag, ...(task === null ? [] : [task])].join(" ");
}

function remembered(known: NonNullable<Health["dags"]>, told: readonly DagNoteTold[], now: string) {
  const ids = new Set(told.map(dagProblem));
  const kept = known.filter(({ id }) => !ids.has(id));
  return [...kept, ...[...ids].sort().map((id) => ({ id, at: now }))].slice(-MOST_REMEMBERED);
}
