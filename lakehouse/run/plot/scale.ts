/** A value's place along a line of pixels. */
export type Scale = (value: number) => number;

export function linear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers from at or below the least to at or above the greatest, about so many. */
export function ticks(least: number, greatest: number, about: number): number[] {
  const raw = (greatest - least || 1) / about;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = (STEPS.find((one) => one * magnitude >= raw) ?? 10) * magnitude;
  const [first, last] = [Math.floor(least / step), Math.ceil(greatest / step)];
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(6)));
}

const DAY_MS = 86_400_000;

/** Whole days since 1970, so that two days can be subtracted. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(day) / DAY_MS);
}

/** First days of months between two days, both included. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  const month = new Date(`${first.slice(0, 7)}-01T00:00:00Z`);
  for (; month.toISOString().slice(0, 10) <= last; month.setUTCMonth(month.getUTCMonth() + 1)) {
    const day = month.toISOString().slice(0, 10);
    if (day >= first) months.push(day);
  }
  return months;
}

/** The same text on every machine; no pixel needs more digits. */
export function px(value: number): string {
  return String(Number(value.toFixed(1)));
}
