import type { Plan } from "../../../../lakehouse/plan/plan.ts";
import { partitionRange, wholeRange } from "../../../../lakehouse/plan/warehouse/partition-range.ts";

// What may stand in the places of a plan's statement: names of tables, literal ids, literal bounds. Nothing else.

type Granularity = Plan["partition"]["granularity"];

const LIST = (item: string) => `(?:${item}(?:, ${item})*|NULL)`;

const TABLE = "`[^`]+`";

/** As regular expressions; of a range, from its own template. */
export const PLACES: Readonly<Record<string, string>> = {
  target: TABLE,
  staging: TABLE,
  partitions: LIST("'[0-9]+'"),
  formerDrops: LIST("'[^'\\\\]*'"),
  object: "'[^'\\\\]*'",
  generation: "'[0-9]+'",
};

/** The text of a range, however many runs it has. */
export function rangePattern(template: string): string {
  const run = template
    .split(/\{[a-zA-Z]+\}/)
    .map(escaped)
    .join("'[^']+'");
  return `\\(${run}(?: AND \\(\\(${run}\\)(?: OR \\(${run}\\))+\\))?\\)`;
}

export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

/** The partitions that a range names, `*` for all; null: it is not as `partitionRange()` writes it, so that it may not prune. */
export function partitionsIn(text: string, template: string, granularity: Granularity): readonly string[] | "*" | null {
  if (text === wholeRange(template)) return "*";
  const literals = [...text.matchAll(/'([^']+)'/g)].map(([, literal = ""]) => literal);
  // Of several runs the bounds of them all come first.
  const runs = literals.length > 2 ? literals.slice(2) : literals;
  const ids: string[] = [];
  for (let at = 0; at + 1 < runs.length; at += 2) {
    ids.push(...idsBetween(String(runs[at]), String(runs[at + 1]), granularity));
  }
  return ids.length > 0 && partitionRange(template, granularity, ids) === text ? ids : null;
}

const DIGITS: Readonly<Record<Granularity, number>> = { HOUR: 13, DAY: 10, MONTH: 7, YEAR: 4 };

function idsBetween(first: string, last: string, granularity: Granularity): string[] {
  const ids: string[] = [];
  const end = instantOf(last, "23:59:59");
  for (let at = instantOf(first, "00:00:00"); at <= end && ids.length < 100_000; at = next(at, granularity)) {
    ids.push(new Date(at).toISOString().slice(0, DIGITS[granularity]).replace(/\D/g, ""));
  }
  return ids;
}

function instantOf(literal: string, time: string): number {
  return Date.parse(`${literal.slice(0, 10)}T${literal.slice(11, 19) || time}Z`);
}

function next(at: number, granularity: Granularity): number {
  const date = new Date(at);
  if (granularity === "HOUR") date.setUTCHours(date.getUTCHours() + 1);
  if (granularity === "DAY") date.setUTCDate(date.getUTCDate() + 1);
  if (granularity === "MONTH") date.setUTCMonth(date.getUTCMonth() + 1);
  if (granularity === "YEAR") date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.getTime();
}
