import type { IntegerFormat } from "./field.ts";

/** Least and greatest value of an integer format, as exact text. */
export function integerRange(format: IntegerFormat): { readonly least: string; readonly greatest: string } {
  const bits = BigInt(format.slice(1));
  if (format.startsWith("u")) return { least: "0", greatest: String((1n << bits) - 1n) };
  return { least: String(-(1n << (bits - 1n))), greatest: String((1n << (bits - 1n)) - 1n) };
}

/** What the column's own type leaves open: i64 and 128 bits end where their warehouse types end. */
export function uncheckedEnds(format: IntegerFormat): { readonly least: boolean; readonly greatest: boolean } {
  const wide = format === "i64" || format.endsWith("128");
  return { least: !wide || format === "u128", greatest: !wide };
}
