import type { Form } from "./forms.ts";

interface Range {
  readonly first: number;
  readonly size: number;
}

/** A range of 10.0.0.0/8 whose mask has so many bits, and which begins where one of its size does. */
export function privateRange(least: number, most: number, example: string): Form<string> {
  return {
    takes: `a private range with a mask of ${least} to ${most} bits, as ${example}`,
    read(value) {
      const text = value.asText() ?? "";
      const range = rangeOf(text);
      const bits = Number(text.split("/")[1]);
      return range && bits >= least && bits <= most && range.first % range.size === 0 ? text : undefined;
    },
  };
}

export function overlap(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== null && b !== null && a.first < b.first + b.size && b.first < a.first + a.size;
}

function rangeOf(text: string): Range | null {
  const parts = /^10\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)?.slice(1).map(Number);
  const [second = 256, third = 256, fourth = 256, bits = 33] = parts ?? [];
  if ([second, third, fourth].some((octet) => octet > 255) || bits > 32) return null;
  return { first: (second * 256 + third) * 256 + fourth, size: 2 ** (32 - bits) };
}
