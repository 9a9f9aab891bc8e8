// Quarantine files as drops of their own, and rounds for which a person lifted something.
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createEngine, type Engine } from "../../lakehouse/engine/engine.ts";
import type { DropResult, SplitDrop } from "../../lakehouse/engine/result.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { type Lifts, NO_LIFTS } from "../../lakehouse/plan/report.ts";
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

const REPLAY = {
  ...FACTS,
  key: "fedcba9876543210fedcba98",
  name: "quarantine/q.parquet",
  generation: "7",
  replay: true,
};

interface How {
  readonly facts?: typeof FACTS;
  readonly lifts?: Lifts;
  readonly write?: boolean;
}

function run(
  plan: Plan,
  path: string,
  { facts = FACTS, lifts = NO_LIFTS, write = true }: How = {},
): Promise<DropResult> {
  return engine.split(plan, { facts, path, crc32c: null }, { write, lifts });
}

async function split(plan: Plan, path: string, how?: How): Promise<SplitDrop> {
  const result = await run(plan, path, how);
  if (result.kind !== "split") throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result;
}

const codeOf = (result: DropResult) => (result.kind === "refused" ? result.refusal.code : "read");
const from = (files: readonly { path: string }[]) =>
  `read_parquet([${files.map(({ path }) => `'${path}'`).join(", ")}])`;

/** A copy of the rows that the plan quarantines, which outlives their box. */
async function quarantineOf(plan: Plan, path: string, how?: How): Promise<string> {
  const result = await split(plan, path, how);
  const [file, ...more] = result.files.quarantined;
  if (!file || more.length > 0) throw new Error(`${result.files.quarantined.length} quarantine files`);
  const copy = path.replace(/\.parquet$/, ".quarantined.parquet");
  writeFileSync(copy, readFileSync(file.path));
  await result.dispose();
  return copy;
}

const lat = (maximum: number, more = "") =>
  `{name: lat, ${more}logicalType: number, logicalTypeOptions: {maximum: ${maximum}}}`;
const strict = planOf({ properties: [lat(10)] });
const lenient = planOf({ properties: [lat(1000)] });
/** Rows 0, 100, … 900 are bad. */
const dirty = (more = "") => pings(1000, `CASE WHEN i % 100 = 0 THEN 20.0 + i ELSE 1.5 END AS lat${more}`);

