import { factOf } from "./facts.ts";
import { findingsOf } from "./findings.ts";
import type { Draft, Letter } from "./message.ts";
import { checkNotesOf, notesOf } from "./notes.ts";
import { runPage } from "./page/run.ts";
import type { Page } from "./page.ts";
import { decide } from "./policy.ts";
import { renderHtml } from "./render/html.ts";
import { subjectLine } from "./render/subject.ts";
import { renderText } from "./render/text.ts";
import type { RunStory } from "./story.ts";

/** The message of one run of one dataset, or null where there is nothing to tell. Pure. */
export function composeMessage(story: RunStory): Draft | null {
  const findings = findingsOf(story);
  const decision = decide(story, findings);
  if (!decision) return null;
  const { plan } = story;
  const { kind, to, later, health } = decision;
  return {
    dataset: plan.dataset,
    environment: plan.environment,
    kind,
    facts: story.drops.flatMap((drop) => factOf(drop) ?? []).sort(),
    mail: to.length > 0 ? letterOf(runPage(story, decision), to) : null,
    thread: `${plan.environment}.${plan.dataset}`,
    notes: notesOf(story),
    checkNotes: checkNotesOf(story),
    digest: later ? { ...later, to: [...later.to], in: null } : null,
    collects: [],
    health,
  };
}

/** The mail that a story would be, if it were the first of its dataset and everybody were told at once; null: none. */
export function previewMail(story: RunStory): Letter | null {
  const first = { ...story, health: null };
  const decision = decide(first, findingsOf(first));
  const everybody = [...(decision?.to ?? []), ...(decision?.later?.to ?? [])];
  if (!decision || everybody.length === 0) return null;
  return letterOf(runPage(first, { ...decision, to: everybody, later: null }), everybody);
}

export function letterOf(page: Page, to: readonly string[]): Letter {
  return { to: [...to], subject: subjectLine(page), text: renderText(page), html: renderHtml(page) };
}
