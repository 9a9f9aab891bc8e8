// The maintenance DAG's function over memory, as the account that publishes.
import { beforeEach, describe, expect, test } from "@jest/globals";
import maintain from "../../functions/maintain.ts";
import onDrop from "../../functions/on-drop.ts";
import publish from "../../functions/publish.ts";
import type { Work } from "../../functions/work.ts";
import { keepPlan } from "../../lakehouse/ledger/plans.ts";
import { readOutbox } from "../../lakehouse/notify/outbox.ts";
import { MaintainResponseSchema } from "../../lakehouse/plan/maintain.ts";
import { weekCostPath } from "../../lakehouse/plan/names.ts";
import { Denied, type Job, JobRefused, type JobSpec, Unavailable } from "../../lakehouse/ports.ts";
import { DATASET } from "../protocol/contracts.ts";
import { Bench, finalized, nudge, published } from "./bench.ts";
import { call } from "./call.ts";

const DAYS = { from: "2026-03-10", before: "2026-03-11" };

let bench: Bench;
let texts: { readonly table: string; readonly rows: readonly Record<string, unknown>[] }[];
/** What becomes of each job of the history. */
let end: Job["error"];

beforeEach(() => {
  bench = new Bench();
  texts = [];
  end = null;
});

/** A warehouse that keeps what it is told; that it does it is shown by test/run/maintain-history.test.ts. */
function work(): Work {
  const given = bench.as("publish");
  const ended = (id: string): Job => {
    const counts = { loaded: 0, copied: 0, inserted: 0, updated: 0, deleted: 0, bytesScanned: 0 };
    return { id, labels: {}, state: "done", error: end, counts, created: "" };
  };
  const insert = async (id: string, _labels: unknown, spec: JobSpec) => {
    if (end?.reason === "refused") throw new JobRefused(id, end);
    if (spec.kind !== "derive") throw new Error(`a ${spec.kind}`);
    const [, json = "[]"] = /'(\[.*\])'/s.exec(spec.text) ?? [];
    texts.push({ table: `${spec.target.dataset}.${spec.target.table}`, rows: JSON.parse(json) });
  };
  const warehouse = { ...given.tools.warehouse, insert, job: async (id: string) => ended(id) };
  return { ...given, tools: { ...given.tools, warehouse } };
}

async function ask(json: unknown) {
  const { status, body } = await call(maintain, work(), { json });
  return { status, body: status === 200 ? MaintainResponseSchema.parse(body) : body };
}

async function drop(name: string, content: object): Promise<void> {
  // As `pulumi up` lays them.
  for (const plan of bench.plans) await keepPlan(bench.store, plan);
  await bench.call(onDrop, "split", finalized(await bench.upload(`${DATASET}/dt=2026-03-10/${name}.parquet`, content)));
}

const things = [{ id: 1, day: "2026-03-10", v: 1, seq: 1 }];
const publishAll = () => bench.call(publish, "publish", published("publish", nudge(null)));

describe("reconcile", () => {
  test("asks the reconciler, and tells what waits", async () => {
    await drop("a", { things });
    bench.nudges.length = 0;
    expect((await ask({ task: "reconcile" })).body).toMatchObject({
      task: "reconcile",
      waiting: [{ dataset: DATASET, drops: { READY: 1 }, publication: null }],
      faults: [],
    });
    expect(bench.nudges).toEqual([["reconcile", null]]);
    await publishAll();
    expect((await ask({ task: "reconcile" })).body).toMatchObject({ waiting: [] });
  });

  test("says so, if nobody could be asked", async () => {
    bench.nudgeFails = new Unavailable("HTTP 503");
    await expect(ask({ task: "reconcile" })).rejects.toThrow(Unavailable);
  });
});

describe("digests", () => {
  test("puts what is due into the outbox, and has it sent", async () => {
    await drop("a", { refusedBelow: 9 });
    expect((await ask({ task: "digests" })).body).toMatchObject({
      messages: [{ dataset: DATASET, number: 1, kind: "error" }],
      toSend: 1,
      faults: [],
    });
    expect(bench.nudges).toContainEqual(["mail", null]);
    expect((await readOutbox(bench.store, DATASET)).last).toMatchObject({ number: 1, state: "PENDING" });
    expect((await ask({ task: "digests" })).body).toMatchObject({ messages: [], toSend: 1 });
  });
});

