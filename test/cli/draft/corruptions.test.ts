import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { candidateOf } from "../../../lakehouse/cli/candidate.ts";
import { readContract } from "../../../lakehouse/contract/read.ts";
import { compilePlan } from "../../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../../lakehouse/plan/environment.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { NO_LIFTS, type Report } from "../../../lakehouse/plan/report.ts";
import { concurrently } from "../../../lakehouse/run/concurrently.ts";
import { landingOf } from "../../../lakehouse/run/draft/landing.ts";
import { draftFromFile } from "../../../lakehouse/run/draft-file.ts";
import { type Engine, openEngine } from "../../../lakehouse/run/engine.ts";
import { validateFile } from "../../../lakehouse/run/validate.ts";
import { openWorkshop, type Workshop } from "../../engine/workshop.ts";
import { projectFolder } from "../../layout/tree.ts";
import { type Column, type Corruption, corruptionsOf } from "./corruptions.ts";

// `sluice init`: the draft lints clean, its own file passes without a bad row, and broken copies of it are caught.

/** Broken copies of each file; a seed makes some 25. */
const RUNS = Number(process.env.RUNS ?? 25);
const SEEDS = Array.from({ length: Math.ceil(RUNS / 25) }, (_, index) => index + 1);

let workshop: Workshop;
let engine: Engine;
beforeAll(async () => {
  workshop = await openWorkshop();
  engine = openEngine({ workers: 2, scratch: workshop.scratch });
});
afterAll(async () => {
  await engine.close();
  workshop.close();
});

const flights = join(projectFolder, "node_modules/vega-datasets/data/flights-3m.parquet");

const files = {
  pings: `SELECT uuid_of(i) AS ping_id, md5((i % 700)::VARCHAR) || md5((i % 700 + 1)::VARCHAR) AS device_id,
    TIMESTAMPTZ '2026-11-20 00:00:00+00' + INTERVAL (i * 8) SECOND AS event_ts,
    47 + part(i, 1) * 3 AS lat, 6 + part(i, 2) * 9 AS lon, CASE WHEN i % 50 = 7 THEN NULL ELSE 1 + part(i, 3) * 80 END AS accuracy,
    ['android', 'ios'][1 + (i % 2)] AS os, ['DE', 'FR', 'CH', 'AT', 'IT'][1 + (i % 5)] AS country,
    (part(i, 4) * 100)::UTINYINT AS battery, printf('%d.%d.%d', 1 + i % 4, i % 17, i % 9) AS app_version,
    {'ssid': 'x' || i, 'rssi': -(i % 90)::INT} AS wifi, [i % 3, i % 5]::INT[] AS tags FROM range(3000) r(i)`,
  orders: `SELECT printf('ORD-%06d', i) AS order_no, 'user' || i || '@example.com' AS email,
    (DATE '1960-01-01' + (i % 9000)::INT)::VARCHAR AS born, DATE '2026-11-20' - (i % 3)::INT AS ordered_on,
    (part(i, 1) * 100)::DECIMAL(10, 2) AS amount, 1 + (part(i, 2) * 5)::INT AS pieces, ['EUR', 'CHF', 'USD'][1 + (i % 3)] AS currency,
    ['please call', 'leave at door', 'no note at all'][1 + (i % 3)] || ' ' || (i % 977) AS note, part(i, 3) < 0.5 AS gift FROM range(1500) r(i)`,
  flights: `SELECT * FROM '${flights}' WHERE date >= '2001-01-05' AND date < '2001-01-06'`,
};

const forms: Readonly<Record<keyof typeof files, [string, RegExp][]>> = {
  pings: [
    ["ping_id", /uuid/],
    ["device_id", /hex/],
  ],
  orders: [
    ["email", /email/],
    ["born", /date/],
  ],
  flights: [],
};

const macros = [
  "CREATE OR REPLACE MACRO part(i, salt) AS (hash(i * 31 + salt) % 100000) / 100000.0::DOUBLE",
  "CREATE OR REPLACE MACRO uuid_of(i) AS regexp_replace(md5(i::VARCHAR), '(.{8})(.{4})(.{4})(.{4})(.{12})', '\\1-\\2-\\3-\\4-\\5')",
];

