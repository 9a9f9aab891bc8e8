import type { Granularity } from "../../contract/contract.ts";
import type { FieldType } from "../../contract/field.ts";
import { quoteText, splice } from "../quote.ts";
import type { Dialect } from "./dialect.ts";

/**
 * A condition on a table's partition column for one run of partitions. Both ends are inclusive: the microsecond
 * after the last one of year 9999 is no value of BigQuery's.
 */
export function rangeTemplate(type: FieldType, column: string, dialect: Dialect): string {
  if (type.kind === "date") return `${column} BETWEEN DATE {firstDay} AND DATE {lastDay}`;
  if (type.kind === "timestamp" && type.zone === "none") {
    return `${column} BETWEEN ${dialect.clock} {firstClock} AND ${dialect.clock} {lastClock}`;
  }
  return `${column} BETWEEN ${dialect.instant} {firstInstant} AND ${dialect.instant} {lastInstant}`;
}

interface Run {
  /** Milliseconds: the first of the run, and the first after it. */
  readonly start: number;
  readonly end: number;
}

/**
 * Fills `{partitionRange}`, and `{inputRange}` alike: true for the rows of these partitions and no others. BigQuery prunes by literals that stand
 * beside the bare column, and only such a conjunct satisfies `require_partition_filter`; a formatted column does
 * neither. So several runs come after the bounds of them all.
 */
export function partitionRange(template: string, granularity: Granularity, ids: readonly string[]): string {
  if (ids.length === 0) throw new RangeError("no partition named: the statement would not be restricted");
  const runs = runsOf(granularity, ids);
  const first = runs[0] as Run;
  const last = runs.at(-1) as Run;
  const conditions = runs.map((run) => fill(template, run));
  if (conditions.length === 1) return `(${conditions[0]})`;
  const bounds = fill(template, { start: first.start, end: last.end });
  return `(${bounds} AND (${conditions.map((condition) => `(${condition})`).join(" OR ")}))`;
}

/** Fills such a place for every partition that there can be: true for all rows, and yet a filter. */
export function wholeRange(template: string): string {
  return `(${fill(template, { start: boundsOf("YEAR", "0001").start, end: boundsOf("YEAR", "9999").end })})`;
}

function runsOf(granularity: Granularity, ids: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (const id of [...new Set(ids)].sort()) {
    const { start, end } = boundsOf(granularity, id);
    const open = runs.at(-1);
    if (open?.end === start) runs[runs.length - 1] = { start: open.start, end };
    else runs.push({ start, end });
  }
  return runs;
}

const DIGITS: Readonly<Record<Granularity, number>> = { HOUR: 10, DAY: 8, MONTH: 6, YEAR: 4 };

function boundsOf(granularity: Granularity, id: string): Run {
  const [, year = "none", month = "01", day = "01", hour = "00"] = /^(\d{4})(\d\d)?(\d\d)?(\d\d)?$/.exec(id) ?? [];
  const start = new Date(`${year}-${month}-${day}T${hour}:00:00Z`);
  // A date that is none, such as the 30th of February, reads as another one.
  const real = !Number.isNaN(start.getTime()) && start.toISOString().startsWith(`${year}-${month}-${day}T${hour}`);
  if (id.length !== DIGITS[granularity] || !real) {
    throw new RangeError(`${id} is no partition of type ${granularity}`);
  }
  const end = new Date(start);
  if (granularity === "HOUR") end.setUTCHours(end.getUTCHours() + 1);
  if (granularity === "DAY") end.setUTCDate(end.getUTCDate() + 1);
  if (granularity === "MONTH") end.setUTCMonth(end.getUTCMonth() + 1);
  if (granularity === "YEAR") end.setUTCFullYear(end.getUTCFullYear() + 1);
  return { start: start.getTime(), end: end.getTime() };
}

function fill(template: string, { start, end }: Run): string {
  const first = new Date(start).toISOString();
  const last = new Date(end - 1).toISOString();
  const firstClock = `${first.slice(0, 10)} ${first.slice(11, 19)}`;
  const lastClock = `${last.slice(0, 10)} ${last.slice(11, 23)}999`;
  return splice(template, {
    firstDay: quoteText(first.slice(0, 10)),
    lastDay: quoteText(last.slice(0, 10)),
    firstClock: quoteText(firstClock),
    lastClock: quoteText(lastClock),
    firstInstant: quoteText(`${firstClock}+00`),
    lastInstant: quoteText(`${lastClock}+00`),
  });
}
