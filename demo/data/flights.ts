import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import { withDuckdb } from "./duckdb.ts";

/** Three million flights of 2001 from the npm package vega-datasets. */
export const FLIGHTS_FILE = join(import.meta.dirname, "../../node_modules/vega-datasets/data/flights-3m.parquet");

/** The six departures of 1 July, exactly at midnight, stand in the file of 30 June, which closed just after it. */
const LAST_DAY = "2001-06-30";
const STAMP = ".cut";

/**
 * Cuts the flights into one drop a day, `flights/dt=2001-01-01/flights.parquet` under `landing`; every row arrives.
 * Does nothing if the same cut is there already. Gives the folder.
 */
export async function cutFlights(landing: string, source = FLIGHTS_FILE): Promise<string> {
  const folder = join(landing, "flights");
  const { size } = await stat(source);
  const stamp = `one file a day, version 1, from ${size} bytes\n`;
  if (existsSync(join(folder, STAMP)) && (await readFile(join(folder, STAMP), "utf8")) === stamp) return folder;

  const building = join(landing, `.flights-${process.pid}`);
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  await writeDays(source, building);
  await nameDays(building);
  await writeFile(join(building, STAMP), stamp);
  await rm(folder, { recursive: true, force: true });
  await rename(building, folder);
  return folder;
}

/** One thread and all partitions open: one file a day, rows in the order of the source. */
async function writeDays(source: string, folder: string): Promise<void> {
  await withDuckdb(1, async (sql) => {
    await sql.run("SET partitioned_write_max_open_files = 1000");
    await sql.run(`
      COPY (SELECT *, least("date"::DATE, DATE '${LAST_DAY}') AS dt FROM read_parquet(${quoteText(source)}))
      TO ${quoteText(folder)} (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (dt))`);
  });
}

/** DuckDB numbers the files itself; a drop has a name that people can say. Its time is when the airline sent it. */
async function nameDays(folder: string): Promise<void> {
  for (const day of await readdir(folder)) {
    const files = await readdir(join(folder, day));
    if (files.length !== 1 || !files[0]) throw new Error(`${day} was cut into ${files.length} files, expected one`);
    const file = join(folder, day, "flights.parquet");
    await rename(join(folder, day, files[0]), file);
    const sent = new Date(Date.parse(day.slice("dt=".length)) + 30 * 3_600_000);
    await utimes(file, sent, sent);
  }
}
