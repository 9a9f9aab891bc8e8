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
  folder = await cutFlights(landing);
}, 60_000);
afterAll(() => rm(landing, { recursive: true }));

const ask = async (query: string) => (await withDuckdb(2, (sql) => sql.rows(query)))[0];
const cut = () =>
  `read_parquet(${quoteText(join(folder, "*/flights.parquet"))}, filename = true, hive_partitioning = false)`;

test("one drop a day, each in one file", async () => {
  const days = (await readdir(folder)).filter((name) => name.startsWith("dt=")).sort();
  expect(days).toHaveLength(181);
  expect([days[0], days.at(-1)]).toEqual(["dt=2001-01-01", "dt=2001-06-30"]);
  expect((await readdir(landing)).sort()).toEqual(["flights"]);
});

test("all 3,000,000 rows arrive, unchanged", async () => {
  const fingerprint = "count(*) AS n, sum(hash(date, delay, distance, origin, destination)::HUGEINT)::VARCHAR AS sum";
  const source = await ask(`SELECT ${fingerprint} FROM read_parquet(${quoteText(FLIGHTS_FILE)})`);
  expect(source?.n).toBe(3_000_000n);
  expect(await ask(`SELECT ${fingerprint} FROM ${cut()}`)).toEqual(source);
});

test("every row stands in the drop of its day; six of 1 July in that of 30 June", async () => {
  const strays = `strftime(date, '%Y-%m-%d') <> regexp_extract(filename, 'dt=([0-9-]+)', 1)`;
  expect(
    await ask(`SELECT count(*) AS n, min(date)::VARCHAR AS day, min(filename) AS file FROM ${cut()} WHERE ${strays}`),
  ).toEqual({
    n: 6n,
    day: "2001-07-01 00:00:00",
    file: join(folder, "dt=2001-06-30/flights.parquet"),
  });
});

test("a second cut changes nothing", async () => {
  const file = join(folder, "dt=2001-03-05/flights.parquet");
  const before = await stat(file, { bigint: true });
  await cutFlights(landing);
  expect((await stat(file, { bigint: true })).ctimeNs).toBe(before.ctimeNs);
});
