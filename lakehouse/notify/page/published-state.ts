import { type PublishedFinding, publishedFindings } from "../findings/published.ts";
import type { Page, Tone } from "../page.ts";
import type { RunStory } from "../story.ts";
import { countOf } from "../words/numbers.ts";
import { joined, type Said, say } from "../words/say.ts";
import { publicationWords } from "./published.ts";

type ToneState = Page["state"] & { readonly tone: Tone };

const RANK: Readonly<Record<Tone, number>> = { good: 0, warn: 1, bad: 2 };

/** The state with what was found after publication. `drops`: what became of the drops; null: none is told of. */
export function withChecks(story: RunStory, drops: ToneState | null): ToneState {
  const found = publishedState(story);
  if (drops === null) return found;
  if (publishedFindings(story).length === 0) return drops;
  const worse = RANK[found.tone] > RANK[drops.tone] ? found : drops;
  return { ...worse, meaning: joined([drops.meaning, found.meaning], " ") };
}

/** Is what is in the table what was promised? */
function publishedState({ checked }: RunStory): ToneState {
  const findings = publishedFindings({ checked });
  const errors = findings.filter(({ severity }) => severity === "error");
  const failed = errors.filter(({ outcome }) => outcome === "failed").length;
  const asked = new Set(checked.flatMap(({ results }) => results.map(({ id }) => id))).size;
  const there = whereWords(checked);
  const unmade = unmadeWords(findings);
  if (failed > 0) {
    const word = failed === 1 ? say`PUBLISHED, CHECK FAILED` : say`PUBLISHED, CHECKS FAILED`;
    const which = asked === 1 ? say`the check` : say`${failed} of ${countOf(asked, "check")}`;
    const fails = failed === 1 ? say`does not hold` : say`do not hold`;
    return { tone: "bad", word, meaning: say`${there}; ${which} ${fails}${unmade}.` };
  }
  if (errors.length > 0) {
    const word = errors.length < asked ? say`PUBLISHED, NOT ALL CHECKED` : say`PUBLISHED, NOT CHECKED`;
    return { tone: "warn", word, meaning: say`${there}${unmade}.` };
  }
  if (findings.length > 0) {
    const meaning = say`${there}, with ${countOf(findings.length, "warning")} to look at.`;
    return { tone: "warn", word: say`PUBLISHED, WITH WARNINGS`, meaning };
  }
  const hold = asked === 1 ? say`the check holds` : say`all ${countOf(asked, "check")} hold`;
  return { tone: "good", word: say`PUBLISHED`, meaning: say`${there}; ${hold}.` };
}

function whereWords(checked: RunStory["checked"]): Said {
  const words = publicationWords(checked.map(({ number }) => number));
  const there =
    checked.length === 1 ? "is in the table, where readers see it" : "are in the table, where readers see them";
  return say`P${words.slice(1)} ${there}`;
}

function unmadeWords(findings: readonly PublishedFinding[]): Said {
  const crashed = findings.filter(({ outcome }) => outcome === "crashed").length;
  if (crashed === 0) return say``;
  return say`; ${countOf(crashed, "check")} could not be made, which says nothing of the data`;
}

/** `1 check failed and 2 not made after publication`, of checks alone. */
export function publishedSummary(story: Pick<RunStory, "checked">): Said[] {
  const findings = publishedFindings(story);
  if (findings.length === 0) return [];
  const errors = findings.filter(({ severity }) => severity === "error");
  const of = errors.length > 0 ? errors : findings;
  const unmade = of.filter(({ effect }) => effect === "unknown").length;
  const failed = of.length - unmade;
  const parts = [
    ...(failed > 0 ? [`${countOf(failed, "check")} failed`] : []),
    ...(unmade > 0 ? [failed > 0 ? `${unmade} not made` : `${countOf(unmade, "check")} not made`] : []),
  ];
  return [say`${parts.join(" and ")} after publication`];
}
