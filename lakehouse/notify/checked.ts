import { publishedFindings } from "./findings/published.ts";
import { awaitedDay, MISSING, withoutChecks } from "./health.ts";
import type { Health } from "./message.ts";
import type { RunStory } from "./story.ts";

type Checked = Pick<RunStory, "plan" | "checked">;

/** The checks after publication as the next message remembers them. */
export function checksAfter(story: Checked, { checks }: Health): Health["checks"] {
  const fresh = publishedFindings(story)
    .filter(({ severity }) => severity === "error")
    .map(({ id }) => id);
  const over = heldAgain(story, checks);
  const failing = [...new Set([...checks.failing.filter((id) => !over.has(id)), ...fresh])].sort();
  return { upTo: Math.max(checks.upTo, ...story.checked.map(({ number }) => number)), failing };
}

/** Of the checks that failed when last told: those that hold after every publication since, or are asked no more. */
export function heldAgain({ plan, checked }: Checked, { failing }: Health["checks"]): ReadonlySet<string> {
  const asked = new Set(plan.checks.filter(({ when }) => when === "afterPublish").map(({ id }) => id));
  const outcomes = Map.groupBy(
    checked.flatMap(({ results }) => results),
    ({ id }) => id,
  );
  const holds = (id: string) => outcomes.get(id)?.every(({ outcome }) => outcome === "passed") ?? false;
  return new Set(failing.filter((id) => !asked.has(id) || holds(id)));
}

/** What was told, without the checks that hold again, should they fail anew, that is news; and without a drop that has come. */
export function problemsLeft(story: Checked & Pick<RunStory, "drops">, health: Health): Health["problems"] {
  const left = withoutChecks(health.problems, heldAgain(story, health.checks));
  const awaited = awaitedDay(health);
  const hasCome = awaited !== null && story.drops.some(({ arrivalDay }) => arrivalDay >= awaited);
  return hasCome ? left.filter(({ id }) => id !== MISSING) : left;
}
