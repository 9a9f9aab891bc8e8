import type { RowCounts } from "../counts.ts";
import type { Finding } from "../findings.ts";
import type { DropStory, Outcome, RunStory } from "../story.ts";
import { countOf, roughly, shareWords } from "../words/numbers.ts";
import { joined, type Said, say } from "../words/say.ts";
import { OUTCOMES } from "./outcomes.ts";
import { publishedSummary } from "./published-state.ts";

/** `3 rules failed, 12,408 of 41.2 M rows quarantined (0.03 %)`; `findings` are the drops'. */
export function summaryOf(story: RunStory, findings: readonly Finding[], counts: RowCounts): Said {
  const { drops, stuck, waiting, missing } = story;
  if (stuck) return say`publication ${stuck.number} is stuck`;
  if (waiting) return say`publication ${waiting.number} waits`;
  const published = publishedSummary(story);
  if (drops.length === 0 && (missing.length > 0 || published.length === 0)) {
    return say`no drop by ${missing.map(({ expectedBy }) => expectedBy).at(-1) ?? "now"}`;
  }
  const parts = [failedWords(findings), ...rowWords(drops, counts), ...dropWords(drops), ...published];
  return joined(
    parts.filter(({ said }) => said !== ""),
    ", ",
  );
}

/** `231 of 242 rows loaded, 11 still bad`; of an accepted drop `9,120 rows loaded`. */
export function decidedWords({ drops }: RunStory, counts: RowCounts): Said {
  const rejected = drops.filter(({ outcome }) => outcome === "rejected");
  if (rejected.length === 0) return loadedWords(drops, counts);
  const of = rejected.length === 1 ? say`` : say` of ${rejected.length} drops`;
  const none = say`none of ${countOf(counts.refused, "row")}${of} loaded`;
  return rejected.length === drops.length
    ? say`a person decided, ${none}`
    : say`${loadedWords(drops, counts)}; ${none}`;
}

function loadedWords(drops: readonly DropStory[], { loaded, good, quarantined, refused, in: whole }: RowCounts): Said {
  const rows = loaded ?? good;
  const total = whole - refused;
  const all = rows === total ? say`${countOf(rows, "row")} loaded` : say`${rows} of ${countOf(total, "row")} loaded`;
  const still = drops.some(({ replayOf }) => replayOf !== null) ? say`still bad` : say`quarantined`;
  return quarantined > 0 ? say`${all}, ${quarantined} ${still}` : all;
}

function failedWords(findings: readonly Finding[]): Said {
  const errors = findings.filter(({ severity }) => severity === "error");
  const told = errors.length > 0 ? errors : findings;
  const rules = told.filter(({ kind }) => kind === "rule").length;
  const checks = told.filter(({ kind }) => kind === "check").length;
  const said = [...(rules > 0 ? [countOf(rules, "rule")] : []), ...(checks > 0 ? [countOf(checks, "check")] : [])].join(
    " and ",
  );
  const reasons = told.filter(({ kind }) => kind === "reason").map(({ id }) => id);
  if (said === "") return say`${reasons.slice(0, 2).join(", ")}`;
  return say`${said} failed`;
}

function rowWords(drops: readonly DropStory[], { quarantined, in: total }: RowCounts): Said[] {
  if (drops.some(({ outcome }) => outcome === "committed") && quarantined > 0)
    return [say`${quarantined} of ${roughly(total)} rows quarantined (${shareWords(quarantined, total)})`];
  const held = drops.filter(({ outcome }) => outcome === "held");
  const bad = held.reduce((sum, { report }) => sum + (report?.rows.quarantined ?? 0), 0);
  const of = held.reduce((sum, { report }) => sum + (report?.rows.in ?? 0), 0);
  if (held.length === 1 && bad > 0) return [say`${bad} of ${roughly(of)} rows bad (${shareWords(bad, of)})`];
  return [];
}

function dropWords(drops: readonly DropStory[]): Said[] {
  const of = (wanted: Outcome) => drops.filter(({ outcome }) => outcome === wanted).length;
  const parts = OUTCOMES.slice(1).filter(([outcome]) => of(outcome) > 0);
  if (parts.length === 0) return drops.length > 1 ? [say`${countOf(drops.length, "drop")}`] : [];
  if (drops.length === 1) return parts.map(([, word]) => say`drop ${word}`);
  return [
    say`${joined(
      parts.map(([outcome, word]) => say`${of(outcome)} ${word}`),
      ", ",
    )} of ${countOf(drops.length, "drop")}`,
  ];
}