describe("history", () => {
  test("writes rounds of drops and publications, by the days on which the ledger wrote them", async () => {
    await drop("a", { things });
    await drop("b", { refusedBelow: 9 });
    await publishAll();
    expect((await ask({ task: "history", days: DAYS })).body).toMatchObject({
      days: DAYS,
      drops: 2,
      // The derived table's too.
      publications: 2,
      left: [],
      faults: [],
    });
    expect(texts.map(({ table }) => table)).toEqual([
      "test_operations.publications",
      "test_operations.drops",
      "test_operations.publications",
    ]);
    const [publications, drops] = texts.map(({ rows }) => rows);
    expect(publications).toMatchObject([{ dataset: DATASET, number: 1, state: "DONE", loaded: 1, day: "2026-03-10" }]);
    expect(drops).toHaveLength(2);
    expect(drops).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ state: "COMMITTED", rows_in: 1, rows_good: 1, publication: 1, verdict: "ready" }),
        expect.objectContaining({ state: "REJECTED", rows_in: null, publication: null, verdict: "rejected" }),
      ]),
    );
  });

  test("of yesterday and today unless told, and of days without changes nothing", async () => {
    await drop("a", { things });
    expect((await ask({ task: "history" })).body).toMatchObject({
      days: { from: "2026-03-09", before: "2026-03-11" },
      drops: 1,
    });
    texts.length = 0;
    const earlier = { from: "2026-03-01", before: "2026-03-10" };
    expect((await ask({ task: "history", days: earlier })).body).toMatchObject({ drops: 0, publications: 0 });
    expect(texts).toEqual([]);
  });

  test("for want of time tells what is left", async () => {
    await drop("a", { things });
    bench.time = { leftSeconds: () => -1 };
    expect((await ask({ task: "history", days: DAYS })).body).toMatchObject({
      left: [DATASET, "thing_days"],
      drops: 0,
    });
  });

  test.each([
    ["passing", "rateLimitExceeded"],
    ["data", "invalidQuery"],
    ["quota", "refused"],
  ] as const)(
    "a job that fails (%s) is a fault that names its cure, and keeps no task from its end",
    async (kind, reason) => {
      await drop("a", { things });
      end = { kind, reason, message: "no" };
      const { body } = await ask({ task: "history", days: DAYS });
      expect(body).toMatchObject({
        drops: 0,
        faults: [expect.stringContaining(`the history's table drops: ${reason}`)],
      });
      expect(texts).toHaveLength({ passing: 3, data: 1, quota: 0 }[kind]);
      expect(bench.troubles().map(({ event }) => event)).toEqual([kind === "data" ? "fault" : "service.unavailable"]);
    },
  );
});

describe("cost", () => {
  test("tells bytes, hours and dollars of each dataset, and keeps them", async () => {
    await drop("a", { things });
    await publishAll();
    const { body } = await ask({ task: "cost", days: DAYS });
    expect(body).toMatchObject({
      datasets: [
        { dataset: DATASET, dataflow: { hours: 0, dollars: 0 }, storage: { bytes: { quarantine: 0 } } },
        { dataset: "thing_days", storage: { bytes: { raw: 0 } } },
      ],
      prices: { queries: "us-central1" },
      faults: [],
    });
    const cost = MaintainResponseSchema.parse(body);
    if (cost.task !== "cost") throw new Error("another answer");
    expect(cost.datasets[0]?.storage.bytes.raw).toBeGreaterThan(0);
    expect(cost.dollars).toBeCloseTo(cost.datasets.reduce((sum, { dollars }) => sum + dollars, 0));
    expect(texts).toMatchObject([{ table: "test_operations.costs", rows: [{ days: 1 }, { days: 1 }] }]);
    const { bytes } = await bench.store.read(weekCostPath(DATASET));
    expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({ days: DAYS, dataflow: 0 });
  });

  test("of the last seven days unless told", async () => {
    expect((await ask({ task: "cost" })).body).toMatchObject({ days: { from: "2026-03-03", before: "2026-03-10" } });
  });
});

describe("what is asked for wrongly", () => {
  test.each<[string, unknown]>([
    ["no task", {}],
    ["a task of no name", { task: "vacuum" }],
    ["days that end before they begin", { task: "history", days: { from: "2026-03-02", before: "2026-03-02" } }],
  ])("%s is refused with 400", async (_, json) => {
    expect((await ask(json)).status).toBe(400);
  });

  test("nothing is got", async () => {
    expect((await call(maintain, work(), { method: "GET" })).status).toBe(405);
  });
});

test("an account without the right is told so", async () => {
  bench.objects = (objects) => ({
    ...objects,
    list: async (prefix, startAt) => {
      if (prefix.startsWith("quarantine/")) throw new Denied("storage.objects.list");
      return objects.list(prefix, startAt);
    },
  });
  const { body } = await ask({ task: "cost" });
  expect(body).toMatchObject({
    datasets: [],
    faults: [`${DATASET}: storage.objects.list`, "thing_days: storage.objects.list"],
  });
});
