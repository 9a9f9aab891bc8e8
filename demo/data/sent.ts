import { copyFile, mkdir, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import { dateOf } from "../calendar.ts";
import { type Plot, pingDays } from "../story/plot.ts";
import { type Sql, withDuckdb } from "./duckdb.ts";
import { cutFlights } from "./flights.ts";
import { dirtied } from "./ping-faults.ts";
import { type PingSettings, pingsOf } from "./ping-rows.ts";
import { dayQuery, makePings, type PingDay, writePings } from "./pings.ts";

/** What the producers send, as local files. */
export interface SentFiles {
  flights(day: number): string;
  pings(day: number): string;
  /** What came first, or besides, on single days. */
  readonly special: {
    readonly truncated: string;
    readonly incomplete: string;
    readonly correction: string;
    readonly dirty: string;
    readonly partial: string;
  };
}

export interface Folders {
  /** Every day's files as they are in the end; kept from run to run. */
  readonly landing: string;
  /** Those that only this story has. */
  readonly sent: string;
}

/** The whole story's files; the same plot and settings give the same bytes. */
export async function makeFiles(folders: Folders, plot: Plot, settings: PingSettings): Promise<SentFiles> {
  const days = pingDays(plot);
  const [flights, pings] = await Promise.all([
    cutFlights(folders.landing, plot.days),
    makePings(folders.landing, settings, days),
  ]);
  const flightsOf = (day: number) => join(flights, `dt=${dateOf(day)}`, "flights.parquet");
  const pingsOf = (day: number) => join(pings, `dt=${dateOf(day)}`, "part-0.parquet");
  const at = (name: string) => join(folders.sent, `${name}.parquet`);
  const special = {
    truncated: at("truncated"),
    incomplete: at("incomplete"),
    correction: at("correction"),
    dirty: at("dirty"),
    partial: at("partial"),
  };
  await mkdir(folders.sent, { recursive: true });
  await cutShort(pingsOf(plot.truncated), special.truncated);
  await withDuckdb(1, async (sql) => {
    await writeFirstFlights(sql, flightsOf(plot.incomplete), special.incomplete, "20:30");
    await writeFirstFlights(sql, flightsOf(plot.partial), special.partial, "12:00");
    const dirty = lookOf(days, plot.dirty);
    await writePings(sql, special.dirty, dirtied(dayQuery(dirty, settings)), dirty);
    await writePings(sql, special.correction, corrected(plot.correction, settings), lookOf(days, plot.correction));
  });
  return { flights: flightsOf, pings: pingsOf, special };
}

function lookOf(days: readonly PingDay[], day: number): PingDay {
  const found = days.find((one) => one.day === day);
  if (!found) throw new Error(`the story has no day ${day}`);
  return found;
}

async function cutShort(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await truncate(to, Math.floor((await stat(to)).size * 0.6));
}

/** Flights that left before a time of the day. */
async function writeFirstFlights(sql: Sql, from: string, to: string, time: string): Promise<void> {
  await sql.run(`
    COPY (SELECT * FROM read_parquet(${quoteText(from)}, hive_partitioning = false) WHERE "date"::TIME < '${time}')
    TO ${quoteText(to)} (FORMAT parquet, COMPRESSION snappy)`);
}

/** Fixes that phones kept back while they were off: new to everybody, though one day's are too old to be let in. */
const KEPT_BACK = { day: 1, fixes: 200, tooOld: 4, tooOldFixes: 120 };

/** Every other fix of the two days before was drawn to the wrong street; and phones that were off tell their fixes. */
function corrected(day: number, settings: PingSettings): string {
  const mended = [day - 1, day - 2].map(
    (one) =>
      `SELECT * REPLACE (round(lat + 0.0007, 6) AS lat) FROM (${pingsOf(dateOf(one), settings)}) WHERE n % 2 = 0`,
  );
  const { rowsPerDay } = settings;
  const kept = pingsOf(dateOf(day - KEPT_BACK.day), settings, rowsPerDay, rowsPerDay + KEPT_BACK.fixes);
  const tooOld = pingsOf(dateOf(day - KEPT_BACK.tooOld), settings, rowsPerDay, rowsPerDay + KEPT_BACK.tooOldFixes);
  return [...mended, kept, tooOld].map((query) => `SELECT * FROM (${query})`).join(" UNION ALL ");
}
