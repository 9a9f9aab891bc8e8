import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { LocalWarehouse } from "./local-warehouse.ts";

// Without a key rows are never matched: a drop is appended, or takes the place of its name's former one.

interface Row {
  readonly hour: number;
  readonly note: string;
  readonly drop: string;
}

const rowsOf = (drop: string): fc.Arbitrary<Row[]> =>
  fc.array(
    fc.record({ hour: fc.integer({ min: 0, max: 30 }), note: fc.constantFrom("a", "b"), drop: fc.constant(drop) }),
    {
      minLength: 1,
      maxLength: 8,
    },
  );

const clock = ({ hour }: Row) =>
  `2026-02-${hour < 24 ? "28" : "29"} ${String(hour % 24).padStart(2, "0")}`.replace("02-29", "03-01");
const sql = (row: Row) => [
  `TIMESTAMP '${clock(row)}:59:59.999999'`,
  `'${row.note}'`,
  `'${row.drop}'`,
  "TIMESTAMPTZ '2026-03-02 00:00:00+00'",
  "0",
];
const ids = (rows: readonly Row[]) => [...new Set(rows.map((row) => clock(row).replace(/\D/g, "")))];

let warehouse: LocalWarehouse;
const folder = mkdtempSync(join(tmpdir(), "sluice-keyless-"));
beforeAll(async () => {
  warehouse = await LocalWarehouse.of("hourly");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shown = async (rows: readonly Row[]) => {
  await warehouse.stage(rows.map(sql));
  return warehouse.rows("staging");
};

test("a keyless plan has nothing to look for and nothing to merge", () => {
  const { look, merge, mergeCounts, batchDuplicates } = warehouse.plan.warehouse.duckdb;
  expect([look, merge, mergeCounts, batchDuplicates]).toEqual([null, null, null, null]);
});

test("append adds the named partitions, replace swaps the former drop, rowsByPartition sees it", async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf("old"), rowsOf("kept"), rowsOf("new"), async (old, kept, fresh) => {
      await warehouse.empty();
      for (const rows of [old, kept]) {
        await warehouse.stage(rows.map(sql));
        await warehouse.run("append", { partitions: ids(rows) });
      }
      await warehouse.stage(fresh.map(sql));
      const filling = { partitions: ids(fresh), formerDrops: ["old"], otherPartitions: ids(old) };
      const [counts] = await warehouse.run("replaceCounts", filling);
      expect([counts?.inserted, counts?.updated, counts?.deleted].map(Number)).toEqual([fresh.length, 0, old.length]);
      await warehouse.run("replace", filling);
      const now = [...kept, ...fresh];
      const found = await warehouse.run("rowsByPartition", { partitions: ids(now) });
      expect(Object.fromEntries(found.map((row) => [row.sluice_partition, Number(row.sluice_rows)]))).toEqual(
        Object.fromEntries(ids(now).map((id) => [id, now.filter((row) => ids([row])[0] === id).length])),
      );
      expect(await warehouse.rows()).toEqual(await shown(now));
    }),
    { numRuns: 40 },
  );
});

test("a row outside the range stays, former drop or not", async () => {
  await warehouse.empty();
  const [near, far]: Row[] = [
    { hour: 1, note: "a", drop: "old" },
    { hour: 5, note: "a", drop: "old" },
  ];
  await warehouse.stage([near, far].map((row) => sql(row as Row)));
  await warehouse.run("append", { partitions: ids([near, far] as Row[]) });
  await warehouse.stage([]);
  await warehouse.run("replace", { partitions: ids([near] as Row[]), formerDrops: ["old"] });
  expect(await warehouse.rows()).toEqual(await shown([far as Row]));
});

test("load fills staging by name; what a file lacks is NULL, and its folder adds no column", async () => {
  await warehouse.stage([]);
  const files = [join(folder, "note=x.parquet"), join(folder, "b.parquet")];
  await warehouse.query(
    `COPY (SELECT 'n' AS note, TIMESTAMP '2026-02-28 01:00:00' AS "at") TO '${files[0]}' (FORMAT parquet)`,
  );
  await warehouse.query(
    `COPY (SELECT TIMESTAMP '2026-02-28 02:00:00' AS "at", 'd' AS sluice_drop, 7 AS sluice_row) TO '${files[1]}' (FORMAT parquet)`,
  );
  await warehouse.load(files);
  const rows = (await warehouse.rows("staging")).map((row) => JSON.parse(row));
  expect(rows).toEqual([
    { at: "2026-02-28 01:00:00", note: "n", sluice_drop: null, sluice_arrived: null, sluice_row: null },
    { at: "2026-02-28 02:00:00", note: null, sluice_drop: "d", sluice_arrived: null, sluice_row: 7 },
  ]);
});

test("creating and dropping a staging table twice is no fault", async () => {
  for (const name of ["createStaging", "dropStaging", "dropStaging", "createStaging", "createTable"] as const) {
    await warehouse.run(name, { partitions: [] });
  }
  expect(await warehouse.rows("staging")).toEqual([]);
});
