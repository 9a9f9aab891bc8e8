import type { RuleResult } from "../../plan/report.ts";
import { numberWords, thresholdWords } from "../../plan/words.ts";

export { briefWords, countOf, measuredWords, numberWords as grouped, shareWords } from "../../plan/words.ts";

/** `41.2 M` where a whole number would be too long to be read at a glance. */
export function roughly(value: number): string {
  if (value < 1_000_000) return numberWords(value);
  const [size, unit] = value < 1_000_000_000 ? [1_000_000, "M"] : [1_000_000_000, "bn"];
  return `${(value / size).toFixed(value / size < 100 ? 1 : 0)} ${unit}`;
}

/** What is allowed; a rule without a threshold allows no row. */
export function allowedWords(threshold: RuleResult["threshold"]): string {
  return threshold ? thresholdWords(threshold) : "none";
}

/** `2001-01-05`, or `2001-01-05 to 2001-01-07` where days differ. */
export function daysWords(days: readonly string[]): string {
  const sorted = days.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  return first === last ? (first ?? "") : `${first} to ${last}`;
}

/** `2001-01-06 05:00 UTC` of RFC 3339 UTC. */
export function timeWords(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
