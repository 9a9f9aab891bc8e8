import { readdir, rename, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import { dateOf, dayOf, momentOf } from "../calendar.ts";
import { withDuckdb } from "./duckdb.ts";
import { madeOnce } from "./made-once.ts";

/** Three million flights of 2001 from the npm package vega-datasets. */
export const FLIGHTS_FILE = join(import.meta.dirname, "../../node_modules/vega-datasets/data/flights-3m.parquet");

/** When the airlines' file of a day is there: in the morning after. */
export const FLIGHTS_ARRIVE = "05:12";

/**
 * Cuts the first days of the flights into one drop a day, `flights/dt=2001-01-01/flights.parquet` under `landing`; every
 * row of theirs arrives. Does nothing if the same cut is there already. Gives the folder.
 */
export async function cutFlights(landing: string, days: number, source = FLIGHTS_FILE): Promise<string> {
  const { size } = await stat(source);
  return madeOnce(
    join(landing, "flights"),
    { cut: "one file a day", version: 2, days, bytes: size },
    async (folder) => {
      await writeDays(source, folder, days);
      await nameDays(folder);
    },
  );
}

/** One thread and all partitions open: one file a day, rows in the order of the source. */
async function writeDays(source: string, folder: string, days: number): Promise<void> {
  await withDuckdb(1, async (sql) => {
    await sql.run("SET partitioned_write_max_open_files = 1000");
    await sql.run(`
      COPY (SELECT *, "date"::DATE AS dt FROM read_parquet(${quoteText(source)}) WHERE "date" < '${dateOf(days + 1)}')
      TO ${quoteText(folder)} (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (dt), OVERWRITE_OR_IGNORE)`);
  });
}

/** DuckDB numbers the files itself; a drop has a name that people can say. Its time is when the airlines sent it. */
async function nameDays(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const files = await readdir(join(folder, name));
    if (files.length !== 1 || !files[0]) throw new Error(`${name} was cut into ${files.length} files, expected one`);
    const file = join(folder, name, "flights.parquet");
    await rename(join(folder, name, files[0]), file);
    const sent = new Date(momentOf(dayOf(name.slice("dt=".length)) + 1, FLIGHTS_ARRIVE));
    await utimes(file, sent, sent);
  }
}
