// Drops through the real engine, published in BigQuery's way: by its jobs, under its rules, one partition a copy.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type Laptop, openLaptop } from "../../lakehouse/environment.ts";
import { readLog } from "../../lakehouse/ledger/log.ts";
import type { Publication } from "../../lakehouse/ledger/publication.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { arrivalOf } from "../../lakehouse/run/arrival.ts";
import { openEngine } from "../../lakehouse/run/engine.ts";
import { matchByPlans } from "../../lakehouse/run/match.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { type Published, publishDataset } from "../../lakehouse/run/publish.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { type LoneBigQuery, openBigQuery } from "../fakes/bigquery/open.ts";
import type { JobFault } from "../fakes/bigquery/service.ts";
import { ParquetWriter } from "../property/write-parquet.ts";
import { plansIn } from "./story/plans.ts";
import { type SampleName, samplePath, writeSamples } from "./story/samples.ts";

const MINUTE = 60_000;
/** Billed for each table of a query at least. Looking reads two, and merging two. */
const LEAST = 10 * 2 ** 20;
const folder = mkdtempSync(join(tmpdir(), "sluice-bigquery-chain-"));
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

const planOf = (dataset: string) => plans.find((plan) => plan.dataset === dataset) as Plan;

/** Objects and engine of a laptop, and BigQuery. */
class Lake {
  readonly tools: Tools;
  readonly lone: LoneBigQuery;
  readonly #laptop: Laptop;
  readonly #close: () => Promise<void>;
  #hours = 0;

  private constructor(laptop: Laptop, lone: LoneBigQuery) {
    const engine = openEngine(laptop.engine);
    // Jobs are waited for, but not long.
    const clock = { now: laptop.clock.now, sleep: () => laptop.clock.sleep(5) };
    this.tools = { ...laptop, clock, engine, warehouse: lone.warehouse };
    this.lone = lone;
    this.#laptop = laptop;
    this.#close = () => engine.close();
  }

  static async open(lasts: number): Promise<Lake> {
    const lake = mkdtempSync(join(folder, "lake-"));
    const laptop = await openLaptop({ lake, workers: 1, durable: false });
    const lone = await openBigQuery({
      project: LOCAL.project,
      location: LOCAL.location,
      lasts: () => lasts,
      read: (bucket, name) => readFileSync(join(lake, `${bucket.replace("acme-", "")}/${name}`)),
    });
    for (const plan of plans) await lone.fake.deploy(plan);
    return new Lake(laptop, lone);
  }

