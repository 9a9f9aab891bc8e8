// Whole drops through real children: what is kept, what is not, and that nothing is lost between.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createEngine, type Engine } from "../../lakehouse/engine/engine.ts";
import type { DropResult, SplitDrop } from "../../lakehouse/engine/result.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { NO_LIFTS } from "../../lakehouse/plan/report.ts";
import { childUnderTest } from "./child-under-test.ts";
import { FACTS, openWorkshop, pings, planOf, type Workshop } from "./workshop.ts";

let shop: Workshop;
let engine: Engine;
beforeAll(async () => {
  shop = await openWorkshop();
  engine = createEngine({ ...childUnderTest(), workers: 2, scratch: shop.scratch, timeoutSeconds: 60 });
});
afterAll(async () => {
  await engine.close();
  shop.close();
});

const run = (plan: Plan, path: string, write = true): Promise<DropResult> =>
  engine.split(plan, { facts: FACTS, path, crc32c: null }, { write, lifts: NO_LIFTS });

async function split(plan: Plan, path: string, write = true): Promise<SplitDrop> {
  const result = await run(plan, path, write);
  if (result.kind !== "split") throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result;
}

const codeOf = (result: DropResult) => (result.kind === "refused" ? result.refusal.code : "read");
const from = (files: readonly { path: string }[]) =>
  `read_parquet([${files.map(({ path }) => `'${path}'`).join(", ")}])`;
const lat = "{name: lat, logicalType: number, logicalTypeOptions: {minimum: -90, maximum: 90}}";
const latPlan = planOf({ properties: [lat] });
const small = (plan: Plan, unitRows: number): Plan => ({ ...plan, limits: { ...plan.limits, unitRows } });

describe("a drop with bad rows", () => {
  test("is split: good rows by number, bad ones with reasons", async () => {
    const path = await shop.parquet(
      pings(1000, "CASE WHEN i % 100 = 7 THEN 95.5 WHEN i = 8 THEN 'nan'::DOUBLE ELSE 1.5 END AS lat"),
    );
    const result = await split(latPlan, path);
    expect(result.rows).toEqual({ in: 1000, good: 989, quarantined: 11, duplicates: 0 });
    expect(result.failures).toEqual({ "lat.maximum": 11, "lat.minimum": 1 });
    const [good] = await shop.rows(
      `SELECT count(*)::INT AS n, any_value(sluice_drop) AS key, max(sluice_row)::INT AS last FROM ${from(result.files.good)}`,
    );
    expect(good).toEqual({ n: 989, key: FACTS.key, last: 999 });
    const bad = await shop.rows(
      `SELECT id::INT AS id, _reasons, _object, _row::INT AS number FROM ${from(result.files.quarantined)} ORDER BY _row LIMIT 2`,
    );
    expect(bad).toEqual([
      {
        id: 7,
        _reasons: [{ rule: "lat.maximum", path: "lat" }],
        _object: "landing/pings/dt=2026-11-20/a.parquet",
        number: 7,
      },
      {
        id: 8,
        _reasons: [
          { rule: "lat.minimum", path: "lat" },
          { rule: "lat.maximum", path: "lat" },
        ],
        _object: expect.anything(),
        number: 8,
      },
    ]);
    expect(result.samples["lat.maximum"]?.[0]).toEqual({ row: 7, path: "lat", value: "95.5" });
    expect(result.causes["lat.maximum"]?.[0]).toEqual({ value: "95.5", rows: 10 });
    expect(result.partitions).toEqual([{ id: "20261120", rows: 989 }]);
    await result.dispose();
  });

  test("gives the same in units of row groups as in one", async () => {
    const path = await shop.parquet(
      pings(10_000, "CASE WHEN i % 100 = 7 THEN 95.5 ELSE 1.5 END AS lat"),
      ", ROW_GROUP_SIZE 2048",
    );
    const progress: string[] = [];
    const one = await split(latPlan, path);
    const many = await engine.split(
      small(latPlan, 3000),
      { facts: FACTS, path, crc32c: null },
      { write: true, lifts: NO_LIFTS, onProgress: (done, of) => progress.push(`${done}/${of}`) },
    );
    if (many.kind !== "split") throw new Error("refused");
    expect(many.units).toBe(5);
    expect(progress.at(-1)).toBe("5/5");
    const told = ({ rows, failures, samples, causes, partitions, newestMicros }: SplitDrop) => ({
      rows,
      failures,
      samples,
      causes,
      partitions,
      newestMicros,
    });
    expect(told(many)).toEqual(told(one));
    const rowsOf = (result: SplitDrop) =>
      shop.rows(`SELECT count(*) AS n, sum(sluice_row) AS numbers FROM ${from(result.files.good)}`);
    expect(await rowsOf(many)).toEqual(await rowsOf(one));
    await Promise.all([one.dispose(), many.dispose()]);
  });

  test("is only counted when validating", async () => {
    const path = await shop.parquet(pings(500, "CASE WHEN i = 7 THEN 95.5 ELSE 1.5 END AS lat"));
    const result = await split(latPlan, path, false);
    expect([result.rows.good, result.rows.quarantined, result.files]).toEqual([499, 1, { good: [], quarantined: [] }]);
    await result.dispose();
  });
});

