// What a DAG's steps do over one lake, beside everybody else: Dataflow's jobs are the DAG's to start, the rest is not.
import { beforeEach, describe, expect, test } from "@jest/globals";
import { requestOf } from "../../lakehouse/adapters/dataflow/request.ts";
import { jobPlace } from "../../lakehouse/plan/cloud/job-place.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { type Days, StepResponseSchema } from "../../lakehouse/plan/step.ts";
import type { Warehouse } from "../../lakehouse/ports.ts";
import { runManifest } from "../../lakehouse/run/host.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { resumeOpen } from "../../lakehouse/run/reconcile.ts";
import { type StepTools, step } from "../../lakehouse/run/step.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import type { Content } from "../protocol/content.ts";

const LARGE = 200;
const environment = { id: "test", project: "acme-dev", location: "EU", region: "europe-west1" };
const jobs = {
  spec: "templates/split/spec-0123456789ab.json",
  subnetwork: "regions/europe-west1/subnetworks/sluice",
  fleet: { most: 4, workers: "fixed" as const },
  launchedBy: "dag" as const,
  labels: {},
};

let lake: MemoryLake;
let plan: Plan;
let nudged: string[];
let tools: StepTools;

beforeEach(() => {
  lake = new MemoryLake("keyless", 1);
  plan = lake.plans.second;
  nudged = [];
  tools = {
    ...worker(),
    bucket: "bucket",
    launchAboveBytes: LARGE,
    host: "beam",
    requestOf: (job) =>
      requestOf(
        { objects: tools.objects, place: jobPlace(environment, jobs), fleet: jobs.fleet, spec: jobs.spec },
        job,
      ),
    nudger: { nudge: async (asked, dataset) => void nudged.push(`${asked} ${dataset}`) },
    log: () => undefined,
  };
});

const worker = () => lake.tools(new Life(null));

function land(day: string, name: string, more: Partial<Content> = {}) {
  const things = [{ id: 1, day, v: 1, seq: 1 }];
  return lake.upload(`things/dt=${day}/${name}.parquet`, {
    things,
    refusedBelow: 0,
    poisonBelow: 0,
    note: `${day} ${name}`,
    ...more,
  });
}

const landLarge = (day: string, name: string) => land(day, name, { note: name.padEnd(LARGE, ".") });
/** Its circuit breaker trips. */
const HELD = { things: [1, 2, 3].map((id) => ({ id, day: "2026-03-10", v: -50, seq: 1 })) };

/** The function on-drop. */
const onDrop = async (arrival: ReturnType<typeof land>) => processDrop(worker(), plan, await arrival);

async function ask<Action extends "pending" | "prepare" | "publish">(
  action: Action,
  days: Days | null = null,
  with_: Partial<StepTools> = {},
  of = plan,
) {
  const answer = await step({ ...tools, ...with_ }, of, { action, dataset: of.dataset, days });
  expect(StepResponseSchema.parse(answer)).toEqual(answer);
  return answer as Extract<typeof answer, { action: Action }>;
}

const TENTH: Days = { from: "2026-03-10", before: "2026-03-11" };
const NINTH: Days = { from: "2026-03-09", before: "2026-03-10" };

describe("pending", () => {
  test("nothing", async () => {
    expect(await ask("pending")).toMatchObject({
      landing: { small: 0, large: 0, bytes: "0" },
      drops: {},
      publication: null,
      idle: true,
    });
  });

  test("what lies in landing, drops by state, the open publication; of the days that are asked for", async () => {
    await land("2026-03-10", "a");
    await landLarge("2026-03-10", "b");
    await landLarge("2026-03-09", "c");
    await onDrop(land("2026-03-10", "d"));
    await onDrop(land("2026-03-10", "e", HELD));
    expect(await ask("pending", TENTH)).toMatchObject({
      days: TENTH,
      landing: { small: 1, large: 1 },
      drops: { READY: 1, HELD: 1 },
      idle: false,
    });
    expect(await ask("pending", NINTH)).toMatchObject({ landing: { small: 0, large: 1 }, drops: {}, idle: false });
    expect(await ask("pending", { from: "2026-03-11", before: "2026-04-01" })).toMatchObject({ drops: {}, idle: true });
  });

  test("a held drop alone asks for no work", async () => {
    await onDrop(land("2026-03-10", "e", HELD));
    expect(await ask("pending")).toMatchObject({ drops: { HELD: 1 }, idle: true });
  });

  test("is asked for in vain of a derived table", async () => {
    expect(await ask("pending", null, {}, lake.plans.derived)).toMatchObject({ idle: true });
    expect(await ask("prepare", null, {}, lake.plans.derived)).toMatchObject({ jobs: [] });
  });
});