  async arrive(sample: SampleName, name: string): Promise<void> {
    const created = new Date(Date.parse("2026-03-10T05:00:00.000Z") + this.#hours++ * 60 * MINUTE).toISOString();
    const meta = await this.#laptop.upload(samplePath(samples, sample), name, created);
    const found = matchByPlans(plans)(name);
    if (!found) throw new Error(`${name} is nobody's`);
    await processDrop(this.tools, found.plan, arrivalOf(this.#laptop.bucket, name, meta, found.day));
  }

  publish(dataset: string): Promise<Published> {
    return publishDataset(this.tools, planOf(dataset));
  }

  last(dataset: string): Promise<Publication | undefined> {
    return readLog(this.tools.objects, dataset).then((log) => log.at(-1));
  }

  /** Rows by day. */
  rows(dataset: string): Promise<object[]> {
    return this.lone.fake.look(
      `SELECT day::VARCHAR AS day, count(*)::INTEGER AS rows FROM local_consumption.${dataset} GROUP BY day ORDER BY day`,
    );
  }

  fail(fault: JobFault): void {
    this.lone.fake.failJob(fault);
  }

  async close(): Promise<void> {
    await this.#close();
    await this.#laptop.close();
    await this.lone.close();
  }
}

let lake: Lake;
afterEach(() => lake.close());

const VISITS = "visits/dt=2026-03-09";
const SALES = "sales/dt=2026-03-09";

describe.each([
  ["jobs that end at once", 0],
  ["jobs that take their time", 3],
])("%s", (_, lasts) => {
  test(
    "copies, a MERGE, a replacement and a derived table: the counts add up, the tables hold them",
    async () => {
      lake = await Lake.open(lasts);
      await lake.arrive("clean", `${VISITS}/clean.parquet`);
      await lake.arrive("takings", `${SALES}/takings.parquet`);
      for (const dataset of ["visits", "sales", "visit_days"]) {
        expect(await lake.publish(dataset)).toMatchObject({ end: "idle", finished: [{ number: 1 }] });
      }
      // Nothing is in the target yet: each day is appended by a copy of its own.
      expect(await lake.last("visits")).toMatchObject({
        decision: { append: [["20260308"], ["20260309"]], merge: [] },
        jobs: { "copy-0": expect.any(String), "copy-1": expect.any(String) },
        counts: { good: 120, loaded: 120, duplicates: 0, updated: 0, bytesScanned: 2 * LEAST },
      });
      expect(await lake.last("sales")).toMatchObject({ counts: { bytesScanned: 0 } });
      await lake.arrive("later", `${VISITS}/later.parquet`);
      await lake.arrive("corrected", `${SALES}/takings.parquet`);
      for (const dataset of ["visits", "sales", "visit_days"]) await lake.publish(dataset);
      // Keys of two days are there already, and of one they are not.
      expect(await lake.last("visits")).toMatchObject({
        decision: { append: [["20260310"]], merge: ["20260308", "20260309"] },
        counts: { good: 110, loaded: 110, duplicates: 0, updated: 60, bytesScanned: 4 * LEAST },
      });
      expect(await lake.last("sales")).toMatchObject({ decision: { replace: ["20260309"] }, counts: { loaded: 54 } });
      expect(await lake.last("visit_days")).toMatchObject({ counts: { loaded: 3, replaced: 2 } });
      expect(await lake.rows("visits")).toEqual([
        { day: "2026-03-08", rows: 70 },
        { day: "2026-03-09", rows: 70 },
        { day: "2026-03-10", rows: 30 },
      ]);
      expect(await lake.rows("sales")).toEqual([{ day: "2026-03-09", rows: 54 }]);
      expect(await lake.lone.fake.look("SELECT sum(visits)::INTEGER AS n FROM local_consumption.visit_days")).toEqual([
        { n: 170 },
      ]);
      expect(await lake.tools.warehouse.tables("local_staging_visits")).toEqual([]);
    },
    MINUTE,
  );
});

test(
  "#54 jobs fail for a reason that passes, vanish, and meet a quota: each step takes effect once, and nothing is poison",
  async () => {
    lake = await Lake.open(0);
    await lake.arrive("clean", `${VISITS}/clean.parquet`);
    lake.fail({ match: /-load-0$/, reason: "backendError" });
    lake.fail({ match: /-look-1-0$/, reason: "vanish" });
    lake.fail({ match: /-copy-0-0$/, reason: "quotaExceeded", at: "insert" });
    lake.fail({ match: /-copy-1-0$/, reason: "quotaExceeded" });
    const waits = await lake.publish("visits");
    expect(waits).toMatchObject({ end: "waiting", waitingOn: { code: "QUOTA", number: 1 } });
    expect(await lake.rows("visits")).toEqual([]);
    // A quarter of an hour later; the store's clock is that of the machine, the service's is not.
    Object.assign(lake.lone.around, { now: () => Date.now() + 20 * MINUTE });
    const { objects } = lake.tools;
    const later = {
      ...lake.tools,
      objects: { ...objects, time: async () => new Date(Date.now() + 20 * MINUTE).toISOString() },
    };
    expect(await publishDataset(later, planOf("visits"))).toMatchObject({ end: "idle", finished: [{ number: 1 }] });
    expect(await lake.rows("visits")).toEqual([
      { day: "2026-03-08", rows: 60 },
      { day: "2026-03-09", rows: 60 },
    ]);
    const { jobs } = (await lake.last("visits")) ?? {};
    expect(jobs?.["copy-0"]).toMatch(/-copy-0-0$/);
    expect(jobs?.["copy-1"]).toMatch(/-copy-1-1$/);
  },
  MINUTE,
);

test(
  "#21 the answer to an insert is lost: each is found by its id",
  async () => {
    lake = await Lake.open(1);
    await lake.arrive("clean", `${VISITS}/clean.parquet`);
    lake.lone.around.faults.set([{ op: "bigquery.jobs.insert", nth: 1, times: 2, action: "acceptThenReset" }]);
    expect(await lake.publish("visits")).toMatchObject({ end: "idle" });
    expect((await lake.rows("visits")).length).toBe(2);
    expect(lake.lone.fake.jobs().filter(({ error }) => error !== null)).toEqual([]);
  },
  MINUTE,
);