describe("a rule with slack", () => {
  const base = planOf({ properties: ["{name: lat, logicalType: number, logicalTypeOptions: {minimum: 0}}"] });
  const plan = (bound: number): Plan => {
    const threshold = { operator: "mustBeLessOrEqualTo", values: [bound], unit: "percent" } as const;
    return {
      ...base,
      rules: base.rules.map((rule) =>
        rule.id === "lat.minimum" ? { ...rule, disposition: "escalate", threshold } : rule,
      ),
    };
  };
  const path = () =>
    shop.parquet(pings(1000, "CASE WHEN i % 100 = 0 THEN -1.0 ELSE 1.0 END AS lat"), ", ROW_GROUP_SIZE 2048");

  test("leaves its rows alone while its threshold is met", async () => {
    const result = await split(plan(1), await path());
    expect([result.rows.good, result.failures]).toEqual([1000, { "lat.minimum": 10 }]);
    const [{ n } = {}] = await shop.rows(`SELECT count(*)::INT AS n FROM ${from(result.files.good)}`);
    expect(n).toBe(1000);
    await result.dispose();
  });

  test.each([true, false])("quarantines them once it is exceeded (write: %s)", async (write) => {
    const result = await split(plan(0.99), await path(), write);
    expect(result.rows).toEqual({ in: 1000, good: 990, quarantined: 10, duplicates: 0 });
    expect(result.files.quarantined.length).toBe(write ? 1 : 0);
    await result.dispose();
  });
});

describe("a file that would be passed through", () => {
  const plan = planOf({
    properties: [lat],
    custom: ["{property: passThrough, value: true}", "{property: onReupload, value: hold}"],
  });
  const clean = (rows = 1000) => shop.parquet(pings(rows, "1.5::DOUBLE AS lat"), ", ROW_GROUP_SIZE 2048");

  test("is not rewritten when clean", async () => {
    const result = await split(plan, await clean());
    expect([result.passedThrough, result.files, result.rows.good]).toEqual([true, { good: [], quarantined: [] }, 1000]);
    await result.dispose();
  });

  test("is rewritten when a row is bad, in every unit", async () => {
    const path = await shop.parquet(
      pings(10_000, "CASE WHEN i = 9999 THEN 99.0 ELSE 1.5 END::DOUBLE AS lat"),
      ", ROW_GROUP_SIZE 2048",
    );
    const result = await split(small(plan, 3000), path);
    expect([result.passedThrough, result.files.good.length, result.rows.good]).toEqual([false, 5, 9999]);
    await result.dispose();
  });

  test("is rewritten when a type, an order or a name differs", async () => {
    const others = ["1.5::FLOAT AS lat", "1.5::DOUBLE AS LAT", "1.5::DECIMAL(4,2) AS lat"].map((column) =>
      shop.parquet(pings(10, column)),
    );
    others.push(shop.parquet(`SELECT lat, id, "at" FROM (${pings(10, "1.5::DOUBLE AS lat")})`));
    for (const path of await Promise.all(others)) {
      const result = await split(plan, path);
      expect([result.passedThrough, result.rows.good]).toEqual([false, 10]);
      await result.dispose();
    }
  });

  test.each([true, false])(
    "is decoded in full all the same: rot in a column that no rule names is found (write: %s)",
    async (write) => {
      const free = planOf({
        properties: ["{name: note, logicalType: string}"],
        custom: ["{property: passThrough, value: true}", "{property: onReupload, value: hold}"],
      });
      for (const each of [free, { ...free, rules: [] }]) {
        const path = await shop.parquet(pings(5000, "md5(i::VARCHAR) AS note"));
        await (await split(each, path, write)).dispose();
        const [chunk] = await shop.rows(
          `SELECT data_page_offset::INT AS "at", total_compressed_size::INT AS size FROM parquet_metadata('${path}') WHERE path_in_schema = 'note'`,
        );
        const bytes = readFileSync(path);
        bytes.fill(0xff, Number(chunk?.at) + 100, Number(chunk?.at) + Number(chunk?.size) - 100);
        const rotten = `${path}.rotten`;
        writeFileSync(rotten, bytes);
        expect(codeOf(await run(each, rotten, write))).toMatch(/CORRUPT|INVALID_UTF8/);
      }
    },
  );
});

