import type { Finding } from "../findings.ts";
import type { CheckedStory, PublishedCheck, RunStory } from "../story.ts";

type Past = Pick<RunStory, "checked" | "checkedBefore">;

/** How many publications in a row had the same of this check, the latest that is told included. */
export function publishedRuns({ id, effect }: Pick<Finding, "id" | "effect">, story: Past): number {
  const same = (result: PublishedCheck) => result.id === id && isUnknown(result) === (effect === "unknown");
  return runsOf(story, ({ results }) => results.some((result) => same(result) && result.outcome !== "passed")).length;
}

/** The latest publications in a row of which an error was told, oldest first. */
export function failingPublications(story: Past): CheckedStory[] {
  return runsOf(story, ({ results }) =>
    results.some(({ severity, outcome }) => severity === "error" && (outcome === "failed" || outcome === "crashed")),
  );
}

/** Up to the last publication of the story that is so. */
function runsOf({ checked, checkedBefore }: Past, isSo: (of: CheckedStory) => boolean): CheckedStory[] {
  const all = [...checkedBefore, ...checked];
  const last = all.findLastIndex(isSo);
  const before = all.slice(0, last).findLastIndex((of) => !isSo(of));
  return all.slice(before + 1, last + 1);
}

function isUnknown({ outcome }: PublishedCheck): boolean {
  return outcome === "crashed" || outcome === "not run";
}

/** What was measured after each publication that asked it; null where nothing was. Empty, if only one did. */
export function publishedValues({ id }: Pick<Finding, "id">, { checked, checkedBefore }: Past): (number | null)[] {
  const values = [...checkedBefore, ...checked].flatMap(({ results }) =>
    results.flatMap((result) => (result.id === id ? [result.measured] : [])),
  );
  return values.length < 2 ? [] : values;
}
