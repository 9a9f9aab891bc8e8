import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { RestField, RestJobConfiguration } from "../../../lakehouse/adapters/bigquery/rest.ts";
import { type Asker, field, openAsker, reference } from "./ask.ts";

// What BigQuery takes from a Parquet file, and what it refuses; whatever is refused leaves nothing.

type Load = NonNullable<RestJobConfiguration["load"]>;

let asker: Asker;
let made = 0;
beforeAll(async () => {
  asker = await openAsker();
});
afterAll(() => asker.close());

const INT: readonly RestField[] = [field("a", "INTEGER")];

/** A load into a table of its own: how it ended, and what the table then holds. */
async function load(sql: string | readonly string[], fields: readonly RestField[], more: Partial<Load> = {}) {
  const table = `t${++made}`;
  const uris = typeof sql === "string" ? [await asker.parquet(sql)] : [...sql];
  const { error, body } = await asker.job({
    load: {
      sourceUris: uris,
      sourceFormat: "PARQUET",
      schema: { fields: [...fields] },
      destinationTable: reference(table),
      writeDisposition: "WRITE_EMPTY",
      parquetOptions: { enableListInference: true },
      decimalTargetTypes: ["NUMERIC", "BIGNUMERIC"],
      ...more,
    },
  });
  const there = (await asker.ask("GET", `datasets/own/tables/${table}`)).status === 200;
  const rows = there ? await asker.lone.fake.look(`FROM own.${table} ORDER BY ALL`) : null;
  return { error, rows, table, statistics: body.statistics as { load?: object } };
}

const TAKEN: readonly (readonly [string, string, RestField, unknown])[] = [
  ["whole numbers of any width", "SELECT 7::TINYINT AS v", field("v", "INTEGER"), "7"],
  ["floats", "SELECT 0.5::FLOAT AS v", field("v", "FLOAT"), 0.5],
  ["texts", "SELECT 'x' AS v", field("v", "STRING"), "x"],
  ["bytes", "SELECT '\\x00'::BLOB AS v", field("v", "BYTES"), "\\x00"],
  ["days", "SELECT DATE '2026-05-01' AS v", field("v", "DATE"), "2026-05-01"],
  ["times of day", "SELECT TIME '01:02:03' AS v", field("v", "TIME"), "01:02:03"],
  ["instants", "SELECT TIMESTAMPTZ '2026-05-01 00:00:00+00' AS v", field("v", "TIMESTAMP"), "2026-05-01 00:00:00+00"],
  ["wall clocks", "SELECT TIMESTAMP '2026-05-01 00:00:00' AS v", field("v", "DATETIME"), "2026-05-01 00:00:00"],
  ["decimals", "SELECT 1.5::DECIMAL(9,2) AS v", field("v", "NUMERIC", { precision: "9", scale: "2" }), "1.50"],
  ["wide decimals", "SELECT 1::DECIMAL(38,0) AS v", field("v", "BIGNUMERIC"), "1"],
  ["lists", "SELECT [1, 2]::BIGINT[] AS v", field("v", "INTEGER", { mode: "REPEATED" }), ["1", "2"]],
  [
    "a list that is NULL, as an empty one",
    "SELECT NULL::BIGINT[] AS v",
    field("v", "INTEGER", { mode: "REPEATED" }),
    [],
  ],
  [
    "records, also such that lack a field",
    "SELECT {x: 1::BIGINT} AS v",
    field("v", "RECORD", { fields: [field("x", "INTEGER"), field("y", "STRING")] }),
    { x: "1", y: null },
  ],
  [
    "lists of records with lists",
    "SELECT [{x: ['p']}, {x: NULL}] AS v",
    field("v", "RECORD", { mode: "REPEATED", fields: [field("x", "STRING", { mode: "REPEATED" })] }),
    [{ x: ["p"] }, { x: [] }],
  ],
];

