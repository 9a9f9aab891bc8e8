import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { withDuckdb } from "../../demo/data/duckdb.ts";
import { FAULTS } from "../../demo/data/ping-faults.ts";
import { makePings } from "../../demo/data/pings.ts";
import { makeFiles, type SentFiles } from "../../demo/data/sent.ts";
import { pingDays } from "../../demo/story/plot.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import { PINGS, SHORT } from "./short.ts";

let base: string;
let files: SentFiles;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "sent-"));
  files = await makeFiles({ landing: join(base, "landing"), sent: join(base, "sent") }, SHORT, PINGS);
}, 60_000);
afterAll(() => rm(base, { recursive: true }));

async function ask(select: string, file: string): Promise<Record<string, unknown> | undefined> {
  return withDuckdb(2, async (sql) => {
    const from = `read_parquet(${quoteText(file)}, hive_partitioning = false)`;
    return (await sql.rows(`SELECT ${select} FROM ${from}`))[0];
  });
}

async function columnsOf(file: string): Promise<unknown[]> {
  const described = await withDuckdb(2, (sql) => sql.rows(`DESCRIBE FROM read_parquet(${quoteText(file)})`));
  return described.map(({ column_name }) => column_name);
}

const digest = async (file: string) =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

describe("pings", () => {
  test("the same seed gives the same bytes, another seed others", async () => {
    const days = pingDays(SHORT).slice(2, 3);
    const made = async (name: string, seed: number) => {
      const folder = await makePings(join(base, name), { ...PINGS, seed }, days);
      return digest(join(folder, "dt=2001-01-03/part-0.parquet"));
    };
    const [first, second, other] = [await made("first", 7), await made("second", 7), await made("other", 8)];
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(first).toBe(await digest(files.pings(3)));
  }, 60_000);

  test("a day has as many fixes as asked for, nested, each with an id of its own", async () => {
    const what = `count(*) AS n, count(DISTINCT ping_id) AS ids, min(event_ts)::DATE::VARCHAR AS day,
      typeof(any_value(battery)) AS battery, typeof(any_value(wifi_aps)) AS aps`;
    expect(await ask(what, files.pings(4))).toEqual({
      n: 6_000n,
      ids: 6_000n,
      day: "2001-01-04",
      battery: 'STRUCT("level" BIGINT, charging BOOLEAN)',
      aps: "STRUCT(bssid VARCHAR, rssi BIGINT)[]",
    });
  });

  test("the old app sends no battery, the new one does", async () => {
    expect(await columnsOf(files.pings(SHORT.newColumn - 1))).not.toContain("battery");
    expect(await columnsOf(files.pings(SHORT.newColumn))).toContain("battery");
  });

  test("in a solar storm a third of the phones have no fix", async () => {
    const row = await ask("avg((horizontal_accuracy_m = -1)::INTEGER) AS share", files.pings(SHORT.storm));
    expect(row?.share).toBeCloseTo(0.33, 1);
  });

  test("on some days some fixes are off by kilometres, on others none", async () => {
    const coarse = "count(*) FILTER (horizontal_accuracy_m > 1000) AS n, max(horizontal_accuracy_m) AS worst";
    const row = await ask(coarse, files.pings(SHORT.strict[0] ?? 0));
    expect(Number(row?.n) / PINGS.rowsPerDay).toBeCloseTo(0.015, 2);
    expect(Number(row?.worst)).toBeLessThan(10_000);
    expect((await ask(coarse, files.pings(4)))?.n).toBe(0n);
  });
});

describe("what is sent besides", () => {
  test("the truncated file is the day's file, cut off", async () => {
    const [whole, cut] = [await readFile(files.pings(SHORT.truncated)), await readFile(files.special.truncated)];
    expect(cut.length).toBe(Math.floor(whole.length * 0.6));
    expect(whole.subarray(0, cut.length).equals(cut)).toBe(true);
  });

  test("the incomplete file passes for a quiet day, half a day does not", async () => {
    const [evening, noon] = [files.special.incomplete, files.special.partial];
    expect(Number((await ask("count(*) AS n", evening))?.n)).toBeGreaterThan(13_000);
    expect((await ask("max(date)::VARCHAR AS last", evening))?.last).toMatch(/^2001-01-02 20:2\d/);
    expect(Number((await ask("count(*) AS n", noon))?.n)).toBeLessThan(13_000);
  });

  test("the correction holds half of two days again, and fixes that nobody has seen", async () => {
    const days = "list(DISTINCT event_ts::DATE::VARCHAR ORDER BY event_ts::DATE::VARCHAR) AS days";
    const row = await ask(`count(*) AS n, count(DISTINCT ping_id) AS ids, ${days}`, files.special.correction);
    expect(row).toEqual({ n: 6_320n, ids: 6_320n, days: ["2001-01-01", "2001-01-03", "2001-01-04"] });
    const known = await withDuckdb(2, (sql) =>
      sql.rows(`SELECT count(*) AS n, count(*) FILTER (one.lat <> other.lat) AS moved
        FROM read_parquet(${quoteText(files.special.correction)}) one
        JOIN read_parquet([${[3, 4].map((day) => quoteText(files.pings(day))).join(", ")}], union_by_name = true) other USING (ping_id)`),
    );
    expect(known).toEqual([{ n: 6_000n, moved: 6_000n }]);
  });

  test("the dirty day has each fault about as often as its table says", async () => {
    const row = await ask(
      `count(*) FILTER (country_code = 'ZZ') AS unknown, count(*) FILTER (os = 'emulator') AS emulators,
       count(*) FILTER (len(list_filter(wifi_aps, lambda ap: ap.rssi > 0)) > 0) AS unsigned,
       count(*) - count(DISTINCT ping_id) AS again`,
      files.special.dirty,
    );
    const shareOf = (value: string) => (FAULTS.find((fault) => fault.value === value)?.perMille ?? 0) / 1000;
    expect(Number(row?.unknown) / PINGS.rowsPerDay).toBeCloseTo(shareOf("'ZZ'"), 1);
    expect(Number(row?.emulators) / PINGS.rowsPerDay).toBeCloseTo(shareOf("'emulator'"), 2);
    expect(Number(row?.unsigned)).toBeGreaterThan(0);
    expect(Number(row?.again)).toBeGreaterThan(0);
  });
});

test("a second time nothing of a day is made again", async () => {
  const before = await stat(files.pings(2), { bigint: true });
  await makeFiles({ landing: join(base, "landing"), sent: join(base, "sent") }, SHORT, PINGS);
  expect((await stat(files.pings(2), { bigint: true })).ctimeNs).toBe(before.ctimeNs);
}, 60_000);
