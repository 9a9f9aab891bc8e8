import type { RowCounts } from "../counts.ts";
import type { Page, Tone } from "../page.ts";
import type { DropStory, Outcome, RunStory } from "../story.ts";
import { countOf, timeWords } from "../words/numbers.ts";
import { joined, say } from "../words/say.ts";
import { OUTCOMES } from "./outcomes.ts";
import { withChecks } from "./published-state.ts";

type ToneState = Page["state"] & { readonly tone: Tone };

/** Is the data usable? `warnings` counts what was found in the drops. */
export function stateOf(story: RunStory, counts: RowCounts, warnings: number): ToneState {
  const { drops, stuck, waiting, missing, checked } = story;
  if (checked.length === 0) return stateOfDrops(story, counts, warnings);
  const alone = drops.length === 0 && stuck === null && waiting === null && missing.length === 0;
  return withChecks(story, alone ? null : stateOfDrops(story, counts, warnings));
}

function stateOfDrops(story: RunStory, counts: RowCounts, warnings: number): ToneState {
  const { drops, stuck, waiting, missing, stillHeld } = story;
  if (stuck) {
    const meaning = say`Publication ${stuck.number} waits for a person since ${timeWords(stuck.since)}; until then nothing new gets into the table.`;
    return { tone: "bad", word: say`STUCK`, meaning };
  }
  if (waiting) {
    const meaning = say`Publication ${waiting.number} has not moved since ${timeWords(waiting.since)}; until it does nothing new gets into the table.`;
    return { tone: "bad", word: say`WAITING`, meaning };
  }
  const taken = drops.filter(({ outcome }) => outcome !== "duplicate" && outcome !== "superseded");
  if (taken.length === 0 && missing.length > 0) {
    const days = joined(
      missing.map(({ day, expectedBy }) => say`${day} (expected by ${expectedBy})`),
      ", ",
    );
    return { tone: "bad", word: say`MISSING`, meaning: say`No drop has arrived for ${days}.` };
  }
  const all = loaded(counts, warnings, stillHeld.length);
  return taken.length === 1 ? stateOfOne(taken[0] as DropStory, all) : stateOfMany(taken, all);
}

/** `all`: the state where every drop is loaded. */
function stateOfOne(drop: DropStory, all: ToneState): ToneState {
  switch (drop.outcome) {
    case "committed":
      return all;
    case "held":
      return {
        tone: "bad",
        word: say`HELD`,
        meaning: say`Nothing of this drop is in the table until a person decides.`,
      };
    case "rejected":
      return drop.decidedBy === null
        ? {
            tone: "bad",
            word: say`REJECTED`,
            meaning: say`The file was refused: none of its rows are in the table. The original is kept.`,
          }
        : {
            tone: "warn",
            word: say`REJECTED`,
            meaning: say`A person rejected this drop: none of its rows are in the table. The original is kept.`,
          };
    case "gone":
      return {
        tone: "bad",
        word: say`GONE`,
        meaning: say`The object was gone before it could be copied: none of its rows are in the table.`,
      };
    default:
      return {
        tone: "bad",
        word: say`NOT CHECKED`,
        meaning: say`The check itself failed, which says nothing of the data: none of its rows are in the table.`,
      };
  }
}

function loaded(counts: RowCounts, warnings: number, held: number): ToneState {
  const { quarantined, loaded: rows, good, in: total } = counts;
  const there = countOf(rows ?? good, "row");
  if (quarantined === 0 && warnings > 0) {
    const meaning = say`${there} in the table, with ${countOf(warnings, "warning")} to look at.`;
    return { tone: "warn", word: say`LOADED, WITH WARNINGS`, meaning };
  }
  if (quarantined === 0 && held > 0) {
    const meaning = say`${there} in the table; ${countOf(held, "drop")} still held.`;
    return { tone: "warn", word: say`LOADED`, meaning };
  }
  if (quarantined === 0) return { tone: "good", word: say`LOADED`, meaning: say`All good: ${there} in the table.` };
  if (good === 0) {
    return { tone: "bad", word: say`NOTHING LOADED`, meaning: say`All ${countOf(total, "row")} wait in quarantine.` };
  }
  const wait = quarantined === 1 ? "waits" : "wait";
  return {
    tone: "warn",
    word: say`PARTLY LOADED`,
    meaning: say`${countOf(rows ?? good, "good row")} can be used; ${countOf(quarantined, "bad row")} ${wait} in quarantine.`,
  };
}

function stateOfMany(drops: readonly DropStory[], all: ToneState): ToneState {
  const of = (wanted: Outcome) => drops.filter(({ outcome }) => outcome === wanted).length;
  const committed = of("committed");
  if (committed === drops.length) {
    return { ...all, meaning: say`${countOf(drops.length, "drop")}. ${all.meaning}` };
  }
  const parts = OUTCOMES.filter(([outcome]) => of(outcome) > 0).map(([outcome, word]) => say`${of(outcome)} ${word}`);
  const meaning = say`Of ${countOf(drops.length, "drop")}: ${joined(parts, ", ")}.`;
  if (committed > 0) return { tone: "bad", word: say`PARTLY LOADED`, meaning };
  const word =
    of("held") === drops.length ? say`HELD` : of("rejected") === drops.length ? say`REJECTED` : say`NOT LOADED`;
  return { tone: "bad", word, meaning };
}
