import type { Plan } from "../plan/plan.ts";
import { letterOf } from "./compose.ts";
import type { Draft, Health, Message } from "./message.ts";
import { digestPage } from "./page/digest.ts";

/** What a digest is made of: messages whose notes nobody was mailed yet. */
export interface DigestStory {
  readonly plan: Plan;
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly noted: readonly Message[];
  /** After the last message. */
  readonly health: Health;
}

/** More is not kept for the case that the digest itself falls to the cap. */
const KEPT = 50;

/** One mail for all notes that are due, or null where none is. Pure. */
export function composeDigest({ plan, now, noted, health }: DigestStory): Draft | null {
  const due = noted.filter(({ digest }) => digest !== null && digest.in === null && digest.due <= now);
  const to = [...new Set(due.flatMap(({ digest }) => digest?.to ?? []))].sort();
  if (to.length === 0) return null;
  const notes = due.flatMap((message) => message.notes);
  const checkNotes = due.flatMap((message) => message.checkNotes);
  const page = digestPage({ plan, now, due, notes, checkNotes, to });
  const errors = due.some(({ kind }) => kind !== "warning");
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
    digest: null,
    collects: due.map(({ number }) => number),
    health: errors ? { ...health, mailed: { ...health.mailed, error: now } } : health,
  };
}
