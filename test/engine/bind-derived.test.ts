import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { FUNCTIONS } from "../../lakehouse/contract/portable-sql/functions.ts";
import { formatProblem } from "../../lakehouse/contract/problem.ts";
import { readCatalog } from "../../lakehouse/contract/read-catalog.ts";
import { QUERY_FUNCTIONS, ROW_FUNCTIONS } from "../../lakehouse/engine/child/functions.ts";
import { createEngine, type Engine } from "../../lakehouse/engine/engine.ts";
import { bindContract } from "../../lakehouse/run/bind.ts";
import { CONTRACTS, contractsIn } from "../contract/fixtures.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

// A derived table's query is bound to empty tables of its inputs' types, and gives the types of its own contract.

let shop: Workshop;
let engine: Engine;
beforeAll(async () => {
  shop = await openWorkshop();
  engine = createEngine({ workers: 1, scratch: shop.scratch });
});
afterAll(async () => {
  await engine.close();
  shop.close();
});

const HEAD = "apiVersion: v3.1.0\nkind: DataContract\nversion: 1.0.0\nstatus: active\n";
const SOURCE = `${HEAD}id: trips
servers: [{server: landing, type: local, path: "trips/*.parquet", format: parquet}]
schema:
  - name: trips
    properties:
      - {name: left_at, logicalType: timestamp, required: true, partitioned: true}
      - {name: place, logicalType: string}
      - {name: fare, logicalType: number, physicalType: "NUMERIC(10, 2)"}
      - {name: stops, logicalType: array, items: {logicalType: string}}
      - {name: bike, logicalType: object, properties: [{name: gears, logicalType: integer}]}
`;
const DERIVED = `${HEAD}id: days
schema:
  - name: days
    properties:
      - {name: day, logicalType: date, required: true, partitioned: true}
      - {name: n, logicalType: integer}
      - {name: fare, logicalType: number, physicalType: "NUMERIC(12, 2)"}
      - {name: mean, logicalType: number}
      - {name: place, logicalType: string}
      - {name: last_at, logicalType: timestamp}
`;

/** The query with some of its columns made in another way. */
async function problems(columns: Readonly<Record<string, string>> = {}, from = "FROM {trips} AS t"): Promise<string[]> {
  const usual = {
    day: "CAST(t.left_at AS DATE)",
    n: "SUM(1)",
    fare: "SUM(t.fare)",
    mean: "AVG(t.fare)",
    place: "MIN(t.place)",
    last_at: "MAX(t.left_at)",
    ...columns,
  };
  const items = Object.entries(usual).map(([name, sql]) => `  ${sql} AS ${name}`);
  const sql = `-- ;\nSELECT\n${items.join(",\n")}\n${from}\nGROUP BY 1;\n`;
  const { drafts, problems: read } = readCatalog([
    { file: "trips.odcs.yaml", text: SOURCE, sql: null },
    { file: "days.odcs.yaml", text: DERIVED, sql },
  ]);
  expect(read.filter(({ severity }) => severity === "error")).toEqual([]);
  const days = drafts.find(({ dataset }) => dataset === "days");
  if (!days) throw new Error("no draft");
  return (await bindContract(engine, days, drafts)).map(formatProblem);
}

test("what both engines count, divide and sum fits the columns", async () => {
  expect(await problems()).toEqual([]);
  expect(
    await problems({ mean: "SUM(t.fare) / NULLIF(COUNT(*), 0)", n: "MAX(t.bike.gears)", fare: "COUNT(*)" }),
  ).toEqual([]);
});

test("each column of another type is told, at its place", async () => {
  expect(
    await problems({
      n: "AVG(t.fare)",
      fare: "SUM(1.5 * t.fare) / 2",
      place: "COUNT(t.place)",
      last_at: "MAX(CAST(t.left_at AS DATE))",
    }),
  ).toEqual([
    "days.sql:4:3 error does-not-bind n is DOUBLE, and BIGINT in the contract → cast it, or change the column's type in the contract",
    "days.sql:5:3 error does-not-bind fare is DOUBLE, and DECIMAL(12,2) in the contract → cast it, or change the column's type in the contract",
    "days.sql:7:3 error does-not-bind place is BIGINT, and VARCHAR in the contract → cast it, or change the column's type in the contract",
    "days.sql:8:3 error does-not-bind last_at is DATE, and TIMESTAMP WITH TIME ZONE in the contract → cast it, or change the column's type in the contract",
  ]);
});

test.each([
  [{ place: "MIN(t.plaec)" }, /days\.sql:1:1 error does-not-bind "t" does not have a column named "plaec"/],
  [{ n: "SUM(t.place)" }, /does-not-bind .*sum\(VARCHAR\)/],
  [{ place: "t.place" }, /must appear in the GROUP BY/],
  [{ n: "MIN(t.sluice_row)" }, /sluice_row/],
] as const)("%j does not bind", async (columns, wanted) => {
  const [problem, ...more] = await problems(columns);
  expect(problem).toMatch(wanted);
  expect(more).toEqual([]);
});

test("the project's own derived tables bind", async () => {
  const { drafts } = readCatalog(contractsIn(CONTRACTS));
  const derived = drafts.filter((contract) => contract.derived !== null);
  expect(derived.length).toBeGreaterThan(0);
  for (const contract of derived) expect(await bindContract(engine, contract, drafts)).toEqual([]);
});

test("a query whose input is not there is not bound; the linter has said why", async () => {
  const [days] = readCatalog([{ file: "days.odcs.yaml", text: DERIVED, sql: "SELECT 1 AS n FROM {gone}" }]).drafts;
  if (!days) throw new Error("no draft");
  expect(await bindContract(engine, days, [])).toEqual([]);
});

test("every portable function may be called in a query", () => {
  const known = new Set([...QUERY_FUNCTIONS, ...ROW_FUNCTIONS]);
  // The parser turns these two into operators.
  const missing = Object.keys(FUNCTIONS).filter(
    (name) => !known.has(name.toLowerCase()) && !["COALESCE", "IFNULL"].includes(name),
  );
  expect(missing).toEqual([]);
});
