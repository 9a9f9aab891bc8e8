import type { Threshold } from "../contract/rule.ts";

const OPERATOR_WORDS: Readonly<Record<Threshold["operator"], string>> = {
  mustBe: "exactly",
  mustNotBe: "anything but",
  mustBeGreaterThan: "more than",
  mustBeGreaterOrEqualTo: "at least",
  mustBeLessThan: "less than",
  mustBeLessOrEqualTo: "at most",
  mustBeBetween: "between",
  mustNotBeBetween: "not between",
};

/** `at most 20 %`, `between 1,000 and 80,000,000`: what a measured number must be. */
export function thresholdWords({ operator, values, unit }: Threshold): string {
  const numbers = values.map(numberWords).join(" and ");
  return `${OPERATOR_WORDS[operator]} ${numbers}${unit === "percent" ? " %" : ""}`;
}

/** `12,408`, `0.5`: thousands separated by commas, whatever the machine's language; every digit that the number has. */
export function numberWords(value: number | bigint): string {
  return separated(String(value));
}

function separated(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  if (digits.includes("e")) return digits;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `1 row`, `12 rows`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${numberWords(value)} ${value === 1 ? one : many}`;
}

/**
 * `0.59 %` of a whole. It never reads as a bound that it is not: 0.0101 % stays above 0.01 %, a part that is there
 * never reads as 0 %, and one that lacks something never as 100 %.
 */
export function shareWords(part: number, whole: number, threshold: Threshold | null = null): string {
  if (whole === 0) return "–";
  if (part === 0 || part === whole) return part === 0 ? "0 %" : "100 %";
  const bounds = threshold?.unit === "percent" ? threshold.values : [];
  return `${separated(apart((100 * part) / whole, [...ENDS, ...bounds], 2))} %`;
}

/** What was measured, in the threshold's unit: `0.59 %`, `6,784`. It never reads as a bound that it is not. */
export function measuredWords(measured: number, { values, unit }: Threshold): string {
  if (unit === "rows") return trimmed(apart(measured, [0, ...values], 4));
  return `${trimmed(apart(measured, [...ENDS, ...values], 2))} %`;
}

/** `0.59`, `0.5`, `12`: a measure among others of its kind, at a glance. */
export function briefWords(measured: number): string {
  return trimmed(apart(measured, ENDS, 2));
}

function trimmed(digits: string): string {
  return separated(digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits);
}

/** Percentages that mean none and all. */
const ENDS = [0, 100];
const MOST_DIGITS = 100;

/** Rounded for reading: to so many digits, or to as many as keep it on its side of every bound. */
function apart(value: number, bounds: readonly number[], least: number): string {
  for (let digits = least; digits <= MOST_DIGITS; digits++) {
    const text = value.toFixed(digits);
    if (bounds.every((bound) => Math.sign(Number(text) - bound) === Math.sign(value - bound))) return text;
  }
  return String(value);
}

/** `1.5 kB`: decimal units. */
export function bytesWords(bytes: number | string): string {
  let value = Number(bytes);
  for (const unit of ["B", "kB", "MB", "GB"]) {
    if (value < 1000) return `${value.toFixed(unit === "B" || value >= 100 ? 0 : 1)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} TB`;
}

/** `1 minute`, `2 hours`: the largest unit that divides the seconds. */
export function durationWords(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  const [size, name] = units.find(([unit]) => seconds >= unit && seconds % unit === 0) ?? [1, "second"];
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
