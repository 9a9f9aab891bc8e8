import type { Plan } from "../../plan/plan.ts";
import { quoteText } from "../../plan/quote.ts";
import { wholeRange } from "../../plan/warehouse/partition-range.ts";
import type { Row } from "../../ports.ts";
import { type PublishTools, quoteTable, statementsOf, targetOf } from "../../publish/context.ts";
import { type AirportDay, type AirportYear, STATES } from "./days.ts";

export type Where = Pick<PublishTools, "warehouse" | "project">;

const COLUMNS = [
  ...["day", "origin", "flights", "expected_flights", "avg_arr_delay", "expected_arr_delay"],
  ...["volume_score", "delay_score", "state"],
];

/** True: its table says of airports and days what a picture shows. */
export function canBePlotted({ columns, derived }: Plan): boolean {
  const names = columns.map(({ name }) => name);
  return derived !== null && COLUMNS.every((name) => names.includes(name));
}

/** An airport's year in a few numbers. */
export interface YearSummary {
  readonly airport: string;
  readonly year: number;
  readonly unusual: number;
  /** Of its most unusual day; null: none was judged. */
  readonly score: number | null;
  /** Its days in the table. */
  readonly first: string;
  readonly last: string;
}

/** Every airport's every year, by year, then by airport; null: there is no such table. */
export async function readYears(where: Where, plan: Plan): Promise<YearSummary[] | null> {
  if (!(await where.warehouse.shape(targetOf(plan)))) return null;
  const found = await where.warehouse.query(`SELECT
  t.origin AS airport, EXTRACT(YEAR FROM t.day) AS year,
  SUM(CASE WHEN t.state IN ('delay', 'volume', 'both') THEN 1 ELSE 0 END) AS unusual,
  MAX(CASE WHEN t.delay_score > t.volume_score THEN t.delay_score ELSE COALESCE(t.volume_score, t.delay_score) END) AS score,
  MIN(t.day) AS first_day, MAX(t.day) AS last_day
FROM ${tableOf(where, plan)}
GROUP BY t.origin, EXTRACT(YEAR FROM t.day)
ORDER BY 2 NULLS LAST, 1 NULLS LAST`);
  const years = found.map((row): YearSummary => {
    const [first, last] = [textOf(row, "first_day"), textOf(row, "last_day")];
    return {
      airport: textOf(row, "airport"),
      year: Number(row.year),
      unusual: Number(row.unusual),
      score: numberOf(row, "score"),
      first,
      last,
    };
  });
  return years.map((one) => {
    const same = years.filter(({ year }) => year === one.year);
    return {
      ...one,
      first: same.map(({ first }) => first).sort()[0] ?? one.first,
      last:
        same
          .map(({ last }) => last)
          .sort()
          .at(-1) ?? one.last,
    };
  });
}

/** The days of one year, of these airports, by airport. */
export async function readDays(
  where: Where,
  plan: Plan,
  year: number,
  airports: readonly string[],
): Promise<AirportYear[]> {
  if (airports.length === 0) return [];
  // The warehouses quote what is no plain text in different ways.
  const listed = airports.every((name) => /^[\w -]+$/.test(name));
  const chosen = listed ? ` AND t.origin IN (${airports.map(quoteText).join(", ")})` : "";
  const found = await where.warehouse.query(`SELECT ${COLUMNS.map((name) => `t.${name}`).join(", ")}
FROM ${tableOf(where, plan)} AND EXTRACT(YEAR FROM t.day) = ${year}${chosen}
ORDER BY t.origin NULLS LAST, t.day NULLS LAST`);
  const byAirport = Map.groupBy(found, (row) => textOf(row, "origin"));
  return [...byAirport]
    .filter(([airport]) => airports.includes(airport))
    .map(([airport, rows]) => ({ airport, year, days: rows.map(dayOf) }));
}

/** With a filter on its partitions, which the table may require. */
function tableOf({ warehouse, project }: Where, plan: Plan): string {
  const range = wholeRange(statementsOf({ plan, warehouse }).partitionRange);
  return `${quoteTable({ warehouse, project }, targetOf(plan))} AS t WHERE ${range}`;
}

function dayOf(row: Row): AirportDay {
  const [delayScore, volumeScore] = [numberOf(row, "delay_score"), numberOf(row, "volume_score")];
  const scores = [delayScore, volumeScore].filter((score) => score !== null);
  return {
    day: textOf(row, "day"),
    flights: numberOf(row, "flights") ?? 0,
    expectedFlights: numberOf(row, "expected_flights"),
    delay: numberOf(row, "avg_arr_delay"),
    expectedDelay: numberOf(row, "expected_arr_delay"),
    state: STATES.find((state) => state === row.state) ?? "insufficient volume",
    score: scores.length === 0 ? null : Math.max(...scores),
  };
}

function numberOf(row: Row, name: string): number | null {
  const value = row[name];
  return value === null || value === undefined ? null : Number(value);
}

function textOf(row: Row, name: string): string {
  return String(row[name] ?? "");
}
