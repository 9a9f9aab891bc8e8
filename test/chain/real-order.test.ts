// A few orders of drops with the real engine and the real database: the same rows, however they came.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openLaptop } from "../../lakehouse/environment.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { BATCH_LIMITS } from "../../lakehouse/publish/batch.ts";
import { arrivalOf } from "../../lakehouse/run/arrival.ts";
import { openEngine } from "../../lakehouse/run/engine.ts";
import { matchByPlans } from "../../lakehouse/run/match.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { publishOrder } from "../../lakehouse/run/publish-order.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { Random } from "../property/random.ts";
import { ParquetWriter } from "../property/write-parquet.ts";
import { plansIn } from "./story/plans.ts";
import { type SampleName, samplePath, writeSamples } from "./story/samples.ts";
import { tellState } from "./story/tell-state.ts";

const RUNS = Number(process.env.RUNS ?? 3);
const SEED = Number(process.env.SEED ?? 20_260_310);
const MINUTE = 60_000;

/** Their arrivals are an hour apart. Two bring the same name, the others meet in keys or have none. */
const drops: readonly { readonly sample: SampleName; readonly name: string }[] = [
  { sample: "clean", name: "visits/dt=2026-03-09/clean.parquet" },
  { sample: "spotted", name: "visits/dt=2026-03-09/spotted.parquet" },
  { sample: "later", name: "visits/dt=2026-03-09/later.parquet" },
  { sample: "takings", name: "sales/dt=2026-03-09/takings.parquet" },
  { sample: "other", name: "sales/dt=2026-03-09/other.parquet" },
  { sample: "corrected", name: "sales/dt=2026-03-09/takings.parquet" },
];

const folder = mkdtempSync(join(tmpdir(), "sluice-order-"));
const samples = join(folder, "samples");
let plans: Plan[];
beforeAll(async () => {
  mkdirSync(samples);
  const sql = new ParquetWriter();
  await writeSamples(samples, sql);
  sql.close();
  plans = await plansIn("first");
}, MINUTE);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** The tables of a lake into which they came in this order, each `times` times. Now and then somebody publishes. */
async function rowsAfter(lake: string, order: readonly number[], times: number, random: Random): Promise<string[][]> {
  mkdirSync(lake);
  const laptop = await openLaptop({ lake, workers: 1, durable: false });
  const engine = openEngine(laptop.engine);
  const tools: Tools = { ...laptop, engine };
  const publish = async () => {
    const limits = { ...BATCH_LIMITS, drops: random.between(1, 3) };
    for (const plan of publishOrder(plans, new Set(["visits", "sales"]))) await publishDataset(tools, plan, { limits });
  };
  try {
    for (const plan of plans) await laptop.up(plan);
    for (const number of order) {
      const { sample, name } = drops[number] as (typeof drops)[number];
      const created = new Date(Date.parse("2026-03-10T05:00:00.000Z") + number * 60 * MINUTE).toISOString();
      const meta = await laptop.upload(samplePath(samples, sample), name, created);
      const found = matchByPlans(plans)(name);
      if (!found) throw new Error(`${name} is nobody's`);
      const arrival = arrivalOf(laptop.bucket, name, meta, found.day);
      for (let time = 0; time < times; time += 1) await processDrop(tools, found.plan, arrival);
      if (random.next() < 0.4) await publish();
    }
    await publish();
    const { canonical, contradictions } = await tellState(laptop, plans);
    expect(contradictions).toEqual([]);
    return canonical.datasets.map(({ rows }) => [...rows]);
  } finally {
    await engine.close();
    await laptop.close();
  }
}

test(
  "any order, any repetition, any cut of batches",
  async () => {
    const random = new Random(SEED);
    const inOrder = drops.map((_, number) => number);
    const expected = await rowsAfter(join(folder, "in-order"), inOrder, 1, new Random(SEED));
    expect(expected.map(({ length }) => length)).toEqual([84, 3, 275]);
    for (let run = 0; run < RUNS; run += 1) {
      const order = [...inOrder].map((number) => ({ number, at: random.next() })).sort((a, b) => a.at - b.at);
      const numbers = order.map(({ number }) => number);
      const rows = await rowsAfter(join(folder, `run-${run}`), numbers, random.between(1, 3), random);
      expect({ SEED, numbers, rows }).toEqual({ SEED, numbers, rows: expected });
    }
  },
  MINUTE + RUNS * MINUTE,
);
