import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { withDuckdb } from "../../demo/data/duckdb.ts";
import { FLIGHTS_FILE } from "../../demo/data/flights.ts";
import { fillTables } from "../../lakehouse/contract/derived/fill.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";

/** What was done to a day: nothing, flights made late, or most of them taken away. */
export type Injected = "delay" | "volume" | null;

/** A day of an airport that all detectors judge. */
export interface JudgedDay {
  readonly airport: string;
  readonly day: string;
  readonly injected: Injected;
  readonly flights: number;
  readonly delay: number;
}

/** What one detector says of such a day. */
export interface Judgement {
  readonly score: number;
  readonly flagged: boolean;
}

export interface Injection {
  readonly days: readonly JudgedDay[];
  /** By Sluice's query, in the order of `days`. */
  readonly sluice: readonly Judgement[];
  /** Wall clock of the query. */
  readonly seconds: number;
}

export const SEED = 7;

/** Judged from here on: by then every detector has seen a month. */
const FROM = "2001-02-01";

const contracts = join(import.meta.dirname, "../../contracts");

/** Two in a hundred days are spoilt, by a hash of the seed: +25, +40, +60 minutes, or three flights of ten left. */
const INJECT = `CREATE TABLE injected AS
  WITH busy AS (SELECT origin FROM clean GROUP BY origin HAVING avg(flights) >= 5),
  judged AS (SELECT day, origin FROM clean SEMI JOIN busy USING (origin) WHERE day >= DATE '${FROM}'),
  picked AS (
    SELECT day, origin, row_number() OVER (ORDER BY hash(origin || day::VARCHAR || '${SEED}')) AS place FROM judged
    QUALIFY place <= 0.02 * count(*) OVER ()
  )
  SELECT c.day, c.origin, b.origin IS NOT NULL AND c.day >= DATE '${FROM}' AS judged,
    CASE WHEN p.place IS NULL THEN NULL WHEN p.place % 4 = 3 THEN 'volume' ELSE 'delay' END AS injected,
    CASE WHEN p.place % 4 = 3 THEN greatest(1, round(c.flights * 0.3))::BIGINT ELSE c.flights END AS flights,
    c.avg_arr_delay + CASE p.place % 4 WHEN 0 THEN 25 WHEN 1 THEN 40 WHEN 2 THEN 60 ELSE 0 END AS avg_arr_delay,
    c.late_flights
  FROM clean AS c LEFT JOIN busy AS b ON b.origin = c.origin LEFT JOIN picked AS p ON p.day = c.day AND p.origin = c.origin`;

/** Half a year of flights with spoilt days, and what the query of `airport_anomalies` makes of them. */
export async function injectAndDetect(): Promise<Injection> {
  return withDuckdb(2, async (sql) => {
    await sql.run("SET TimeZone = 'UTC'");
    await sql.run(`CREATE TABLE flights AS
      SELECT DISTINCT "date" AS departed_at, delay AS arr_delay, distance, origin, destination
      FROM read_parquet(${quoteText(FLIGHTS_FILE)})
      WHERE "date" < '2001-07-01' AND delay BETWEEN -120 AND 2880 AND distance BETWEEN 20 AND 5000 AND origin <> destination`);
    await sql.run(`CREATE TABLE clean AS ${await query("airport_days", { flights: "flights" })}`);
    await sql.run(INJECT);
    const started = performance.now();
    const anomalies = await query("airport_anomalies", { flights: "flights", airport_days: "injected" });
    await sql.run(`CREATE TABLE found AS ${anomalies}`);
    const seconds = (performance.now() - started) / 1000;
    const rows = await sql.rows(`
      SELECT i.origin, i.day::VARCHAR AS day, i.injected, i.flights::DOUBLE AS flights, i.avg_arr_delay AS delay,
        coalesce(greatest(f.delay_score, f.volume_score), -9) AS score, f.state IN ('delay', 'volume', 'both') AS flagged
      FROM injected AS i JOIN found AS f ON f.day = i.day AND f.origin = i.origin WHERE i.judged ORDER BY i.origin, i.day`);
    const days = rows.map((row) => ({
      airport: String(row.origin),
      day: String(row.day),
      injected: row.injected as Injected,
      flights: Number(row.flights),
      delay: Number(row.delay),
    }));
    return { days, sluice: rows.map((row) => ({ score: Number(row.score), flagged: row.flagged === true })), seconds };
  });
}

async function query(dataset: string, tables: Readonly<Record<string, string>>): Promise<string> {
  const text = await readFile(join(contracts, `${dataset}.sql`), "utf8");
  return fillTables(text, (input) => tables[input] ?? input);
}
