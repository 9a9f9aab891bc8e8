import type { Flag } from "./command.ts";
import { type UseProblem, useProblem } from "./wrong-use.ts";

type Read = { readonly value: unknown } | { readonly problem: UseProblem };

/** A flag's text as the value of its kind. */
export function readValue(name: string, flag: Exclude<Flag, { kind: "switch" }>, text: string): Read {
  switch (flag.kind) {
    case "text":
      return { value: text };
    case "count": {
      const value = Number(text);
      if (/^\d{1,9}$/.test(text) && value >= flag.least) return { value };
      return wrong(name, text, `a whole number from ${flag.least}`);
    }
    case "bytes": {
      const value = bytesOf(text);
      return value === null ? wrong(name, text, "a size such as 2TB, 500MB or a number of bytes") : { value };
    }
    case "instant": {
      const value = instantOf(text);
      if (value === null) return wrong(name, text, "a time such as 2026-11-20T06:00:00Z, or a day such as 2026-11-20");
      const day = 86_400_000;
      const isPossible = Date.parse(value) >= FIRST && Date.parse(value) <= Date.now() + day;
      return isPossible ? { value } : wrong(name, text, "a time from 1980 on that is not in the future");
    }
  }
}

function wrong(name: string, text: string, wanted: string): Read {
  return { problem: useProblem("flag-value", `--${name} ${text} cannot be read`, `give ${wanted}`) };
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];
const MOST_BYTES = 1e15;

/** Null for what is no size, or nobody's. */
function bytesOf(text: string): number | null {
  const [, number, unit] = /^(\d{1,16}(?:\.\d{1,6})?) ?([kMGT]?B)?$/i.exec(text) ?? [];
  if (number === undefined) return null;
  const power = UNITS.findIndex((name) => name.toLowerCase() === (unit ?? "B").toLowerCase());
  const bytes = Math.round(Number(number) * 1000 ** power);
  return bytes >= 1 && bytes <= MOST_BYTES ? bytes : null;
}

/** Nothing that is read here is older. What comes in with a time to come would outrank all that is sent until then. */
const FIRST = Date.UTC(1980, 0, 1);

/** RFC 3339 in UTC with milliseconds; null for what is no time, such as the 31st of February. */
function instantOf(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  const day = new Date(`${match?.[1]}T00:00:00Z`);
  if (!match || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(match[1] ?? "")) return null;
  const instant = new Date(match[2] === undefined ? day : text);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
