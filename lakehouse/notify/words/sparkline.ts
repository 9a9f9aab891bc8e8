const BARS = "▁▂▃▄▅▆▇█";

/** Eight heights from the least to the greatest of all; `·` is none, `×` is not known. */
export function sparkline(values: readonly (number | null)[]): string {
  const greatest = Math.max(...values.map((value) => value ?? 0));
  return values.map((value) => bar(value, greatest)).join("");
}

function bar(value: number | null, greatest: number): string {
  if (value === null) return "×";
  if (value <= 0) return "·";
  return BARS[Math.min(BARS.length - 1, Math.floor((value / greatest) * (BARS.length - 1)))] ?? "·";
}
