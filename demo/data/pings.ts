import { mkdir, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import { dateOf, momentOf } from "../calendar.ts";
import { type Sql, withDuckdb } from "./duckdb.ts";
import { madeOnce } from "./made-once.ts";
import { type PingSettings, pingsOf } from "./ping-rows.ts";

/** When the panel's file of a day is there: in the morning after. */
export const PINGS_ARRIVE = "05:31";

/** What was so on a day. */
export interface PingDay {
  readonly day: number;
  /** The phones' app sends the battery's state. */
  readonly battery: boolean;
  /** Some phones tell where they are by mobile cells alone: true, and off by kilometres. */
  readonly coarse: boolean;
  /** A solar storm: a third of the phones find no satellite. */
  readonly storm: boolean;
}

/** Writes one drop a day, `device_pings/dt=…/part-0.parquet` under `landing`. Same settings, same bytes. */
export async function makePings(landing: string, settings: PingSettings, days: readonly PingDay[]): Promise<string> {
  return madeOnce(join(landing, "device_pings"), { version: 2, ...settings, days }, (folder) =>
    withDuckdb(1, async (sql) => {
      for (const day of days) {
        const file = join(folder, `dt=${dateOf(day.day)}`, "part-0.parquet");
        await writePings(sql, file, dayQuery(day, settings), day);
        const sent = new Date(momentOf(day.day + 1, PINGS_ARRIVE));
        await utimes(file, sent, sent);
      }
    }),
  );
}

/** The day's fixes as they are, with `n` and `luck`. */
export function dayQuery({ day, coarse, storm }: PingDay, settings: PingSettings): string {
  const query = pingsOf(dateOf(day), settings);
  if (storm) return replaced(query, "CASE WHEN luck < 330 THEN -1 ELSE horizontal_accuracy_m END");
  if (coarse)
    return replaced(query, "CASE WHEN luck < 15 THEN round(1500 + 150 * luck) ELSE horizontal_accuracy_m END");
  return query;
}

function replaced(query: string, accuracy: string): string {
  return `SELECT * REPLACE (${accuracy} AS horizontal_accuracy_m) FROM (${query})`;
}

/** Rows of a query with `n` and `luck` as a file, as a phone's app of that time sends them. */
export async function writePings(
  sql: Sql,
  file: string,
  query: string,
  { battery }: Pick<PingDay, "battery">,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const left = battery ? "n, luck" : "n, luck, battery";
  await sql.run(`
    COPY (SELECT * EXCLUDE (${left}) FROM (SELECT * FROM (${query}) ORDER BY event_ts, n))
    TO ${quoteText(file)} (FORMAT parquet, COMPRESSION snappy)`);
}
