import { type ColumnProfile, isWhole, looksLikeId } from "./profile.ts";

export interface Bounds {
  readonly minimum: string | null;
  readonly maximum: string | null;
}

/** Bounds that leave room for the next drops: a quarter more than seen, rounded outward to two digits. */
export function numberBounds(column: ColumnProfile): Bounds {
  const low = finite(column.least);
  const high = finite(column.greatest);
  if (low === null || high === null) return { minimum: null, maximum: null };
  const place = placeBounds(column.name, low, high);
  if (place) return place;
  const room = Math.max((high - low) / 4, Math.abs(high) / 10, isWhole(column.type) ? 1 : 0);
  // Identifiers grow for ever.
  const maximum = isWhole(column.type) && looksLikeId(column.name) ? null : outward(high + room, Math.ceil);
  const minimum =
    low >= 0 && low <= high - low ? "0" : outward(low - room < 0 && low >= 0 ? 0 : low - room, Math.floor);
  return { minimum: within(minimum, column), maximum: within(maximum, column) };
}

/** Latitudes and longitudes: whole tens of degrees around what was seen, never outside the globe. */
function placeBounds(name: string, low: number, high: number): Bounds | null {
  const limit = /(^|_)(lat|latitude)$/i.test(name) ? 90 : /(^|_)(lon|lng|long|longitude)$/i.test(name) ? 180 : null;
  if (limit === null || low < -limit || high > limit) return null;
  const minimum = Math.max(-limit, Math.floor(low / 10) * 10);
  const maximum = Math.min(limit, Math.ceil(high / 10) * 10);
  return { minimum: String(minimum || 0), maximum: String(maximum || 0) };
}

/** Two significant digits, away from zero or towards it as `round` says; plain digits, never an exponent. */
function outward(value: number, round: (value: number) => number): string | null {
  if (value === 0) return "0";
  const digits = Math.floor(Math.log10(Math.abs(value))) - 1;
  if (digits > 16 || digits < -9) return null;
  const scale = 10 ** Math.abs(digits);
  const rounded = digits < 0 ? round(value * scale) / scale : round(value / scale) * scale;
  const text = rounded.toFixed(Math.max(0, -digits));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A bound that the type's own range implies says nothing. */
function within(bound: string | null, { type }: ColumnProfile): string | null {
  if (bound === null || type.kind !== "scalar" || !isWhole(type)) return bound;
  const bits = { TINYINT: 8, SMALLINT: 16, INTEGER: 32, BIGINT: 64, HUGEINT: 128 }[type.name.replace(/^U/, "")] ?? 64;
  const unsigned = type.name.startsWith("U");
  const least = unsigned ? 0n : -(2n ** BigInt(bits - 1));
  const greatest = 2n ** BigInt(unsigned ? bits : bits - 1) - 1n;
  const value = BigInt(bound.split(".")[0] ?? "0");
  return value <= least || value >= greatest ? null : bound;
}

function finite(text: string | null): number | null {
  const value = text === null ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** From the year before the oldest value to five years after the newest: stops 1970 and 2999, not next month. */
export function timeBounds({ least, greatest, kind, type }: ColumnProfile): Bounds {
  const years = [least, greatest].map((text) => Number(/^(\d{4})-/.exec(text ?? "")?.[1] ?? Number.NaN));
  const [first = Number.NaN, last = Number.NaN] = years;
  if (Number.isNaN(first) || Number.isNaN(last) || last > 9990 || first < 2) return { minimum: null, maximum: null };
  const utc = type.kind === "scalar" && type.name.includes("TIME ZONE");
  const clock = kind === "day" ? "" : `T00:00:00${utc ? "Z" : ""}`;
  return { minimum: `${first - 1}-01-01${clock}`, maximum: `${last + 6}-01-01${clock}` };
}
