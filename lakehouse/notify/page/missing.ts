import type { Section } from "../page.ts";
import type { RunStory } from "../story.ts";
import { timeWords } from "../words/numbers.ts";
import { type Said, say } from "../words/say.ts";
import { cut } from "../words/visible.ts";

/** Where a drop that did not come should lie, and what came last: enough to ask its producer. */
export function missingSection({
  missing,
  cameLast,
  drops,
}: Pick<RunStory, "missing" | "cameLast" | "drops">): Section[] {
  if (missing.length === 0 || drops.length > 0) return [];
  const items = missing.map(({ object, bucket }) => say`${cut(object, 160)} in ${bucket}`);
  return [
    { kind: "list", title: say`Expected`, items },
    { kind: "list", title: say`Came last`, items: [lastWords(cameLast)] },
  ];
}

function lastWords(cameLast: RunStory["cameLast"]): Said {
  if (cameLast === null) return say`No drop of this dataset has come yet.`;
  return say`${cut(cameLast.name, 160)}, ${timeWords(cameLast.arrived)}`;
}
