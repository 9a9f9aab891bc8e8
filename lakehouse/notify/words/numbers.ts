import type { RuleResult } from "../../plan/report.ts";
import { numberWords, thresholdWords } from "../../plan/words.ts";

/** `12,408`; at most four digits after the point. */
export function counted(value: number): string {
  return numberWords(Number(value.toFixed(4)));
}

/** `1 row`, `12 rows`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${counted(value)} ${value === 1 ? one : many}`;
}

/** `41.2 M` where a whole number would be too long to be read at a glance. */
export function roughly(value: number): string {
  if (value < 1_000_000) return counted(value);
  const [size, unit] = value < 1_000_000_000 ? [1_000_000, "M"] : [1_000_000_000, "bn"];
  return `${(value / size).toFixed(value / size < 100 ? 1 : 0)} ${unit}`;
}

/** In percent; a part that is there never reads as 0 %, a missing one never as 100 %. */
export function shareWords(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.01) return "< 0.01 %";
  if (part < whole && percent > 99.99) return "> 99.99 %";
  return `${percent.toFixed(percent === 0 || percent === 100 ? 0 : 2)} %`;
}

export function bytesWords(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power]}`;
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
