import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { type Laptop, openLaptop } from "../../lakehouse/environment.ts";
import { readChecks } from "../../lakehouse/ledger/checks.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { Unavailable } from "../../lakehouse/ports.ts";
import { publishAndTell } from "../../lakehouse/run/chain.ts";
import { openEngine } from "../../lakehouse/run/engine.ts";
import { matchByPlans } from "../../lakehouse/run/match.ts";
import { publishAll } from "../../lakehouse/run/publish-all.ts";
import { processLanding } from "../../lakehouse/run/reconcile.ts";
import { contractFrom } from "../plan/contracts.ts";
import { ParquetWriter } from "../property/write-parquet.ts";

// Real files through the real chain on a laptop: what every single drop keeps and the table breaks.

jest.setTimeout(60_000);

const head = (id: string) => `apiVersion: v3.1.0
kind: DataContract
id: ${id}
name: ${id}
version: 1.0.0
status: active
support:
  - {channel: alerts, tool: email, scope: notifications, url: "mailto:alerts@example.com"}
schema:
  - name: ${id}
    properties:
      - {name: day, logicalType: date, required: true, partitioned: true}
`;

const visits = contractFrom(
  `${head("visits")}      - {name: visit, logicalType: integer, required: true}
      - {name: place, logicalType: string, required: true}
    quality:
      - id: no_visit_twice
        type: sql
        description: No two drops bring the same visit.
        query: SELECT COUNT(visit) - COUNT(DISTINCT visit) FROM {object}
        mustBe: 0
        customProperties: [{property: when, value: afterPublish}]
servers:
  - {server: landing, type: custom, location: "gs://landing/visits/dt=*/*.parquet"}
`,
  "visits.odcs.yaml",
);
const visitDays = contractFrom(
  head("visit_days")
    .replace("partitioned: true", "partitioned: true, primaryKey: true")
    .concat(
      "      - {name: place, logicalType: string}\n      - {name: visits, logicalType: integer, required: true}\n",
    ),
  "visit_days.odcs.yaml",
  "SELECT v.day AS day, v.place AS place, COUNT(*) AS visits FROM {visits} AS v GROUP BY v.day, v.place",
);

const folder = mkdtempSync(join(tmpdir(), "sluice-checked-"));
const lake = join(folder, "lake");
const writer = new ParquetWriter();
let laptop: Laptop;
let engine: ReturnType<typeof openEngine>;
let plans: Plan[];

beforeAll(async () => {
  laptop = await openLaptop({ lake, workers: 1, durable: false });
  engine = openEngine(laptop.engine);
  // As the warehouse's own dialect has it, which the contract says here in words that both share.
  const statement = "SELECT COUNT(visit) - COUNT(DISTINCT visit) FROM {object}";
  const landed = compilePlan(visits, LOCAL);
  const checks = landed.checks.map((check) => (check.id === "no_visit_twice" ? { ...check, statement } : check));
  plans = [{ ...landed, checks }, compilePlan(visitDays, LOCAL, [visits])];
  for (const plan of plans) await laptop.up(plan);
});
afterAll(async () => {
  await engine.close();
  await laptop.close();
  rmSync(folder, { recursive: true, force: true });
});

async function drop(name: string, query: string): Promise<void> {
  const path = join(folder, `${name}.parquet`);
  await writer.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  await laptop.upload(path, `visits/dt=2026-03-0${name}/part.parquet`, null);
  expect((await processLanding({ ...laptop, engine }, laptop.bucket, matchByPlans(plans))).faults).toEqual([]);
}

const rows = (day: number, places: number, visit = "i") =>
  `SELECT DATE '2026-03-0${day}' AS day, ${visit} AS visit, 'place ' || (i % ${places}) AS place FROM range(20) AS r(i)`;
const mails = () => readdirSync(join(lake, "mail")).map((file) => readFileSync(join(lake, "mail", file), "utf8"));
const outcomes = async (dataset: string, number: number) =>
  (await readChecks(laptop.objects, dataset, number))?.results.map(({ id, outcome, measured }) => [
    id,
    outcome,
    measured,
  ]);

test("what every drop keeps and the table breaks is found, whatever came between, and told", async () => {
  const tools = { ...laptop, engine };
  await drop("1", rows(1, 1));
  const first = await publishAndTell(tools, plans);
  expect(first.advanced.map(({ checked, fault }) => [checked.length, fault])).toEqual([
    [1, null],
    [1, null],
  ]);
  expect(first.informed.messages).toEqual([]);
  expect(await outcomes("visits", 1)).toEqual([["no_visit_twice", "passed", 0]]);

  // After the commit, before the checks, the warehouse is gone: the publication stays what it is.
  await drop("2", rows(1, 1, "i + 15"));
  const query = async () => {
    throw new Unavailable("the warehouse does not answer");
  };
  const [cut] = await publishAll({ ...tools, warehouse: { ...laptop.warehouse, query } }, plans.slice(0, 1));
  expect(cut).toMatchObject({ ended: [{ number: 2, state: "DONE" }], stuck: null, waitingOn: null, checked: [] });
  expect(cut?.fault).toBeInstanceOf(Unavailable);
  expect(await outcomes("visits", 2)).toBeUndefined();
  await drop("3", rows(3, 4));
  const then = await publishAndTell(tools, plans);
  expect(then.advanced.map(({ checked }) => checked.map(({ publication }) => publication))).toEqual([[2, 3], [2]]);
  expect(await outcomes("visits", 2)).toEqual([["no_visit_twice", "failed", 5]]);
  // Other partitions than those of its publication are none of its business.
  expect(await outcomes("visits", 3)).toEqual([["no_visit_twice", "passed", 0]]);
  expect(await outcomes("visit_days", 2)).toEqual([
    ["day.required", "passed", 0],
    ["visits.required", "passed", 0],
    ["primary_key", "failed", 3],
  ]);
  expect(then.informed.messages.map(({ dataset, kind, state, facts }) => [dataset, kind, state, facts])).toEqual([
    ["visits", "error", "SENT", []],
    ["visit_days", "error", "SENT", []],
  ]);
  const sent = mails().sort();
  expect(sent).toHaveLength(2);
  expect(sent.join("\n")).toContain("[ERROR] visits");
  expect(sent.join("\n")).toContain("[ERROR] visit_days");

  const again = await publishAndTell(tools, plans);
  expect([again.advanced.flatMap(({ checked }) => checked), again.informed.messages]).toEqual([[], []]);

  // Days that are as they should be end it.
  await drop("4", rows(4, 1, "i + 100"));
  const last = await publishAndTell(tools, plans);
  expect(last.informed.messages.map(({ dataset, kind }) => [dataset, kind])).toEqual([
    ["visits", "recovered"],
    ["visit_days", "recovered"],
  ]);
  expect(mails()).toHaveLength(4);
});