describe("prepare", () => {
  test("hands large drops to one job, leaves small ones, and answers with the launch", async () => {
    await land("2026-03-10", "a");
    await landLarge("2026-03-10", "b");
    await landLarge("2026-03-10", "c");
    const { handed, jobs: found, faults } = await ask("prepare");
    expect([handed, faults]).toEqual([2, []]);
    const [job] = found;
    expect(found).toHaveLength(1);
    expect(job).toMatchObject({
      name: expect.stringMatching(/^sluice-things-[0-9a-f]{24}$/),
      manifest: `ledger/things/jobs/${job?.name}.json`,
      drops: 2,
      link: "https://console.cloud.google.com/dataflow/jobs?project=acme-dev",
      launch: {
        projectId: "acme-dev",
        location: "europe-west1",
        launchParameter: {
          jobName: job?.name,
          containerSpecGcsPath: "gs://acme-dev-test-templates/split/spec-0123456789ab.json",
          parameters: { manifest: job?.manifest, lake: "gs://acme-dev-test-{zone}" },
          environment: { serviceAccountEmail: "sluice-test-worker@acme-dev.iam.gserviceaccount.com" },
        },
      },
    });
    expect(await ask("pending")).toMatchObject({ landing: { small: 1, large: 0 }, drops: { LAUNCHED: 2 } });
  });

  test("answers the same as long as drops have no reports, whoever has handed them over", async () => {
    await landLarge("2026-03-10", "a");
    await processDrop(
      { ...worker(), ...launching(), launchAboveBytes: LARGE },
      plan,
      await landLarge("2026-03-09", "b"),
    );
    const first = await ask("prepare");
    expect(first.jobs).toHaveLength(2);
    expect({ ...(await ask("prepare")), handed: 1 }).toEqual(first);
    expect((await ask("prepare", NINTH)).jobs).toHaveLength(1);
    const [job] = first.jobs;
    await runManifest(worker(), job?.manifest ?? "");
    expect((await ask("prepare")).jobs).toEqual(first.jobs.slice(1));
  });

  test("of a job that ended and left drops behind, the next attempt's is told", async () => {
    await landLarge("2026-03-10", "a");
    const [first] = (await ask("prepare")).jobs;
    // The reconciler sees the job's end, and that there is no report; it leaves the launch to the DAG as well.
    const reconciler = { ...worker(), ...launching("ended"), launchAboveBytes: LARGE, host: "beam" as const };
    await resumeOpen(reconciler, plan.dataset);
    const second = (await ask("prepare")).jobs;
    expect(second).toHaveLength(1);
    expect(second[0]?.name).not.toBe(first?.name);
  });

  test("claims nothing where no template is there", async () => {
    await landLarge("2026-03-10", "a");
    expect(await ask("prepare", null, { requestOf: null })).toMatchObject({
      handed: 0,
      jobs: [],
      faults: [expect.stringContaining("there is no Dataflow template → build")],
    });
    expect(await ask("pending")).toMatchObject({ landing: { large: 1 }, drops: {} });
  });

  test("tells what Dataflow would refuse", async () => {
    await landLarge("2026-03-10", "a");
    const refusing: StepTools["requestOf"] = () => Promise.reject(new Error("region: none"));
    expect(await ask("prepare", null, { requestOf: refusing })).toMatchObject({
      handed: 1,
      jobs: [],
      faults: ["region: none"],
    });
    expect((await ask("prepare")).jobs).toHaveLength(1);
  });

  test("twice at once comes to one job for each drop", async () => {
    await landLarge("2026-03-10", "a");
    await Promise.all([ask("prepare"), ask("prepare"), ask("prepare")]);
    const { jobs: found } = await ask("prepare");
    expect(found.map(({ drops }) => drops)).toEqual([1]);
  });

  function launching(phase: "absent" | "ended" = "absent") {
    const launcher = {
      launch: async () => undefined,
      phase: async () => phase,
      log: async () => ({ place: "", lines: [] }),
    };
    return { launcher };
  }
});

