import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { withDuckdb } from "../../demo/data/duckdb.ts";
import { cutFlights, FLIGHTS_FILE } from "../../demo/data/flights.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";

let landing: string;
let folder: string;

beforeAll(async () => {
  landing = await mkdtemp(join(tmpdir(), "landing-"));
  folder = await cutFlights(landing, 31);
}, 60_000);
afterAll(() => rm(landing, { recursive: true }));

const ask = async (query: string) => (await withDuckdb(2, (sql) => sql.rows(query)))[0];
const cut = () =>
  `read_parquet(${quoteText(join(folder, "*/flights.parquet"))}, filename = true, hive_partitioning = false)`;

test("one drop a day, each in one file", async () => {
  const days = (await readdir(folder)).filter((name) => name.startsWith("dt=")).sort();
  expect(days).toHaveLength(31);
  expect([days[0], days.at(-1)]).toEqual(["dt=2001-01-01", "dt=2001-01-31"]);
  expect((await readdir(landing)).sort()).toEqual(["flights"]);
});

test("every flight of the month arrives, unchanged", async () => {
  const fingerprint = "count(*) AS n, sum(hash(date, delay, distance, origin, destination)::HUGEINT)::VARCHAR AS sum";
  const month = `read_parquet(${quoteText(FLIGHTS_FILE)}) WHERE date < '2001-02-01'`;
  const source = await ask(`SELECT ${fingerprint} FROM ${month}`);
  expect(source?.n).toBe(508_239n);
  expect(await ask(`SELECT ${fingerprint} FROM ${cut()}`)).toEqual(source);
});

test("every row stands in the drop of its day", async () => {
  const strays = `strftime(date, '%Y-%m-%d') <> regexp_extract(filename, 'dt=([0-9-]+)', 1)`;
  expect(await ask(`SELECT count(*) AS n FROM ${cut()} WHERE ${strays}`)).toEqual({ n: 0n });
});

test("a file is as old as its upload", async () => {
  const { mtime } = await stat(join(folder, "dt=2001-01-05/flights.parquet"));
  expect(mtime.toISOString()).toBe("2001-01-06T05:12:00.000Z");
});

test("a second cut changes nothing, one of other days does", async () => {
  const file = join(folder, "dt=2001-01-05/flights.parquet");
  const before = await stat(file, { bigint: true });
  await cutFlights(landing, 31);
  expect((await stat(file, { bigint: true })).ctimeNs).toBe(before.ctimeNs);
  await cutFlights(landing, 5);
  expect((await readdir(folder)).filter((name) => name.startsWith("dt="))).toHaveLength(5);
  await cutFlights(landing, 31);
});
