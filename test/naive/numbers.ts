// Exact arithmetic on decimal numbers, whatever they came from.

/** `digits` × 10^-`scale` */
export interface Exact {
  readonly digits: bigint;
  readonly scale: number;
}

/** A number as text, with or without an exponent. */
export function parseNumber(text: string): Exact {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", part = ""] = mantissa.split(".");
  const scale = part.length - Number(exponent);
  const digits = BigInt(whole + part);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Every finite double is a decimal number with finitely many digits. */
export function exactDouble(value: number): Exact {
  let mantissa = value;
  let halvings = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    halvings++;
  }
  return { digits: BigInt(mantissa) * 5n ** BigInt(halvings), scale: halvings };
}

export function compareExact(a: Exact, b: Exact): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isMultiple(value: Exact, of: Exact): boolean {
  const [left, right] = aligned(value, of);
  return left % right === 0n;
}

function aligned(a: Exact, b: Exact): [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale)];
}
