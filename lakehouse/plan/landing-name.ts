import type { Plan } from "./plan.ts";

/**
 * What an object of this arrival day is called, for people: `flights/dt=2001-01-11/*.parquet`. A pattern that is more
 * than a path with wildcards is said as it is.
 */
export function landingName({ pattern }: Pick<NonNullable<Plan["landing"]>, "pattern">, day: string): string {
  const dated = pattern.replace(/\(\?<dt>(?:[^()\\]|\\.)*\)/, day);
  const wild = dated.replaceAll("[^\\/]*", "*").replaceAll("[^\\/]", "?").replaceAll(".*", "**");
  const name = wild.replaceAll(/\\([.$^+()[\]{}|/\\-])/g, "$1");
  return /[\\()[\]{}|^$+]/.test(wild.replaceAll(/\\[.$^+()[\]{}|/\\-]/g, "")) ? pattern : name;
}
