import { readFile } from "node:fs/promises";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import type { Objects } from "../../lakehouse/ports.ts";
import { grouped } from "../../lakehouse/run/view/numbers.ts";
import { committedFiles, parquet } from "./files.ts";
import { type Evidence, type Finding, numberOf } from "./invariant.ts";

const FLIGHTS = "warehouse.local_consumption.flights";
const PINGS = "warehouse.local_consumption.device_pings_v1";
const AIRPORTS = "warehouse.local_consumption.airport_days";
const ANOMALIES = "warehouse.local_consumption.airport_anomalies";

/** Rows that one of two queries has and the other lacks, as often as it has them more. Each is run once. */
async function differences({ sql }: Evidence, one: string, other: string) {
  const [row] = await sql.rows(`
    WITH rows AS (SELECT *, 1 AS side FROM (${one}) UNION ALL SELECT *, -1 FROM (${other})),
      kinds AS (
        SELECT COLUMNS(* EXCLUDE side), sum(side) AS more, count(*) FILTER (side = -1) AS there FROM rows GROUP BY ALL
      )
    SELECT sum(more) FILTER (more > 0) AS missing, -sum(more) FILTER (more < 0) AS surplus, sum(there) AS rows FROM kinds`);
  const count = (name: string) => Number(row?.[name] ?? 0);
  return { missing: count("missing"), surplus: count("surplus"), rows: count("rows") };
}

async function sameRows(evidence: Evidence, expected: string, table: string, words: string): Promise<Finding> {
  const { missing, surplus, rows } = await differences(evidence, expected, table);
  const found = `${grouped(rows)} ${words}`;
  const wrong = `${found}; ${grouped(missing)} are missing, ${grouped(surplus)} are too many`;
  const holds = missing === 0 && surplus === 0 && rows > 0;
  return { holds, found: holds ? found : wrong };
}

/** `source` is the file that the producer has all flights in; those before the day `end` were published. */
export function flightsAreTheSource(evidence: Evidence, source: string, end: string): Promise<Finding> {
  const columns = (names: string) => `SELECT ${names}, distance, origin, destination`;
  return sameRows(
    evidence,
    `${columns('DISTINCT "date", delay')} FROM read_parquet(${quoteText(source)}) WHERE "date" < ${quoteText(end)}`,
    `${columns("departed_at, arr_delay")} FROM ${FLIGHTS}`,
    "rows, and the same as in the file that the days were cut from",
  );
}

/** A row is newer if its drop arrived later; of one drop, if it stands further down. */
export async function pingsAreTheNewest(evidence: Evidence, objects: Objects): Promise<Finding> {
  const files = await committedFiles(evidence, objects, "device_pings");
  const newest =
    "row_number() OVER (PARTITION BY ping_id ORDER BY sluice_arrived DESC, sluice_drop DESC, sluice_row DESC)";
  const columns = `ping_id, device_id, event_ts, latitude, longitude, horizontal_accuracy_m, os, country_code, battery,
    wifi_aps, sluice_drop, sluice_arrived, sluice_row`;
  return sameRows(
    evidence,
    `SELECT ${columns} FROM ${parquet(files)} QUALIFY ${newest} = 1`,
    `SELECT ${columns} FROM ${PINGS}`,
    `rows, the newest of ${grouped(await numberOf(evidence.sql, `SELECT count(*) FROM ${parquet(files)}`))} in committed files`,
  );
}

/** `query` is the file of the contract's own SQL. */
export async function airportsFollow(evidence: Evidence, query: string): Promise<Finding> {
  const sql = (await readFile(query, "utf8")).replaceAll("{flights}", FLIGHTS);
  return sameRows(evidence, sql, `FROM ${AIRPORTS}`, "rows, one an airport and day");
}

/** All of it, though it was made anew each morning. */
export async function anomaliesFollow(evidence: Evidence, query: string): Promise<Finding> {
  const text = await readFile(query, "utf8");
  const sql = text.replaceAll("{flights}", FLIGHTS).replaceAll("{airport_days}", AIRPORTS);
  return sameRows(evidence, sql, `FROM ${ANOMALIES}`, "rows, one an airport and day since its first");
}

/** The morning whose worker was killed. */
export async function killedDayIsWhole(
  { sql }: Evidence,
  day: string,
  files: { flights: string; pings: string },
): Promise<Finding> {
  const inTable = (table: string, column: string) =>
    numberOf(sql, `SELECT count(*) FROM ${table} WHERE ${column}::DATE = ${quoteText(day)}`);
  const sent = (file: string) =>
    numberOf(
      sql,
      `SELECT count(*) FROM (SELECT DISTINCT * FROM read_parquet(${quoteText(file)}, hive_partitioning = false))`,
    );
  const found = [await inTable(FLIGHTS, "departed_at"), await inTable(PINGS, "event_ts")];
  const expected = [await sent(files.flights), await sent(files.pings)];
  return {
    holds: found.every((rows, index) => rows === expected[index] && rows > 0),
    found: `of ${day} the tables hold ${grouped(found[0] ?? 0)} flights and ${grouped(found[1] ?? 0)} pings, as many as were sent`,
  };
}
