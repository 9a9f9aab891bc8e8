import type { Field } from "../../contract/field.ts";

/** A decimal text as an exact fraction: `digits` / 10^`scale`. */
interface Fraction {
  readonly digits: bigint;
  readonly scale: number;
}

/** Digits after the point of a field that is held exactly: integers have none. */
export function scaleOf(field: Field): number {
  return field.type.kind === "decimal" ? field.type.scale : 0;
}

/** Whole numbers, fractions and exponents (`1e-3`), exactly. */
function fractionOf(text: string): Fraction {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", part = ""] = mantissa.split(".");
  const scale = part.length - Number(exponent);
  const digits = BigInt(`${whole}${part}`.replace("+", ""));
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** `value` in units of 10^-scale: rounded down and up, equal if it is a whole number of them. */
export function unitsOf(value: string, scale: number): { readonly floor: bigint; readonly ceil: bigint } {
  const { digits, scale: own } = fractionOf(value);
  if (own <= scale) {
    const exact = digits * 10n ** BigInt(scale - own);
    return { floor: exact, ceil: exact };
  }
  const divisor = 10n ** BigInt(own - scale);
  const rest = ((digits % divisor) + divisor) % divisor;
  const floor = (digits - rest) / divisor;
  return { floor, ceil: rest === 0n ? floor : floor + 1n };
}

/**
 * The smallest number of units of 10^-scale whose multiples are the multiples of `of` that such units can hold:
 * 0.25 at scale 1 is 5 units, since 0.5, 1.0, … are the multiples that have one digit.
 */
export function stepOf(of: string, scale: number): bigint {
  const { digits, scale: own } = fractionOf(of);
  if (own <= scale) return digits * 10n ** BigInt(scale - own);
  return digits / greatestCommonDivisor(digits, 10n ** BigInt(own - scale));
}

/** Units of the field's scale as SQL; null: no value of the field is so large. */
export function heldSql(field: Field, units: bigint): string | null {
  const digits = field.type.kind === "decimal" ? field.type.precision : 38;
  const limit = 10n ** BigInt(digits);
  return units < limit && -units < limit ? unitsSql(units, scaleOf(field)) : null;
}

/** Units of 10^-scale as SQL; null: more than the 38 digits that DuckDB holds exactly. */
export function unitsSql(units: bigint, scale: number): string | null {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  if (digits.length > 38) return null;
  const point = digits.length - scale;
  return `${units < 0n ? "-" : ""}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ""}`;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : greatestCommonDivisor(b, a % b);
}
