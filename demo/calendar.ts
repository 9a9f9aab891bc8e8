/** The story's days are numbered: day 1 is 1 January 2001. */
const FIRST = Date.UTC(2001, 0, 1);
const DAY_MS = 86_400_000;

/** `2001-01-05` of day 5. */
export function dateOf(day: number): string {
  return new Date(FIRST + (day - 1) * DAY_MS).toISOString().slice(0, 10);
}

/** The number of `2001-01-05`: 5. */
export function dayOf(date: string): number {
  return Math.round((Date.parse(date) - FIRST) / DAY_MS) + 1;
}

/** A moment of a day, `time` as `05:12`: RFC 3339 UTC with milliseconds. */
export function momentOf(day: number, time: string): string {
  return `${dateOf(day)}T${time}:00.000Z`;
}

const MONTHS = ["Jan", "Feb"];

/** `Jan  5 05:12`, of fixed width. */
export function shortMoment(instant: string): string {
  const month = MONTHS[Number(instant.slice(5, 7)) - 1] ?? instant.slice(5, 7);
  return `${month} ${String(Number(instant.slice(8, 10))).padStart(2)} ${instant.slice(11, 16)}`;
}
