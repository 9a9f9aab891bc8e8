// How a value that the producer wrote in another type is read: without loss, or not at all.
import type { FieldType } from "../../lakehouse/contract/field.ts";
import { type Exact, exactDouble, parseNumber } from "./numbers.ts";
import type { Value } from "./values.ts";

/** What the producer wrote: the number types of Parquet, text, and nanoseconds without a zone. */
export type Source = "integer" | "decimal" | "double" | "text" | "nanoseconds";

/** The value could not be had without loss: rule `<column>.type` fails. */
export const LOST = Symbol("lost");

/** `raw`: bigint for integers and nanoseconds, number for doubles, decimal text for decimals, text for text. */
export function convert(type: FieldType, source: Source, raw: Value): Value | typeof LOST {
  if (raw === null) return null;
  if (source === "nanoseconds") return typeof raw === "bigint" && raw % 1000n === 0n ? raw / 1000n : LOST;
  const exact = exactOf(source, raw);
  if (exact === null) return LOST;
  switch (type.kind) {
    case "integer":
      return scaledTo(exact, 0, 1n << 63n);
    case "decimal":
      return scaledTo(exact, type.scale, 10n ** BigInt(type.precision));
    case "float":
      return toDouble(exact);
    default:
      throw new RangeError(`no conversion to ${type.kind}`);
  }
}

/** A double with a fraction means its shortest decimal text, a whole one itself. */
function exactOf(source: Source, raw: Value): Exact | null {
  if (typeof raw === "bigint") return { digits: raw, scale: 0 };
  if (typeof raw === "number") {
    if (!Number.isFinite(raw)) return null;
    return Number.isInteger(raw) ? exactDouble(raw) : parseNumber(String(raw));
  }
  const text = typeof raw === "string" ? raw : "";
  return source === "decimal" || /^-?\d+(\.\d+)?$/.test(text) ? parseNumber(text) : null;
}

/** Below `limit` in size; the least integer of 64 bits is one more below zero. */
function scaledTo(exact: Exact, scale: number, limit: bigint): Value | typeof LOST {
  const digits = exact.digits * 10n ** BigInt(scale);
  const unit = 10n ** BigInt(exact.scale);
  if (digits % unit !== 0n) return LOST;
  const value = digits / unit;
  const least = limit === 1n << 63n ? -limit : -limit + 1n;
  return value >= least && value < limit ? value : LOST;
}

/** The nearest double, if its own digits, rounded to the places that were written, are those that were written. */
function toDouble(exact: Exact): Value | typeof LOST {
  const value = Number(`${exact.digits}e${-exact.scale}`);
  return Number.isFinite(value) && rounded(exactDouble(value), exact.scale) === exact.digits ? value : LOST;
}

/** In units of 10^-`scale`, halves away from zero. */
function rounded({ digits, scale }: Exact, places: number): bigint {
  if (scale <= places) return digits * 10n ** BigInt(places - scale);
  const unit = 10n ** BigInt(scale - places);
  const size = ((digits < 0n ? -digits : digits) * 2n + unit) / (2n * unit);
  return digits < 0n ? -size : size;
}
