import { withoutValues } from "../../plan/words-redact.ts";
import { heldAgain } from "../checked.ts";
import { type PublishedFinding, publishedFindings } from "../findings/published.ts";
import { findingRuns } from "../history.ts";
import type { Section } from "../page.ts";
import type { RunStory } from "../story.ts";
import { allowedWords, countOf } from "../words/numbers.ts";
import { type Said, say } from "../words/say.ts";
import { cut } from "../words/visible.ts";
import { findingView, ordinal } from "./findings.ts";
import { partitionWords } from "./partitions.ts";

const SHOWN = 8;

/** What was found in the table after publication, and what holds again. */
export function publishedSections(story: RunStory): Section[] {
  const findings = publishedFindings(story);
  const left = findings.length - SHOWN;
  const more = [
    ...(left > 0 ? [`and ${countOf(left, "more", "more")}`] : []),
    ...(passedChecks(story) > 0 ? [`${countOf(passedChecks(story), "other check")} passed`] : []),
  ].join("; ");
  const section: Section = {
    kind: "findings",
    title: say`Checks after ${publicationWords(story.checked.map(({ number }) => number))}`,
    findings: findings.slice(0, SHOWN).map((finding) => findingView(finding, story, details(finding, story))),
    more: more === "" ? null : say`${more}`,
  };
  return findings.length === 0 ? againSection(story) : [section, ...againSection(story)];
}

function details(finding: PublishedFinding, story: RunStory): Said[] {
  const { outcome, note, publications, partitions, threshold } = finding;
  const runs = findingRuns(finding, story);
  return [
    say`allowed: ${allowedWords(threshold)}`,
    ...(story.checked.length > 1 ? [say`${publicationWords(publications)}`] : []),
    partitionWords(partitions),
    ...(runs > 1 ? [say`${ordinal(runs)} publication in a row`] : []),
    ...(note === null ? [] : [say`${outcome === "not run" ? "not run: " : ""}${cut(withoutValues(note), 240)}`]),
    ...(outcome === "crashed" ? [say`this says nothing of the data`] : []),
  ];
}

function againSection(story: RunStory): Section[] {
  if (!story.health) return [];
  const again = [...heldAgain(story, story.health.checks)].sort();
  const words = again.map((id) => {
    const found = story.checked.flatMap(({ results }) => results).findLast((result) => result.id === id);
    return found ? say`${id}: ${cut(found.description, 240)}` : say`${id} is not asked any more`;
  });
  return words.length === 0 ? [] : [{ kind: "list", title: say`Hold again`, items: words }];
}

/** Checks that passed after every publication of the story. */
function passedChecks({ checked }: Pick<RunStory, "checked">): number {
  const outcomes = Map.groupBy(
    checked.flatMap(({ results }) => results),
    ({ id }) => id,
  );
  return [...outcomes.values()].filter((all) => all.every(({ outcome }) => outcome === "passed")).length;
}

/** `publication 12`, `publications 12 and 13`, `publications 12 to 14`. */
export function publicationWords(numbers: readonly number[]): string {
  const [first = 0, last = first] = [numbers[0], numbers.at(-1)];
  if (numbers.length === 1) return `publication ${first}`;
  return `publications ${first} ${numbers.length === 2 ? "and" : "to"} ${last}`;
}
