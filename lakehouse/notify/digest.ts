import { letterOf } from "./compose.ts";
import type { Draft, Health, Message } from "./message.ts";
import type { WeekCost } from "./outbox/week-cost.ts";
import { digestPage } from "./page/digest.ts";
import { type Addressed, recipientsOf } from "./recipients.ts";

/** What a digest is made of: messages whose notes nobody was mailed yet. */
export interface DigestStory {
  readonly plan: Addressed;
  /** Behind each command on a laptop. */
  readonly flags: string;
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly noted: readonly Message[];
  /** After the last message. */
  readonly health: Health;
  /** Of the week; absent: it is not told. */
  readonly cost?: WeekCost | null;
}

/** More is not kept for the case that the digest itself falls to the cap. */
const KEPT = 50;

/** One mail for all notes that are due, or null where none is. Pure. */
export function composeDigest({ plan, flags, now, noted, health, cost = null }: DigestStory): Draft | null {
  const due = noted.filter(({ digest }) => digest !== null && digest.in === null && digest.due <= now);
  const to = recipientsFor(plan, due);
  if (to.length === 0) return null;
  const notes = due.flatMap((message) => message.notes);
  const checkNotes = due.flatMap((message) => message.checkNotes);
  const dagNotes = due.flatMap((message) => message.dagNotes ?? []);
  const page = digestPage({ plan, flags, now, due, notes, checkNotes, dagNotes, cost, to });
  // Of errors in the data, which are told again after a while.
  const errors = due.some(({ kind }) => kind !== "warning" && kind !== "dag");
  return {
    dataset: plan.dataset,
    environment: plan.environment,
    kind: "digest",
    // Its notes' facts are those of the messages that it collects.
    facts: [],
    mail: letterOf(page, to),
    thread: `${plan.environment}.${plan.dataset}`,
    notes: notes.slice(0, KEPT),
    checkNotes: checkNotes.slice(0, KEPT),
    ...(dagNotes.length > 0 && { dagNotes: dagNotes.slice(0, KEPT) }),
    digest: null,
    collects: due.map(({ number }) => number),
    health: errors ? { ...health, mailed: { ...health.mailed, error: now } } : health,
  };
}

/** If no mail can go to any of those who were to get it, everybody gets it: notes must not wait for ever. */
function recipientsFor(plan: Addressed, due: readonly Message[]): string[] {
  const to = recipientsOf(due.flatMap(({ digest }) => digest?.to ?? []));
  return to.length > 0 || due.length === 0 ? to : recipientsOf(plan.notify.recipients.map(({ email }) => email));
}
