import { gradeOf } from "../facts.ts";
import { MISSING } from "../health.ts";
import { failingPublications } from "../history/published.ts";
import { failingRuns } from "../history.ts";
import type { Decision } from "../policy.ts";
import type { RunStory } from "../story.ts";
import { countOf, timeWords } from "../words/numbers.ts";
import { joined, type Said, say } from "../words/say.ts";

/** New, worse, or for how long. */
export function newsOf(story: RunStory, { news, kind, ids }: Decision): Said | null {
  if (news === "over") return overWords(story);
  if (kind === "warning") return news === "new" ? say`New since the last mail.` : say`Told before, and still so.`;
  if (kind !== "error") return null;
  const { runs, span, before } = spanOf(story);
  const which = joined(ids.slice(0, 5), ", ");
  const others = ids.length > 5 ? say` and ${ids.length - 5} more` : say``;
  if (news === "worse") return say`${span}; worse than told before: ${which}${others}.`;
  if (news === "again") return say`${span}.`;
  if (runs > 1) return say`${span}; new this time: ${which}${others}.`;
  return before === null ? say`New.` : say`New: ${before} was good.`;
}

interface Span {
  readonly runs: number;
  readonly span: Said;
  /** What was good before; null: nothing is known. */
  readonly before: string | null;
}

/** Runs are drops where one of them is not as it should be, else publications. */
function spanOf(story: RunStory): Span {
  if (!story.drops.some((drop) => gradeOf(drop) === "error")) return publishedSpan(story);
  const { runs, since } = failingRuns(story);
  const span = runs > 1 ? say`Failing for ${runs} runs in a row, since ${since}` : say`Failing since this run`;
  return { runs, span, before: story.past.length > 0 ? "the run before" : null };
}

function publishedSpan(story: RunStory): Span {
  const failing = failingPublications(story);
  const [runs, since] = [failing.length, failing[0]?.number ?? 0];
  const span =
    runs > 1
      ? say`Failing for ${runs} publications in a row, since publication ${since}`
      : say`Failing since publication ${since}`;
  return { runs, span, before: story.checkedBefore.length > 0 ? "the publication before" : null };
}

function overWords({ health, past }: RunStory): Said | null {
  if (!health || health.state === "healthy") return say`Publishing goes on.`;
  if (health.problems.length > 0 && health.problems.every(({ id }) => id === MISSING))
    return say`Missing since ${timeWords(health.since)}; it has come.`;
  const failed = past.filter(({ problems }) => problems.length > 0).length;
  const days = failed > 0 ? say` ${countOf(failed, "earlier drop")} of the last ${past.length} failed.` : say``;
  return say`It failed since ${timeWords(health.since)}; this run is good again.${days}`;
}