describe("a replay", () => {
  test("of rows that are good now gives them as any drop would, numbered as in the replayed file", async () => {
    const path = await quarantineOf(strict, await shop.parquet(dirty()));
    const result = await split(lenient, path, { facts: REPLAY });
    expect([result.rows, result.differences.unknown]).toEqual([
      { in: 10, good: 10, quarantined: 0, duplicates: 0 },
      [],
    ]);
    const good = await shop.rows(`SELECT * FROM ${from(result.files.good)} ORDER BY sluice_row`);
    expect(good.map(({ sluice_row }) => Number(sluice_row))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Object.keys(good[0] ?? {})).toEqual(["id", "at", "lat", "sluice_drop", "sluice_arrived", "sluice_row"]);
    expect(new Set(good.map(({ sluice_drop }) => sluice_drop))).toEqual(new Set([REPLAY.key]));
    expect(result.partitions).toEqual([{ id: "20261120", rows: 10 }]);
    await result.dispose();
  });

  test("of rows that fail again tells new reasons and the first origin, however often", async () => {
    const other = planOf({ properties: [lat(1000), "{name: note, logicalType: string, required: true}"] });
    const path = await shop.parquet(dirty(", CASE WHEN i = 300 THEN 'x' END AS note"));
    const once = await quarantineOf(strict, path);
    const twice = await quarantineOf(other, once, { facts: REPLAY });
    const thrice = await quarantineOf(other, twice, { facts: { ...REPLAY, generation: "8" } });
    for (const file of [twice, thrice]) {
      const rows = await shop.rows(`SELECT * EXCLUDE (id, "at", lat, note) FROM '${file}' ORDER BY _row`);
      expect(rows.map(({ _row }) => Number(_row))).toEqual([0, 100, 200, 400, 500, 600, 700, 800, 900]);
      expect(rows[1]).toEqual({
        _reasons: [{ rule: "note.required", path: "note" }],
        _object: "landing/pings/dt=2026-11-20/a.parquet",
        _generation: "1",
        _row: "100",
      });
    }
  });

  test("goes the way of doubtful rows with the origin of each", async () => {
    const slack: Plan = {
      ...strict,
      rules: strict.rules.map((rule) =>
        rule.id === "lat.maximum"
          ? { ...rule, disposition: "escalate", threshold: { operator: "mustBe", values: [3], unit: "rows" } }
          : rule,
      ),
    };
    const path = await quarantineOf(slack, await quarantineOf(strict, await shop.parquet(dirty())), { facts: REPLAY });
    const [row] = await shop.rows(`SELECT list(_row::INT ORDER BY _row) AS numbers FROM '${path}'`);
    expect(row?.numbers).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  });

  test("meets columns by the names that the drop gave them", async () => {
    const renamed = (maximum: number) => planOf({ properties: [lat(maximum, "physicalName: Latitude, ")] });
    const path = await quarantineOf(renamed(10), await shop.parquet(dirty().replace("AS lat", 'AS "LATITUDE"')));
    expect(await shop.rows(`SELECT name FROM parquet_schema('${path}') WHERE name = 'LATITUDE'`)).toHaveLength(1);
    const result = await split(renamed(1000), path, { facts: REPLAY });
    expect([result.rows.good, result.differences.unknown, result.differences.missing]).toEqual([10, [], []]);
    await result.dispose();
  });

  test("is never passed through", async () => {
    const custom = ["{property: passThrough, value: true}", "{property: onReupload, value: hold}"];
    const path = await quarantineOf(strict, await shop.parquet(dirty()));
    const result = await split(planOf({ properties: [lat(1000)], custom }), path, { facts: REPLAY });
    expect([result.passedThrough, result.files.good.length]).toEqual([false, 1]);
    await result.dispose();
  });

  test("leaves out exact duplicates, as the contract says, by the drop's own columns", async () => {
    const custom = ["{property: exactDuplicates, value: remove}"];
    const path = await shop.parquet(`SELECT * FROM (${dirty()}) UNION ALL SELECT * FROM (${dirty()}) WHERE lat > 10`);
    const plan = planOf({ properties: [lat(1000)], custom });
    const result = await split(plan, await quarantineOf(strict, path), { facts: REPLAY });
    expect(result.rows).toEqual({ in: 20, good: 20, quarantined: 0, duplicates: 10 });
    await result.dispose();
  });

  test("may be cut into units, and only counted", async () => {
    const path = await shop.parquet(pings(10_000, "20.0 AS lat"));
    const file = await quarantineOf(strict, path);
    const groups = `${file}.groups.parquet`;
    await shop.rows(`COPY (FROM '${file}') TO '${groups}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
    for (const write of [true, false]) {
      const small: Plan = { ...strict, limits: { ...strict.limits, unitRows: 3000 } };
      const result = await split(small, groups, { facts: REPLAY, write });
      expect([result.units > 1, result.rows.quarantined]).toEqual([true, 10_000]);
      if (write) {
        const [found] = await shop.rows(
          `SELECT count(DISTINCT _row)::INT AS n, bool_and(id = _row) AS same FROM ${from(result.files.quarantined)}`,
        );
        expect(found).toEqual({ n: 10_000, same: true });
      }
      await result.dispose();
    }
  });

  test("of texts and times that the first split could only read as bytes and numbers reads them as such again", async () => {
    const properties = ["{name: word, logicalType: string}", lat(10)];
    const path = await shop.parquet(
      `SELECT i::BIGINT AS id, make_timestamp(1795132800000000 + i)::TIMESTAMP_MS AS "at", CASE WHEN i = 3 THEN 'abcdef' ELSE 'fine' END AS word, 20.0 AS lat FROM range(10) t(i)`,
      ", COMPRESSION uncompressed",
    );
    const bytes = readFileSync(path);
    bytes.fill(0xff, bytes.indexOf("abcdef"), bytes.indexOf("abcdef") + 6);
    writeFileSync(path, bytes);
    const file = await quarantineOf(planOf({ properties }), path);
    const types = await shop.rows(`SELECT column_type AS t FROM (DESCRIBE FROM '${file}') LIMIT 3`);
    expect(types.map(({ t }) => t)).toEqual(["BIGINT", "BIGINT", "BLOB"]);
    const result = await split(planOf({ properties: [properties[0] ?? "", lat(1000)] }), file, { facts: REPLAY });
    expect([result.rows.good, result.failures, result.differences.retyped]).toEqual([9, { "word.type": 1 }, []]);
    const [good] = await shop.rows(
      `SELECT max("at")::VARCHAR AS "at", max(word) AS word FROM ${from(result.files.good)}`,
    );
    expect(good).toEqual({ at: "2026-11-20 00:00:00+00", word: "fine" });
    await result.dispose();
  });

  test("may be as wide as a drop may be", async () => {
    const path = await quarantineOf(strict, await shop.parquet(dirty()));
    const narrow = (leafColumns: number): Plan => ({ ...lenient, limits: { ...lenient.limits, leafColumns } });
    expect(codeOf(await run(narrow(2), path, { facts: REPLAY }))).toBe("TOO_COMPLEX");
    const result = await split(narrow(3), path, { facts: REPLAY });
    expect(result.rows.good).toBe(10);
    await result.dispose();
  });

  test("is no replay by its columns alone, nor without them", async () => {
    const path = await shop.parquet(dirty());
    expect(codeOf(await run(strict, await quarantineOf(strict, path)))).toBe("RESERVED_COLUMN");
    expect(codeOf(await run(strict, path, { facts: REPLAY }))).toBe("COLUMN_MISSING");
  });
});

describe("a lifted window", () => {
  const quality = [
    "{id: many, type: sql, query: 'SELECT count(*) FROM {object}', mustBeGreaterThan: 0, severity: error}",
  ];
  const plan = planOf({ custom: ["{property: lateWindowDays, value: 3}"], quality });
  const old = () =>
    shop.parquet(
      `SELECT i::BIGINT AS id, TIMESTAMPTZ '2026-11-20 00:00:00+00' - to_days(i::INT) AS "at" FROM range(10) t(i)`,
    );

  test.each([true, false])("leaves no row late (write: %s)", async (write) => {
    const path = await old();
    const late = await split(plan, path, { write });
    expect([late.rows.good, late.failures, late.checks.many?.measured]).toEqual([4, { late: 6 }, 4]);
    const lifted = await split(plan, path, { write, lifts: { window: true, holds: false } });
    expect([lifted.rows.good, lifted.failures, lifted.checks.many?.measured]).toEqual([10, {}, 10]);
    // The children are the same ones: nothing is left of the round before.
    const again = await split(plan, path, { write, lifts: { window: false, holds: true } });
    expect(again.failures).toEqual({ late: 6 });
    for (const result of [late, lifted, again]) await result.dispose();
  });

  test("of a day and of a time without a zone", async () => {
    const days = (type: string) => ({
      ...plan,
      rules: plan.rules.map((rule) =>
        rule.id === "late" ? { ...rule, fails: (rule.fails ?? "").replace("TIMESTAMP WITH TIME ZONE", type) } : rule,
      ),
    });
    for (const type of ["DATE", "TIMESTAMP"]) {
      const result = await split(days(type), await old(), { lifts: { window: true, holds: false } });
      expect(result.failures).toEqual({});
      await result.dispose();
    }
  });
});
