import { factOf, gradeOf } from "./facts.ts";
import { publishedFindings } from "./findings/published.ts";
import { dropFindings } from "./findings.ts";
import type { CheckNote, Note } from "./message.ts";
import { noteFinding } from "./page/findings.ts";
import type { DropStory, RunStory } from "./story.ts";
import { cut, visible } from "./words/visible.ts";

/** As many drops as one digest lists of one run; the rest is told by its count. */
const KEPT = 20;
const FINDINGS = 6;

/** What a digest will say of the drops. */
export function notesOf(story: RunStory): Note[] {
  return story.drops
    .filter((drop) => factOf(drop) !== null)
    .slice(0, KEPT)
    .map((drop) => noteOf(drop, story));
}

function noteOf(drop: DropStory, story: RunStory): Note {
  const { key, round, name, arrivalDay, outcome, report } = drop;
  return {
    key,
    round,
    name: visible(cut(name, 160)),
    arrivalDay,
    outcome: gradeOf(drop) === "news" && drop.replayOf ? "replayed" : outcome,
    rows: { in: report?.rows.in ?? null, quarantined: report?.rows.quarantined ?? 0 },
    findings: dropFindings({ plan: story.plan, drops: [drop] })
      .slice(0, FINDINGS)
      .map(noteFinding),
  };
}

/** What a digest will say of the checks after publication. */
export function checkNotesOf(story: Pick<RunStory, "checked">): CheckNote[] {
  return publishedFindings(story)
    .slice(0, KEPT)
    .map((finding) => ({ ...noteFinding(finding), publications: [...finding.publications] }));
}
