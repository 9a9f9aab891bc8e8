import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "@jest/globals";
import type { Contract, Granularity } from "../../lakehouse/contract/contract.ts";
import { confinementOf } from "../../lakehouse/contract/derived/confinement.ts";
import { fillTables } from "../../lakehouse/contract/derived/fill.ts";
import { readContract } from "../../lakehouse/contract/read.ts";

// Whether partitions of a result follow those of an input. Cases are data: blocks of confinement.sql. Each is run in
// DuckDB over one partition after the other, and over all at once: `follows` gives the same rows, `whole` others.

const cases = readFileSync(join(import.meta.dirname, "confinement.sql"), "utf8")
  .trimEnd()
  .split("\n\n")
  .map((block) => {
    const [head = "", ...rest] = block.split("\n");
    const [, kind, reason = ""] = /^-- (follows|whole) ?(.*)$/.exec(head) ?? [];
    return { kind, reason, query: rest.join("\n") };
  });

const PEOPLE = 'support: [{channel: x, tool: email, url: "mailto:x@example.com"}]';

function contract(name: string, properties: readonly string[], granularity: Granularity, sql: string | null): Contract {
  const server =
    sql === null ? `servers: [{server: landing, type: local, path: "${name}/*.parquet", format: parquet}]` : "";
  const text = `apiVersion: v3.1.0
kind: DataContract
id: ${name}
version: 1.0.0
status: active
${server}
${PEOPLE}
schema:
  - name: ${name}
    customProperties: [{property: bigqueryPartitioning, value: {type: ${granularity}, expirationDays: 300}}]
    properties:
${properties.map((line) => `      - {${line}}`).join("\n")}`;
  const reading = readContract(text, `${name}.odcs.yaml`, sql);
  if (!reading.contract) throw new Error(reading.problems.map(({ message }) => message).join("; "));
  return reading.contract;
}

const LEFT_AT = "name: left_at, logicalType: timestamp, physicalType: DATETIME, required: true, partitioned: true";
const trips = (granularity: Granularity = "DAY") =>
  contract(
    "trips",
    [
      LEFT_AT,
      "name: place, logicalType: string",
      "name: place_number, logicalType: integer",
      "name: fare, logicalType: integer",
    ],
    granularity,
    null,
  );
const stations = contract(
  "stations",
  [
    "name: opened, logicalType: date, required: true, partitioned: true",
    "name: code, logicalType: string",
    "name: size, logicalType: integer",
  ],
  "DAY",
  null,
);
const days = (query: string, granularity: Granularity = "DAY") =>
  contract(
    "days",
    ["name: day, logicalType: date, required: true, partitioned: true", "name: n, logicalType: integer"],
    granularity,
    query,
  );

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`CREATE TABLE trips AS SELECT TIMESTAMP '2026-01-30 23:00:00' + to_hours(((i * 7) % 96)::INTEGER) AS left_at,
    chr((65 + i % 4)::INTEGER) AS place, i % 4 AS place_number, (i * i) % 7 AS fare FROM range(40) AS r(i)`);
  await connection.run(`CREATE TABLE stations AS SELECT DATE '2026-01-29' + i::INTEGER AS opened,
    chr((66 + i)::INTEGER) AS code, i * 2 AS size FROM range(4) AS r(i)`);
});

const COLUMNS = { trips: "left_at", stations: "opened" } as const;
type Input = keyof typeof COLUMNS;

/** The rows, `only` those of an input's partition being read. */
async function rows(query: string, only: { readonly input: string; readonly day: string } | null): Promise<string[]> {
  const text = fillTables(query, (dataset) => {
    const filter =
      only?.input === dataset ? ` WHERE CAST(${COLUMNS[dataset as Input]} AS DATE) = DATE '${only.day}'` : "";
    return `(SELECT * FROM ${dataset}${filter})`;
  });
  const found = await connection.runAndReadAll(
    `SELECT day::VARCHAR AS day, n::BIGINT::VARCHAR AS n FROM (${text}) AS q`,
  );
  return found.getRowsJson().map(([day, n]) => `${day} ${n}`);
}

async function partByPart(query: string, input: Input): Promise<string[]> {
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT CAST(${COLUMNS[input]} AS DATE)::VARCHAR FROM ${input}`,
  );
  const parts = await Promise.all(found.getRowsJson().map(([day]) => rows(query, { input, day: String(day) })));
  return parts.flat().sort();
}

test.each(cases)("$kind $reason: $query", async ({ kind, reason, query }) => {
  const confinement = confinementOf(days(query), [trips(), stations]);
  const whole = (await rows(query, null)).sort();
  expect(whole.length).toBeGreaterThan(0);
  if (kind === "follows") {
    expect(confinement.reason).toBeNull();
    const input = confinement.driving as Input;
    expect(await partByPart(query, input)).toEqual(whole);
    const [{ day } = { day: "" }] = whole.map((row) => ({ day: row.slice(0, 10) }));
    // A partition's rows come from that partition: none of them lies in another.
    expect((await rows(query, { input, day })).every((row) => row.startsWith(day))).toBe(true);
  } else {
    expect(confinement.driving).toBeNull();
    expect(confinement.reason).toContain(reason);
    // Neither is a refusal that asks too much: the parts make another table, or rows lie outside their partition.
    const parts = await partByPart(query, "trips");
    const own = (await rows(query, { input: "trips", day: "2026-01-31" })).every((row) => row.startsWith("2026-01-31"));
    expect(parts.join() === whole.join() && own).toBe(false);
  }
});

const PLAIN = "SELECT left_at AS day, fare AS n FROM {trips}";
const CAST = "SELECT CAST(left_at AS DATE) AS day, fare AS n FROM {trips}";

test.each([
  [CAST, "DAY", "DAY", null],
  [CAST, "MONTH", "MONTH", null],
  [PLAIN, "YEAR", "YEAR", null],
  [CAST, "DAY", "MONTH", "{trips} is cut by DAY, this table by MONTH"],
  [CAST, "MONTH", "DAY", "{trips} is cut by MONTH, this table by DAY"],
  [PLAIN, "HOUR", "DAY", "{trips} is cut by HOUR, this table by DAY"],
  // Hours of a day are told apart no more.
  [CAST, "HOUR", "DAY", "day is not left_at of {trips}, unchanged or cast to DATE"],
] as const)("%s: input by %s, table by %s", (query, input, table, reason) => {
  expect(confinementOf(days(query, table), [trips(input)])).toEqual(
    reason === null ? { driving: "trips", reason } : { driving: null, reason },
  );
});

test("an input without a contract is a mistake of the caller", () => {
  expect(() => confinementOf(days(CAST), [stations])).toThrow("made from trips, whose contract is not given");
});
