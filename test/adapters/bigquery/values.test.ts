import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { columnOf, fieldOf } from "../../../lakehouse/adapters/bigquery/columns.ts";
import type { RestField } from "../../../lakehouse/adapters/bigquery/rest.ts";
import { rowOf } from "../../../lakehouse/adapters/bigquery/values.ts";
import { type BigQueryBench, openBigQueryBench } from "../../ports/warehouse-bigquery.ts";

let bench: BigQueryBench;
beforeAll(async () => {
  bench = await openBigQueryBench();
});
afterAll(() => bench.close());

const VALUES: readonly (readonly [string, Partial<RestField>, unknown, unknown])[] = [
  ["a whole number", { type: "INTEGER" }, "42", 42],
  ["one beyond 2^53", { type: "INTEGER" }, "9007199254740993", "9007199254740993"],
  ["a float", { type: "FLOAT" }, "1.5E-7", 1.5e-7],
  ["no number", { type: "FLOAT" }, "NaN", "NaN"],
  ["a decimal", { type: "NUMERIC" }, "0.10", "0.10"],
  ["a truth", { type: "BOOLEAN" }, "true", true],
  ["an instant", { type: "TIMESTAMP" }, "1777597323000004", "2026-05-01T01:02:03.000004Z"],
  ["an instant before 1970", { type: "TIMESTAMP" }, "-1", "1969-12-31T23:59:59.999999Z"],
  ["the first instant", { type: "TIMESTAMP" }, "-62135596800000000", "0001-01-01T00:00:00.000000Z"],
  ["a day", { type: "DATE" }, "2026-05-01", "2026-05-01"],
  ["nothing", { type: "STRING" }, null, null],
  ["a list", { type: "INTEGER", mode: "REPEATED" }, [{ v: "1" }, { v: "2" }], "[1,2]"],
  ["an empty list", { type: "STRING", mode: "REPEATED" }, [], "[]"],
  [
    "a list of records",
    {
      type: "RECORD",
      mode: "REPEATED",
      fields: [
        { name: "x", type: "STRING" },
        { name: "y", type: "FLOAT", mode: "REPEATED" },
      ],
    },
    [{ v: { f: [{ v: "p" }, { v: [{ v: "0.5" }] }] } }],
    '[{"x":"p","y":[0.5]}]',
  ],
];

test.each(VALUES)("%s", (_, field, v, value) => {
  expect(rowOf([{ name: "c", ...field }], { f: [{ v }] })).toEqual({ c: value });
});

test("rows of a table, as the service gives them", async () => {
  const table = "dev_1_consumption.meters";
  await bench.lone.fake.look(
    `INSERT INTO ${table} (meter, day, exact, parts, sluice_arrived, sluice_row)
     VALUES ('a', '2026-05-01', 1.5, [{kind: 'k', values: [0.5]}], '2026-05-01 01:02:03.000004+00', 9007199254740993)`,
  );
  expect(await bench.warehouse.rows({ dataset: "dev_1_consumption", table: "meters" })).toMatchObject([
    {
      meter: "a",
      day: "2026-05-01",
      exact: "1.5",
      parts: '[{"kind":"k","values":[0.5]}]',
      sluice_arrived: "2026-05-01T01:02:03.000004Z",
      sluice_row: "9007199254740993",
      sluice_drop: null,
    },
  ]);
});

test.each<RestField>([
  { name: "a", type: "NUMERIC", mode: "NULLABLE", precision: "10", scale: "2" },
  { name: "a", type: "BIGNUMERIC", mode: "NULLABLE", precision: "38" },
  { name: "a", type: "STRING", mode: "REQUIRED", maxLength: "20" },
  {
    name: "a",
    type: "RECORD",
    mode: "REPEATED",
    fields: [{ name: "b", type: "BYTES", mode: "NULLABLE", maxLength: "4" }],
  },
])("a column is made again as it was: %j", (field) => {
  expect(fieldOf(columnOf(field))).toEqual(field);
});

test("a query only reads, and is one", async () => {
  const { warehouse, plans } = bench;
  const { replace } = plans.hourly.warehouse.bigquery;
  await expect(warehouse.query(" \n")).rejects.toThrow(RangeError);
  const change = (replace ?? "")
    .replaceAll("{target}", "`demo-project.dev_1_consumption.hourly`")
    .replaceAll("{staging}", "`demo-project.dev_1_staging_hourly.x`")
    .replaceAll("{partitions}", "'2026050100'")
    .replaceAll("{formerDrops}", "'a'")
    .replaceAll(
      "{partitionRange}",
      "(t.`at` BETWEEN DATETIME '2026-05-01 00:00:00' AND DATETIME '2026-05-01 00:59:59.999999')",
    );
  await expect(warehouse.query(change)).rejects.toThrow("a query only reads; write one SELECT");
  await expect(warehouse.query("SELECT 'a private value' FROM t")).rejects.toThrow(/^Syntax error/);
  await expect(warehouse.query("SELECT 'a private value' FROM t")).rejects.not.toThrow(/private/);
});
