import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { withDuckdb } from "../../demo/data/duckdb.ts";
import { FAULTS } from "../../demo/data/ping-faults.ts";
import { generatePings, WEEK } from "../../demo/data/pings.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";

const settings = { seed: 7, rowsPerDay: 2_000 };
let base: string;
const made = (name: string, seed = settings.seed) => generatePings(join(base, name), { ...settings, seed });
const dayFile = (folder: string, day: string) => join(folder, `dt=${day}`, "part-0.parquet");

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "pings-"));
});
afterAll(() => rm(base, { recursive: true }));

async function digest(folder: string): Promise<string[]> {
  const contents = await Promise.all(WEEK.map(({ day }) => readFile(dayFile(folder, day))));
  return contents.map((bytes) => createHash("sha256").update(bytes).digest("hex"));
}

test("the same seed gives the same bytes, another seed others", async () => {
  const first = await digest(await made("first"));
  expect(await digest(await made("second"))).toEqual(first);
  const other = await digest(await made("other", 8));
  expect(other.filter((hash) => first.includes(hash))).toEqual([]);
}, 60_000);

test("a clean day has as many rows as asked for, nested, each with an id of its own", async () => {
  const file = dayFile(await made("clean"), "2026-11-09");
  const [row] = await withDuckdb(2, (sql) =>
    sql.rows(`SELECT count(*) AS n, count(DISTINCT ping_id) AS ids, min(event_ts)::DATE::VARCHAR AS day,
      typeof(any_value(battery)) AS battery, typeof(any_value(wifi_aps)) AS aps FROM read_parquet(${quoteText(file)})`),
  );
  expect(row).toEqual({
    n: 2_000n,
    ids: 2_000n,
    day: "2026-11-09",
    battery: 'STRUCT("level" BIGINT, charging BOOLEAN)',
    aps: "STRUCT(bssid VARCHAR, rssi BIGINT)[]",
  });
}, 60_000);

test("the dirty day has each fault about as often as its table says", async () => {
  const file = dayFile(await made("dirty"), "2026-11-11");
  const [row] = await withDuckdb(2, (sql) =>
    sql.rows(`SELECT count(*) FILTER (WHERE country_code = 'ZZ') AS unknown,
      count(*) FILTER (WHERE len(list_filter(wifi_aps, lambda ap: ap.rssi > 0)) > 0) AS unsigned,
      count(*) - count(DISTINCT ping_id) AS again FROM read_parquet(${quoteText(file)})`),
  );
  const perMille = FAULTS.find(({ value }) => value === "'ZZ'")?.perMille ?? 0;
  expect(Number(row?.unknown) / settings.rowsPerDay).toBeCloseTo(perMille / 1000, 1);
  expect(Number(row?.unsigned)).toBeGreaterThan(0);
  expect(Number(row?.again)).toBeGreaterThan(0);
}, 60_000);

test("the truncated day is no Parquet file any more", async () => {
  const bytes = await readFile(dayFile(await made("truncated"), "2026-11-12"));
  expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
  expect(bytes.subarray(-4).toString()).not.toBe("PAR1");
}, 60_000);

test("on the changed day a column has another name, one another type, and one is new", async () => {
  const file = dayFile(await made("changed"), "2026-11-13");
  const columns = await withDuckdb(2, (sql) =>
    sql.rows(`DESCRIBE FROM read_parquet(${quoteText(file)}, hive_partitioning = false)`),
  );
  const types = new Map(columns.map(({ column_name, column_type }) => [column_name, column_type]));
  expect(types.has("lat")).toBe(false);
  expect(types.get("latitude")).toBe("DOUBLE");
  expect(types.get("horizontal_accuracy_m")).toBe("VARCHAR");
  expect(types.has("speed_kmh")).toBe(true);
}, 60_000);