describe("statistics that lie", () => {
  test.each([true, false])("prove nothing (write: %s)", async (write) => {
    const path = await shop.parquet(pings(1000, "(1000 + i)::BIGINT AS n"));
    const bytes = readFileSync(path);
    const footer = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
    for (let at = footer; at < bytes.length - 8; at++)
      if (bytes.readBigUInt64LE(at) === 1999n) bytes.writeBigUInt64LE(1500n, at);
    writeFileSync(path, bytes);
    const quality =
      "{id: few_large, type: sql, query: 'SELECT count(*) FROM {object} WHERE n > 1600', mustBe: 399, severity: error}";
    const properties = ["{name: n, logicalType: integer, logicalTypeOptions: {maximum: 1989}}"];
    const result = await split(planOf({ properties }), path, write);
    expect(result.failures).toEqual({ "n.maximum": 10 });
    await result.dispose();
    const custom = ["{property: passThrough, value: true}", "{property: onReupload, value: hold}"];
    const passed = await split(
      planOf({ properties: ["{name: n, logicalType: integer}"], quality: [quality], custom }),
      path,
      write,
    );
    expect([passed.passedThrough, passed.checks.few_large]).toEqual([write, { measured: 399, note: null }]);
    await passed.dispose();
  });
});

test("nanoseconds in UTC are not cut silently", async () => {
  const path = await shop.parquet(
    'SELECT i::BIGINT AS id, make_timestamp_ns(1763600000000000000 + i)::TIMESTAMP_NS AS "at" FROM range(2000) t(i)',
  );
  const bytes = readFileSync(path);
  // DuckDB cannot write them with a zone: the flag is set by hand (TimestampType, field 1, between its two headers).
  const flag = bytes.indexOf(Buffer.from([0x8c, 0x12, 0x1c, 0x3c]));
  expect(flag).toBeGreaterThan(0);
  bytes[flag + 1] = 0x11;
  writeFileSync(path, bytes);
  expect(await shop.rows(`SELECT DISTINCT typeof("at") AS type FROM '${path}'`)).toEqual([
    { type: "TIMESTAMP WITH TIME ZONE" },
  ]);
  const result = await split(planOf({}), path);
  expect(result.rows).toEqual({ in: 2000, good: 2, quarantined: 1998, duplicates: 0 });
  expect(readFileSync(path)).toEqual(bytes);
  await result.dispose();
});

test("exact duplicates are left out, where the contract says so", async () => {
  const plan = planOf({ properties: [lat], custom: ["{property: exactDuplicates, value: remove}"] });
  const path = await shop.parquet(
    `SELECT * FROM (${pings(100, "1.5 AS lat")}) UNION ALL SELECT * FROM (${pings(10, "1.5 AS lat")})`,
  );
  for (const write of [true, false]) {
    const result = await split(plan, path, write);
    expect(result.rows).toEqual({ in: 110, good: 110, quarantined: 0, duplicates: 10 });
    expect(result.partitions).toEqual([{ id: "20261120", rows: 100 }]);
    if (write)
      expect(
        await shop.rows(`SELECT count(*)::INT AS n, count(DISTINCT id)::INT AS ids FROM ${from(result.files.good)}`),
      ).toEqual([{ n: 100, ids: 100 }]);
    await result.dispose();
  }
});

describe("after a poison file", () => {
  test("the next good file works, and no box is left", async () => {
    const good = await shop.parquet(pings(10, "1.5 AS lat"));
    const poison = `${good}.poison`;
    const bytes = readFileSync(good);
    bytes.fill(0xff, 4, 60);
    writeFileSync(poison, bytes);
    for (let again = 0; again < 3; again++) {
      expect(codeOf(await run(latPlan, poison))).not.toBe("read");
      const result = await split(latPlan, good);
      expect(result.rows.good).toBe(10);
      await result.dispose();
    }
    expect(readdirSync(shop.scratch)).toEqual([]);
  });

  test("a drop whose bytes are not what the store says is refused before it is read", async () => {
    const path = await shop.parquet(pings(10, "1.5 AS lat"));
    const result = await engine.split(
      latPlan,
      { facts: FACTS, path, crc32c: "AAAAAA==" },
      { write: true, lifts: NO_LIFTS },
    );
    expect(codeOf(result)).toBe("CHECKSUM_MISMATCH");
  });

  test("an object name is never SQL nor a pattern", async () => {
    const path = await shop.parquet(pings(10, "CASE WHEN i = 1 THEN 95 ELSE 1.5 END AS lat"));
    const facts = { ...FACTS, name: "a'; DROP TABLE failed; -- {from} */dt=1/*.parquet", key: "k'" };
    const result = await engine.split(latPlan, { facts, path, crc32c: null }, { write: true, lifts: NO_LIFTS });
    if (result.kind !== "split") throw new Error(result.refusal.message);
    expect(await shop.rows(`SELECT _object FROM ${from(result.files.quarantined)}`)).toEqual([
      { _object: `landing/${facts.name}` },
    ]);
    await result.dispose();
  });
});
