import type { CheckResult, RuleResult } from "../../plan/report.ts";
import { countOf, numberWords as grouped } from "../../plan/words.ts";

export {
  bytesWords as bytesOf,
  countOf,
  measuredWords,
  numberWords as grouped,
  shareWords as share,
} from "../../plan/words.ts";

// How numbers read, the same everywhere: in views, tables and notes.

export function rowsOf(value: number): string {
  return countOf(value, "row");
}

/** `40 s`, `3 min`, `2 h 5 min`, `4 days`: how long something waits. */
export function ageOf(seconds: number): string {
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit)) as [
    number,
    number,
    number,
  ];
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (minutes < 90) return `${minutes} min`;
  if (hours < 48) return `${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ""}`;
  return `${grouped(days)} days`;
}

export function secondsOf(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 90 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

type Threshold = CheckResult["threshold"];

const comparisons: Readonly<Record<Threshold["operator"], (values: readonly string[]) => string>> = {
  mustBe: ([value]) => `= ${value}`,
  mustNotBe: ([value]) => `≠ ${value}`,
  mustBeGreaterThan: ([value]) => `> ${value}`,
  mustBeGreaterOrEqualTo: ([value]) => `≥ ${value}`,
  mustBeLessThan: ([value]) => `< ${value}`,
  mustBeLessOrEqualTo: ([value]) => `≤ ${value}`,
  mustBeBetween: ([low, high]) => `${low} to ${high}`,
  mustNotBeBetween: ([low, high]) => `not ${low} to ${high}`,
};

/** `≤ 0.5 %`; a rule without a threshold allows none. */
export function allowed(threshold: RuleResult["threshold"]): string {
  if (!threshold) return "none";
  const unit = threshold.unit === "percent" ? " %" : "";
  return comparisons[threshold.operator](threshold.values.map(grouped)) + unit;
}
