const dayLength = 86_400_000;
/** A wrong date in a file's name must not stretch the axis over centuries: longer gaps are not drawn. */
const longestGap = 31;
const mostDays = 184;

/** The days of a time axis, oldest first: those that are given, the newest of them, and the days between. */
export function axisDays(given: Iterable<string>): string[] {
  const sorted = [...new Set(given)].filter(isDay).sort();
  const filled = sorted.flatMap((day, index) => [...between(sorted[index - 1], day), day]);
  return filled.slice(-mostDays);
}

/** `Date.parse` alone takes nearly anything. */
function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text));
}

function between(before: string | undefined, day: string): string[] {
  if (before === undefined) return [];
  const [start, end] = [Date.parse(before), Date.parse(day)];
  const missing = Math.round((end - start) / dayLength) - 1;
  if (missing > longestGap) return [];
  return Array.from({ length: missing }, (_, index) =>
    new Date(start + (index + 1) * dayLength).toISOString().slice(0, 10),
  );
}

/** Days to name below the axis: evenly spaced, whole weeks apart where there are many. */
export function namedDays(days: readonly string[], most: number): string[] {
  const step = [1, 2, 7, 14, 28].find((wanted) => days.length / wanted <= most) ?? 56;
  return days.filter((_, index) => index % step === 0);
}
