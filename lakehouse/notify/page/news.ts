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
  const { runs, since } = failingRuns(story);
  const span = runs > 1 ? say`Failing for ${runs} runs in a row, since ${since}` : say`Failing since this run`;
  const which = joined(ids.slice(0, 5), ", ");
  const others = ids.length > 5 ? say` and ${ids.length - 5} more` : say``;
  if (news === "worse") return say`${span}; worse than told before: ${which}${others}.`;
  if (news === "again") return say`${span}.`;
  if (runs > 1) return say`${span}; new this time: ${which}${others}.`;
  return story.past.length > 0 ? say`New: the run before was good.` : say`New.`;
}

function overWords({ health, past }: RunStory): Said | null {
  if (!health || health.state === "healthy") return say`Publishing goes on.`;
  const failed = past.filter(({ problems }) => problems.length > 0).length;
  const days = failed > 0 ? say` ${countOf(failed, "earlier drop")} of the last ${past.length} failed.` : say``;
  return say`Failing since ${timeWords(health.since)}; this run is good again.${days}`;
}
