const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** One spelling for each unit; `m` is missing on purpose: ODCS tools read it as minutes here and months there. */
const UNITS: Readonly<Record<string, string>> = {
  s: "s",
  sec: "s",
  second: "s",
  seconds: "s",
  min: "min",
  minute: "min",
  minutes: "min",
  h: "h",
  hr: "h",
  hour: "h",
  hours: "h",
  d: "d",
  day: "d",
  days: "d",
  w: "w",
  week: "w",
  weeks: "w",
  y: "y",
  yr: "y",
  year: "y",
  years: "y",
};

/** Seconds in one unit of time (a year has 365 days); null for a unit that is not known or says two things. */
export function unitSeconds(unit: string): number | null {
  const name = unit.trim().toLowerCase();
  return (Object.hasOwn(UNITS, name) ? SECONDS[UNITS[name] ?? ""] : null) ?? null;
}

/** Seconds of `15 minutes`, `1h`, `90 s`; null if it is no duration. */
export function durationSeconds(text: string): number | null {
  const match = /^\s*(\d{1,9})\s*([A-Za-z]+)\s*$/.exec(text);
  const unit = unitSeconds(match?.[2] ?? "");
  return match && unit !== null ? Number(match[1]) * unit : null;
}