describe("publish", () => {
  /** Jobs that are seen running once before they are done. */
  function slow({ warehouse }: StepTools): Partial<StepTools> {
    const seen = new Set<string>();
    const job: Warehouse["job"] = async (id) => {
      const found = await warehouse.job(id);
      if (!found || seen.has(id)) return found;
      seen.add(id);
      return { ...found, state: "running" };
    };
    return { warehouse: { ...warehouse, job } };
  }

  test("returns at once with the job that runs, and goes on when asked again, until it is done", async () => {
    await onDrop(land("2026-03-10", "a"));
    const with_ = slow(tools);
    const first = await ask("publish", TENTH, with_);
    expect(first).toMatchObject({
      state: "working",
      on: { code: "JOB" },
      drops: { READY: 1 },
      publications: [
        {
          number: 1,
          state: "PREPARED",
          drops: 1,
          rows: null,
          jobs: [{ id: expect.stringMatching(/^sluice-test-things-.*-1-load-0$/) }],
        },
      ],
    });
    const [{ link = "" } = {}] = first.publications[0]?.jobs ?? [];
    expect(new URL(link).searchParams.get("j")).toMatch(/^bq:local:sluice-test-things-/);
    const states: string[] = [];
    for (let call = 0; call < 10 && states.at(-1) !== "done"; call += 1) {
      states.push((await ask("publish", TENTH, with_)).state);
    }
    expect(states.at(-1)).toBe("done");
    expect(states.length).toBeGreaterThan(1);
    expect(nudged).toEqual(["publish things"]);
    expect(await ask("publish", TENTH, with_)).toMatchObject({
      state: "done",
      on: null,
      drops: { COMMITTED: 1 },
      publications: [
        { number: 1, state: "DONE", rows: { good: 1, loaded: 1, duplicates: 0 }, jobs: expect.any(Array) },
      ],
    });
    expect(lake.rows()).toBe(1);
  });

  test("is working while drops are split or unclaimed, and takes up what a job has reported", async () => {
    const small = land("2026-03-10", "a");
    await small;
    await landLarge("2026-03-10", "b");
    expect(await ask("publish")).toMatchObject({
      state: "working",
      on: { code: "LANDING", message: "2 objects of landing not claimed yet" },
    });
    const [job] = (await ask("prepare")).jobs;
    expect(await ask("publish")).toMatchObject({ state: "working", on: { code: "DROPS" }, drops: { LAUNCHED: 1 } });
    await onDrop(small);
    await runManifest(worker(), job?.manifest ?? "");
    expect(await ask("publish", TENTH)).toMatchObject({ state: "done", drops: { COMMITTED: 2 } });
  });

  test("what other days wait for is not these days' business", async () => {
    await onDrop(land("2026-03-09", "a"));
    await ask("publish");
    await landLarge("2026-03-10", "b");
    await onDrop(land("2026-03-10", "c"));
    const with_ = slow(tools);
    await ask("publish", null, with_);
    expect(await ask("publish", NINTH, with_)).toMatchObject({ state: "done", drops: { COMMITTED: 1 } });
    expect(await ask("publish", TENTH, with_)).toMatchObject({ state: "working" });
  });

  test("held drops are left when all others are through; nothing of a day is done too", async () => {
    await onDrop(land("2026-03-10", "a"));
    await onDrop(land("2026-03-10", "b", HELD));
    expect(await ask("publish", TENTH)).toMatchObject({
      state: "held",
      on: {
        code: "HELD",
        message: "1 drop held for a person",
        cure: expect.stringContaining("sluice hold list things --env test"),
      },
      drops: { COMMITTED: 1, HELD: 1 },
    });
    expect(await ask("publish", NINTH)).toMatchObject({ state: "done", drops: {}, publications: [] });
  });

  test("a table that is behind is waited for, a publication that is stuck is told with its cure", async () => {
    await onDrop(land("2026-03-10", "a"));
    const behind = { warehouse: { ...tools.warehouse, shape: async () => null } };
    expect(await ask("publish", null, behind)).toMatchObject({
      state: "waiting",
      on: { code: "TARGET_BEHIND", cure: expect.stringContaining("deploy") },
    });
    const lying: Warehouse["job"] = async (id) => {
      const job = await tools.warehouse.job(id);
      return job && { ...job, labels: { ...job.labels, sluice_meaning: "other" } };
    };
    const foreign = { warehouse: { ...tools.warehouse, job: lying } };
    expect(await ask("publish", null, foreign)).toMatchObject({
      state: "stuck",
      on: { code: "STUCK", message: expect.stringContaining("does something else"), cure: expect.any(String) },
    });
    expect(await ask("publish", TENTH, foreign)).toMatchObject({ state: "stuck" });
  });

  test("a derived table follows its inputs, by a call of its own", async () => {
    const { derived } = lake.plans;
    await onDrop(land("2026-03-10", "a"));
    const with_ = slow(tools);
    await ask("publish", null, with_);
    expect(await ask("publish", TENTH, with_, derived)).toMatchObject({ state: "working", on: { code: "INPUT" } });
    for (let call = 0; call < 10; call += 1) await ask("publish", null, with_);
    expect(await ask("publish", TENTH, tools, derived)).toMatchObject({
      state: "done",
      publications: [{ number: 1, state: "DONE", drops: 0 }],
    });
  });

  test("once all is through, a look costs no publisher", async () => {
    await onDrop(land("2026-03-10", "a"));
    await ask("publish");
    const written: string[] = [];
    const write: StepTools["objects"]["write"] = (name, ...given) => {
      written.push(name);
      return tools.objects.write(name, ...given);
    };
    expect(await ask("publish", null, { objects: { ...tools.objects, write } })).toMatchObject({ state: "done" });
    expect([written, nudged]).toEqual([[], ["publish things"]]);
  });
});