describe("it takes", () => {
  test.each(TAKEN)("%s", async (_, sql, column, value) => {
    const { error, rows } = await load(sql, [column]);
    expect(error).toBeNull();
    expect(rows).toEqual([{ v: value }]);
  });

  test("columns by name whatever their case and place; what a file lacks is NULL", async () => {
    const { rows, statistics } = await load("SELECT 2::BIGINT AS B, 1::BIGINT AS A", [
      field("a", "INTEGER"),
      field("b", "INTEGER"),
      field("c", "STRING"),
      field("d", "STRING", { mode: "REPEATED" }),
    ]);
    expect(rows).toEqual([{ a: "1", b: "2", c: null, d: [] }]);
    expect(statistics.load).toMatchObject({ outputRows: "1", inputFiles: "1" });
  });

  test("* in an address for any characters", async () => {
    for (const name of ["one", "two"])
      asker.lone.objects.set(`gs://many/${name}.parquet`, bytesOf(await asker.parquet("SELECT 1::BIGINT AS a")));
    const { rows } = await load(["gs://many/*.parquet"], INT);
    expect(rows).toHaveLength(2);
  });

  test("unknown columns, if they may be ignored", async () => {
    const { rows } = await load("SELECT 1::BIGINT AS a, 2 AS b", INT, { ignoreUnknownValues: true });
    expect(rows).toEqual([{ a: "1" }]);
  });
});

function bytesOf(uri: string): Uint8Array {
  return asker.lone.objects.get(uri) as Uint8Array;
}

const DECIMAL = "SELECT 1::DECIMAL(38,0) AS v";

const REFUSED: readonly (readonly [string, string | readonly string[], RestField, Partial<Load>, RegExp])[] = [
  ["an unknown column", "SELECT 1::BIGINT AS v, 2 AS w", field("v", "INTEGER"), {}, /field w is not in the table/],
  ["another type", "SELECT 'x' AS v", field("v", "INTEGER"), {}, /changed type from INTEGER to STRING/],
  ["a wall clock for an instant", "SELECT TIMESTAMP '2026-01-01' AS v", field("v", "TIMESTAMP"), {}, /to DATETIME/],
  ["an instant for a wall clock", "SELECT now() AS v", field("v", "DATETIME"), {}, /to TIMESTAMP/],
  ["a value for a list", "SELECT 1::BIGINT AS v", field("v", "INTEGER", { mode: "REPEATED" }), {}, /changed mode/],
  ["a list for a value", "SELECT [1]::BIGINT[] AS v", field("v", "INTEGER"), {}, /changed mode/],
  [
    "lists without list inference",
    "SELECT [1]::BIGINT[] AS v",
    field("v", "INTEGER", { mode: "REPEATED" }),
    { parquetOptions: {} },
    /changed mode from REPEATED to NULLABLE/,
  ],
  ["NULL in a list", "SELECT [1, NULL]::BIGINT[] AS v", field("v", "INTEGER", { mode: "REPEATED" }), {}, /holds NULL/],
  ["a list of lists", "SELECT [[1]] AS v", field("v", "INTEGER", { mode: "REPEATED" }), {}, /list of lists/],
  ["a map", "SELECT map {'a': 1} AS v", field("v", "STRING"), {}, /a map/],
  [
    "what may be NULL, where nothing may",
    "SELECT 1::BIGINT AS v",
    field("v", "INTEGER", { mode: "REQUIRED" }),
    {},
    /mode/,
  ],
  [
    "a file without a required column",
    "SELECT 1::BIGINT AS v",
    field("w", "INTEGER", { mode: "REQUIRED" }),
    { ignoreUnknownValues: true },
    /w is REQUIRED/,
  ],
  [
    "wide decimals that are not asked for",
    DECIMAL,
    field("v", "BIGNUMERIC"),
    { decimalTargetTypes: ["NUMERIC"] },
    /DECIMAL\(38, 0\)/,
  ],
  ["a decimal that would be NUMERIC", "SELECT 1::DECIMAL(9,0) AS v", field("v", "BIGNUMERIC"), {}, /to NUMERIC/],
  [
    "digits that the column has not",
    "SELECT 1::DECIMAL(9,4) AS v",
    field("v", "NUMERIC", { precision: "9", scale: "2" }),
    {},
    /takes no/,
  ],
  ["a file that is none", ["gs://files/junk"], field("v", "INTEGER"), {}, /not in Parquet format/],
  ["an object that is not there", ["gs://files/none"], field("v", "INTEGER"), {}, /Not found: URI gs:\/\/files\/none/],
  ["a pattern that nothing fits", ["gs://files/none*"], field("v", "INTEGER"), {}, /Not found: Uris/],
  ["a pattern with two stars", ["gs://files/*/*"], field("v", "INTEGER"), {}, /Only one \*/],
  [
    "an address with a generation",
    ["gs://files/x#1"],
    field("v", "INTEGER"),
    {},
    /must be a Google Cloud Storage location/,
  ],
  ["no address", [], field("v", "INTEGER"), {}, /sourceUris/],
  [
    "too many addresses",
    Array.from({ length: 10_001 }, (_, at) => `gs://files/${at}`),
    field("v", "INTEGER"),
    {},
    /10001/,
  ],
  [
    "two columns of one name",
    "SELECT 1 AS v",
    field("v", "RECORD", { fields: [field("x", "STRING"), field("X", "STRING")] }),
    {},
    /already exists in schema/,
  ],
  [
    "more digits than NUMERIC has",
    "SELECT 1 AS v",
    field("v", "NUMERIC", { precision: "39", scale: "9" }),
    {},
    /none of NUMERIC/,
  ],
  [
    "hours of days",
    "SELECT DATE '2026-01-01' AS v",
    field("v", "DATE"),
    { timePartitioning: { type: "HOUR", field: "v" } },
    /HOUR/,
  ],
  ["clusters of floats", "SELECT 0.5 AS v", field("v", "FLOAT"), { clustering: { fields: ["v"] } }, /clustering/],
];

