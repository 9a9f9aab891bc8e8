import type { CheckResult, RuleResult } from "../../plan/report.ts";

// How numbers read, the same everywhere: in views, tables and notes.

export function grouped(value: number | bigint): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 4 });
}

export function rowsOf(value: number): string {
  return `${grouped(value)} ${value === 1 ? "row" : "rows"}`;
}

/** Share of a whole in percent; a part that is there never reads as 0 %, a missing one never as 100 %. */
export function share(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.01) return "< 0.01 %";
  if (part < whole && percent > 99.99) return "> 99.99 %";
  return `${percent.toFixed(percent === 0 || percent === 100 ? 0 : 2)} %`;
}

export function bytesOf(bytes: number | string): string {
  let value = Number(bytes);
  for (const unit of ["B", "kB", "MB", "GB"]) {
    if (value < 1000) return `${value.toFixed(unit === "B" || value >= 100 ? 0 : 1)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} TB`;
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