async function draft(name: keyof typeof files): Promise<{ path: string; text: string; plan: Plan }> {
  for (const macro of macros) await workshop.rows(macro);
  const path = await workshop.parquet(files[name]);
  const landing = landingOf(`${name}/dt=2026-11-20/part-0.parquet`, null);
  const { text, contract } = await draftFromFile(engine, path, landing, "part-0.parquet");
  return { path, text, plan: compilePlan(contract, LOCAL) };
}

async function tryFile(plan: Plan, path: string): Promise<Report> {
  const clock = { now: () => "2026-11-20T06:00:00.000Z" };
  const candidate = await candidateOf(path, { name: "part-0.parquet", day: null, lifts: NO_LIFTS, arrived: null });
  return validateFile({ engine, clock }, plan, candidate);
}

function isCaught({ verdict, rows }: Report): boolean {
  return verdict !== "ready" || rows.quarantined > 0;
}

describe.each(Object.keys(files) as (keyof typeof files)[])("a draft from a file of %s", (name) => {
  test("lints clean and passes its own file", async () => {
    const { path, text, plan } = await draft(name);
    expect(readContract(text, `contracts/${name}.odcs.yaml`).problems).toEqual([]);
    const { verdict, reasons, rows, rules } = await tryFile(plan, path);
    expect({
      verdict,
      reasons,
      quarantined: rows.quarantined,
      failed: rules.filter(({ failed }) => failed > 0),
    }).toEqual({ verdict: "ready", reasons: [], quarantined: 0, failed: [] });
  });

  test.each(SEEDS)(
    "catches at least 20 of 25 broken copies, seed %d",
    async (seed) => {
      const { path, plan } = await draft(name);
      await workshop.rows(`CREATE OR REPLACE VIEW source AS FROM '${path}'`);
      const columns = (await workshop.rows(
        "SELECT column_name AS name, column_type AS type FROM (DESCRIBE source)",
      )) as unknown as Column[];
      const full = new Set(plan.rules.filter(({ id }) => id.endsWith(".required")).map(({ column }) => column ?? ""));
      const broken = await changing(corruptionsOf(columns, full, new Map(forms[name]), seed));
      const paths = [truncated(path)];
      for (const { query } of broken) paths.push(await workshop.parquet(query ?? ""));
      const reports = await concurrently(paths, 3, (copy) => tryFile(plan, copy));
      const outcomes = reports.map((report, index) => ({
        name: broken[index - 1]?.name ?? "truncated file",
        caught: isCaught(report),
      }));
      const missed = outcomes.filter(({ caught }) => !caught).map((outcome) => outcome.name);
      const words = `${outcomes.length - missed.length} of ${outcomes.length} caught, missed: ${missed.join(", ") || "none"}`;
      process.stdout.write(`sluice init, ${name}, seed ${seed}: ${words}\n`);
      const enough = missed.length <= outcomes.length * (5 / 25);
      expect(enough || words).toBe(true);
    },
    60_000,
  );
});

/** Those that change the rows of this file at all. */
async function changing(corruptions: readonly Corruption[]): Promise<Corruption[]> {
  const kept: Corruption[] = [];
  for (const corruption of corruptions) {
    if (corruption.query === null) continue;
    const [same] = await workshop.rows(
      `SELECT (SELECT list(to_json(s)::VARCHAR ORDER BY to_json(s)::VARCHAR) FROM source AS s) = (SELECT list(to_json(q)::VARCHAR ORDER BY to_json(q)::VARCHAR) FROM (${corruption.query}) AS q) AS same`,
    );
    if (same?.same !== true) kept.push(corruption);
  }
  return kept;
}

function truncated(path: string): string {
  const bytes = readFileSync(path);
  const cut = path.replace(/\.parquet$/, "-cut.parquet");
  writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length / 2)));
  return cut;
}
