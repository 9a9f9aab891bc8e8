import { countOf, daysWords } from "../words/numbers.ts";
import { type Said, say } from "../words/say.ts";

/** In place of partition ids: the whole table. */
const ALL = "*";

/** `partition 2001-01-05`, `3 partitions, 2001-01-05 to 2001-01-09`, `the whole table`. */
export function partitionWords(ids: readonly string[]): Said {
  if (ids.includes(ALL)) return say`the whole table`;
  const days = partitionDays(ids);
  return days.length === 1
    ? say`partition ${daysWords(days)}`
    : say`${countOf(days.length, "partition")}, ${daysWords(days)}`;
}

/** `2001-01-05` of `20010105`, `2001-01-05 17:00` of `2001010517`; none of the whole table. */
export function partitionDays(ids: readonly string[]): string[] {
  return ids.filter((id) => id !== ALL).map(partitionDay);
}

function partitionDay(id: string): string {
  const [, year = id, month, day, hour] = /^(\d{4})(\d\d)?(\d\d)?(\d\d)?$/.exec(id) ?? [];
  const date = [year, month, day].filter((part) => part !== undefined).join("-");
  return hour === undefined ? date : `${date} ${hour}:00`;
}
