import type { Plan } from "../../plan/plan.ts";
import { withoutValues } from "../../plan/words-redact.ts";
import { gradeOf } from "../facts.ts";
import type { DropView, Section, Tone } from "../page.ts";
import type { DropStory, HeldStory, RunStory } from "../story.ts";
import { countOf, shareWords } from "../words/numbers.ts";
import { type Said, say, sayPerson } from "../words/say.ts";
import { cut } from "../words/visible.ts";

/** A storm is told by its first drops; the rest is counted. */
const SHOWN = 10;
const RANK = { error: 1, warning: 2, news: 3, none: 4 } as const;

/** Drops of which nothing is loaded come first. */
function rankOf(drop: DropStory): number {
  const grade = gradeOf(drop);
  return grade === "error" && drop.outcome !== "committed" ? 0 : RANK[grade];
}

function badRows({ report }: DropStory): number {
  return report?.rows.quarantined ?? 0;
}

/** The drops of the story, the gravest first. */
export function dropsSection({ drops, plan }: RunStory): Section[] {
  const told = drops.toSorted((a, b) => rankOf(a) - rankOf(b) || badRows(b) - badRows(a));
  if (told.length === 0) return [];
  const left = told.slice(SHOWN);
  return [
    {
      kind: "drops",
      title: told.length === 1 ? say`Drop` : say`${countOf(told.length, "drop")}`,
      drops: told.slice(0, SHOWN).map((drop) => viewOf(drop, plan)),
      more: left.length > 0 ? say`and ${countOf(left.length, "more", "more")}: ${tally(left)}` : null,
    },
  ];
}

function viewOf(drop: DropStory, plan: Plan): DropView {
  const grade = gradeOf(drop);
  const fine = (grade === "news" && drop.outcome === "committed") || grade === "none";
  const tone: Tone = fine ? "good" : grade === "error" && drop.outcome !== "committed" ? "bad" : "warn";
  return { tone, state: say`${stateWord(drop)}`, name: say`${cut(drop.name, 160)}`, words: words(drop, plan) };
}

function stateWord({ outcome, replayOf, round }: DropStory): string {
  if (outcome === "committed") return replayOf ? "replayed" : round > 1 ? "released" : "loaded";
  return outcome === "poison" ? "not checked" : outcome;
}

function words(drop: DropStory, plan: Plan): Said {
  const { report, reason, round, replayOf, decidedBy } = drop;
  const rows = report?.rows;
  const counts =
    rows && rows.in !== null
      ? say`${countOf(rows.in, "row")}${rows.quarantined > 0 ? say`, ${rows.quarantined} bad (${shareWords(rows.quarantined, rows.in)})` : say``}`
      : say``;
  const parts = [
    counts,
    ...(replayOf ? [say`from quarantine`] : []),
    ...(round > 1 ? [say`round ${round}`] : []),
    ...(decidedBy === null ? [] : [say`decided by ${deciderOf(decidedBy, plan)}`]),
    ...(reason ? [say`${reason.code}`] : []),
  ].filter(({ said }) => said !== "");
  return { said: parts.map(({ said }) => said).join(" · ") };
}

/** An address stays one where the contract itself names it: whoever reads this mail knows it. */
function deciderOf(decidedBy: string, { contract, notify }: Plan): Said {
  const named = [contract.owner, ...notify.recipients.map(({ email }) => email)];
  return named.includes(decidedBy) ? sayPerson(decidedBy) : say`${decidedBy}`;
}

function tally(drops: readonly DropStory[]): Said {
  const groups = Map.groupBy(drops, (drop) =>
    drop.reason ? `${stateWord(drop)} (${drop.reason.code})` : stateWord(drop),
  );
  const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, 6);
  return { said: sorted.map(([word, each]) => say`${each.length} ${word}`.said).join(", ") };
}

/** What waits for a person besides. */
export function heldSection({ stillHeld, drops }: RunStory): Section[] {
  const here = new Set(drops.filter(({ outcome }) => outcome === "held").map(({ key }) => key));
  const others = stillHeld.filter(({ key }) => !here.has(key));
  if (others.length === 0) return [];
  const shown = others
    .slice(0, 5)
    .map(({ name, arrivalDay }: HeldStory) => say`${cut(name, 120)}, arrival day ${arrivalDay}`);
  const left = others.length - shown.length;
  const items = left > 0 ? [...shown, say`and ${countOf(left, "more", "more")}`] : shown;
  return [{ kind: "list", title: say`Still held from before`, items }];
}

/** Why a publication does not go on. */
export function standstillSection({ stuck, waiting }: RunStory): Section[] {
  const standstill = stuck ?? waiting;
  if (!standstill) return [];
  const { reason, cure } = standstill;
  return [
    {
      kind: "list",
      title: say`Why`,
      items: [say`${cut(withoutValues(reason), 300)}`, say`To do: ${cut(withoutValues(cure), 300)}`],
    },
  ];
}
