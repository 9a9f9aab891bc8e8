/** Longest exponent that is written out; YAML's own numbers end at 308. */
const MAX_EXPONENT = 400;

/**
 * A number's canonical text: plain decimal, no exponent, no superfluous zeros (`1e3` → `1000`, `+.50` → `0.5`).
 * Exact at any size. Null for what is no finite decimal number.
 */
export function decimalText(source: string): string | null {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,4}))?$/.exec(source);
  if (!match) return null;
  const [, sign = "", whole = "", part = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  if (whole + part === "" || Math.abs(exponent) > MAX_EXPONENT) return null;
  const digits = whole + part;
  const point = whole.length + exponent;
  const integer = point <= 0 ? "" : digits.slice(0, point).padEnd(point, "0");
  const fraction = point <= 0 ? "0".repeat(-point) + digits : digits.slice(point);
  const head = integer.replace(/^0+(?=\d)/, "") || "0";
  const tail = fraction.replace(/0+$/, "");
  const text = tail ? `${head}.${tail}` : head;
  return sign === "-" && text !== "0" ? `-${text}` : text;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`; both canonical texts. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(decimalPlaces(a), decimalPlaces(b));
  const difference = scaled(a, places) - scaled(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Digits behind the point of a canonical text. */
function decimalPlaces(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

function scaled(text: string, places: number): bigint {
  const [whole = "0", part = ""] = text.split(".");
  return BigInt(whole + part.padEnd(places, "0"));
}
