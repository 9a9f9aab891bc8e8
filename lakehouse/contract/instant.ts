import type { FieldType } from "./field.ts";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/;
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) ?(Z|[-+]\d{2}:?\d{2})?)?$/i;

/** `YYYY-MM-DD` of an existing day; null otherwise. */
export function dateText(text: string): string | null {
  const [, year = 0, month = 0, day = 0] = (DATE.exec(text) ?? []).map(Number);
  const found = new Date(Date.UTC(2000, month - 1, day));
  found.setUTCFullYear(year, month - 1, day);
  return year > 0 && found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? text : null;
}

/** `HH:MM:SS[.ffffff]` without superfluous zeros; null for no time of day. */
export function timeText(text: string): string | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [, hour = "", minute = "", second = "", fraction = ""] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const part = fraction.replace(/0+$/, "");
  return `${hour}:${minute}:${second}${part && `.${part}`}`;
}

/**
 * A timestamp's canonical text: `YYYY-MM-DDTHH:MM:SS[.ffffff]Z` in UTC, or without Z for a wall clock.
 * A day alone is its midnight. Null for no timestamp, and for a wall clock that names an offset.
 */
export function timestampText(text: string, zone: "utc" | "none"): string | null {
  const match = TIMESTAMP.exec(text);
  if (!match) return null;
  const [, day = "", clock = "00:00", offset = ""] = match;
  const time = timeText(clock.length === 5 ? `${clock}:00` : clock);
  if (dateText(day) === null || time === null || (zone === "none" && offset !== "")) return null;
  if (zone === "none") return `${day}T${time}`;
  const [seconds = "", fraction] = time.split(".");
  const utc = new Date(Date.parse(`${day}T${seconds}Z`) - offsetMinutes(offset) * 60_000);
  return `${utc.toISOString().slice(0, 19)}${fraction ? `.${fraction}` : ""}Z`;
}

function offsetMinutes(offset: string): number {
  const digits = offset.replace(":", "").slice(1);
  if (digits === "") return 0;
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return offset.startsWith("-") ? -minutes : minutes;
}

/** The canonical text of a bound or listed value of a date, time or timestamp column; null if it is none. */
export function temporalText(type: FieldType, text: string): string | null {
  if (type.kind === "date") return dateText(text);
  if (type.kind === "time") return timeText(text);
  return type.kind === "timestamp" ? timestampText(text, type.zone) : null;
}

/** What a bound of this type looks like, for messages. */
export function temporalExample(type: FieldType): string {
  if (type.kind === "date") return '"2026-11-20"';
  if (type.kind === "time") return '"13:05:00"';
  return type.kind === "timestamp" && type.zone === "none" ? '"2026-11-20T13:05:00"' : '"2026-11-20T13:05:00Z"';
}