describe("it refuses", () => {
  test.each(REFUSED)("%s, and leaves nothing", async (_, sql, column, more, message) => {
    asker.lone.objects.set("gs://files/junk", Buffer.from("PAR1 and no more"));
    const { error, rows } = await load(sql, [column], more);
    expect(error?.message).toMatch(message);
    expect(rows).toBeNull();
  });

  test("all of several files where one is bad", async () => {
    const [good, bad] = [await asker.parquet("SELECT 1::BIGINT AS a"), await asker.parquet("SELECT 'x' AS a")];
    expect(await load([good, bad], INT)).toMatchObject({ error: { reason: "invalid" }, rows: null });
  });

  test("a table that holds rows, and none that is empty", async () => {
    const { table } = await load("SELECT 1::BIGINT AS a", INT);
    const again = await load("SELECT 2::BIGINT AS a", INT, { destinationTable: reference(table) });
    expect(again.error).toMatchObject({ reason: "duplicate", message: `Already Exists: Table acme:own.${table}` });
    await asker.table("empty", { schema: { fields: [...INT] } });
    expect((await load("SELECT 2::BIGINT AS a", INT, { destinationTable: reference("empty") })).error).toBeNull();
  });

  test("more than 4,000 partitions at once", async () => {
    const days = "SELECT DATE '2000-01-01' + i::INTEGER AS v FROM range(4001) AS r(i)";
    const { error } = await load(days, [field("v", "DATE")], { timePartitioning: { type: "DAY", field: "v" } });
    expect(error?.message).toMatch(/Too many partitions/);
  });

  test("a file that the account may not read", async () => {
    const uri = await asker.parquet("SELECT 1::BIGINT AS a");
    asker.lone.around.allowed = (_, permission) => permission !== "storage.objects.get";
    expect((await load([uri], INT)).error).toMatchObject({ reason: "accessDenied" });
    asker.lone.around.allowed = () => true;
  });

  test("a dataset that is not there, without using the id", async () => {
    const configuration = {
      load: {
        sourceUris: [await asker.parquet("SELECT 1::BIGINT AS a")],
        sourceFormat: "PARQUET",
        schema: { fields: [...INT] },
        destinationTable: { ...reference("t"), datasetId: "nowhere" },
        writeDisposition: "WRITE_EMPTY",
      },
    };
    for (const _ of [1, 2]) expect((await asker.job(configuration, "no-dataset")).status).toBe(404);
  });
});
