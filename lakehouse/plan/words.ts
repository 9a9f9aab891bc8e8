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
export function numberWords(value: number | bigint): string {
  const [whole = "", fraction] = String(value).split(".");
  if (whole.includes("e")) return String(value);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `12,408`; at most four digits after the point. */
export function grouped(value: number | bigint): string {
  return typeof value === "bigint" ? numberWords(value) : numberWords(Number(value.toFixed(4)));
}

/** `1 row`, `12 rows`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

/** Share of a whole in percent; a part that is there never reads as 0 %, a missing one never as 100 %. */
export function shareWords(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.01) return "< 0.01 %";
  if (part < whole && percent > 99.99) return "> 99.99 %";
  return `${percent.toFixed(percent === 0 || percent === 100 ? 0 : 2)} %`;
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
