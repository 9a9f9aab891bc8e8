/** A cron expression of five fields, in UTC. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** True: both kinds of days are named, and one of them is enough. */
  readonly eitherDay: boolean;
}

interface Range {
  readonly least: number;
  readonly most: number;
  /** In place of numbers, from `least` on. */
  readonly words: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const RANGES: readonly Range[] = [
  { least: 0, most: 59, words: [] },
  { least: 0, most: 23, words: [] },
  { least: 1, most: 31, words: [] },
  { least: 1, most: 12, words: MONTHS },
  { least: 0, most: 7, words: WEEKDAYS },
];

/** As Airflow reads it (croniter): numbers, names, lists, ranges and steps. Null: it is none. */
export function readCron(text: string): Cron | null {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== RANGES.length) return null;
  const [minutes, hours, days, months, weekdays] = fields.map((field, at) => readField(field, RANGES[at] as Range));
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  const eitherDay = fields[2] !== "*" && fields[4] !== "*";
  return { minutes, hours, days, months, weekdays: new Set([...weekdays].map((day) => day % 7)), eitherDay };
}

function readField(field: string, range: Range): ReadonlySet<number> | null {
  const parts = field.split(",").map((part) => readPart(part, range));
  return parts.includes(null) ? null : new Set(parts.flatMap((part) => part ?? []));
}

/** `*`, `5`, `MON-FRI`, each with a step or without; a number with a step goes up to the end. */
function readPart(part: string, range: Range): number[] | null {
  const [, first = "", last, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
  if (first === "" || (first === "*" && last !== undefined)) return null;
  const from = first === "*" ? range.least : numberIn(first, range);
  const open = first === "*" || (step !== undefined && last === undefined);
  const to = last !== undefined ? numberIn(last, range) : open ? range.most : from;
  const by = step === undefined ? 1 : Number(step);
  if (from === null || to === null || from > to || by === 0) return null;
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

function numberIn(word: string, { least, most, words }: Range): number | null {
  const named = words.indexOf(word.toUpperCase());
  const number = named >= 0 ? named + least : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

/** When it fires first on a day (YYYY-MM-DD), as minutes after midnight; null: not on this day. */
export function firstFire(cron: Cron, day: string): number | null {
  const date = new Date(`${day}T00:00:00Z`);
  const isDay = cron.days.has(date.getUTCDate());
  const isWeekday = cron.weekdays.has(date.getUTCDay());
  const fits = cron.eitherDay ? isDay || isWeekday : isDay && isWeekday;
  if (!fits || !cron.months.has(date.getUTCMonth() + 1)) return null;
  return Math.min(...cron.hours) * 60 + Math.min(...cron.minutes);
}
