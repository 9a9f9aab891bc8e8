import type { Plan } from "./plan.ts";

/** How the names of all objects begin that a landing pattern fits; empty where that cannot be told. */
export function landingPrefix({ pattern }: NonNullable<Plan["landing"]>): string {
  const [literal = ""] = /^(?:[\w=/-]|\\[.$^+*?()[\]{}|/\\-])*/.exec(pattern) ?? [];
  // What is repeated may be there no time, and of alternatives each begins in its own way.
  const sure = /^[?*{]/.test(pattern.slice(literal.length)) ? literal.replace(/(\\?.)$/s, "") : literal;
  return /(?<!\\)\|/.test(pattern) ? "" : sure.replaceAll(/\\(.)/g, "$1");
}

/**
 * What an object of this arrival day is called, for people: `flights/dt=2001-01-11/*.parquet`. A pattern that is more
 * than a path with wildcards is said as it is.
 */
export function landingName({ pattern }: NonNullable<Plan["landing"]>, day: string): string {
  const dated = pattern.replace(/\(\?<dt>(?:[^()\\]|\\.)*\)/, day);
  const wild = dated.replaceAll("[^\\/]*", "*").replaceAll("[^\\/]", "?").replaceAll(".*", "**");
  const name = wild.replaceAll(/\\([.$^+()[\]{}|/\\-])/g, "$1");
  return /[\\()[\]{}|^$+]/.test(wild.replaceAll(/\\[.$^+()[\]{}|/\\-]/g, "")) ? pattern : name;
}
