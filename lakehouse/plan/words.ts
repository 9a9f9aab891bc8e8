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

/** A number with thousands separated by commas, whatever the machine's language. */
export function numberWords(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  if (whole.includes("e")) return String(value);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
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
