// A job that the warehouse does not take leaves its id free: the next try is the same attempt, never a later one.
import { beforeEach, expect, test } from "@jest/globals";
import { readEntry } from "../../lakehouse/ledger/entries.ts";
import { readLog } from "../../lakehouse/ledger/log.ts";
import { type Job, type JobError, JobRefused, type Warehouse } from "../../lakehouse/ports.ts";
import type { Arrival } from "../../lakehouse/run/arrival.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { DATASET } from "../protocol/contracts.ts";

const NO_COUNTS = { loaded: 0, copied: 0, inserted: 0, updated: 0, deleted: 0, bytesScanned: 0 };

let lake: MemoryLake;
let tools: Tools;
let inserted: string[];
let drop: Arrival;
beforeEach(async () => {
  lake = new MemoryLake("keyless", 1);
  tools = lake.tools(new Life(null));
  inserted = [];
  const things = [{ id: 1, day: "2026-03-10", v: 1, seq: 1 }];
  drop = await lake.upload(nameOf("a"), { things, refusedBelow: 0, poisonBelow: 0, note: "" });
  await processDrop(tools, lake.plans.first, drop);
});

/** Jobs whose ids match are refused the first few times. */
function refusing(match: RegExp, error: JobError, times: number): Tools {
  let left = times;
  const insert: Warehouse["insert"] = async (id, ...given) => {
    inserted.push(id.split("-").slice(-2).join("-"));
    if (match.test(id) && left-- > 0) throw new JobRefused(id, error);
    return tools.warehouse.insert(id, ...given);
  };
  return { ...tools, warehouse: { ...tools.warehouse, insert } };
}

const publish = (worker: Tools) => publishDataset(worker, lake.plans.first, { patienceSeconds: 20 });
const entryOf = async () => (await readEntry(tools.objects, DATASET, drop.arrivalDay, drop.key))?.value;

test("for a quota: it waits and says so, and nothing is held", async () => {
  const error: JobError = { kind: "quota", reason: "quotaExceeded", message: "Quota exceeded: imports of 'x'" };
  const worker = refusing(/-load-/, error, 2);
  for (const _ of [1, 2]) {
    expect(await publish(worker)).toMatchObject({
      end: "waiting",
      waitingOn: { code: "QUOTA", message: "quotaExceeded: Quota exceeded: imports of …", jobs: [] },
    });
    expect(await entryOf()).toMatchObject({ state: "READY" });
  }
  expect(await publish(worker)).toMatchObject({ end: "idle" });
  expect(inserted.filter((id) => id.startsWith("load"))).toEqual(["load-0", "load-0", "load-0"]);
  expect(lake.rows()).toBe(1);
});

test("for its data: as a job that failed", async () => {
  const error: JobError = { kind: "data", reason: "invalid", message: "no such type" };
  await publish(refusing(/-(load|probe)-/, error, 99));
  expect(await entryOf()).toMatchObject({ state: "HELD", reason: { code: "LOAD_FAILED" } });
});

test("for a table that is there again: the same attempt once more, and it takes effect once", async () => {
  const error: JobError = { kind: "gone", reason: "notFound", message: "Not found: Table" };
  expect(await publish(refusing(/-copy-/, error, 3))).toMatchObject({ end: "idle" });
  expect(inserted.filter((id) => !id.startsWith("load"))).toEqual(["0-0", "0-0", "0-0", "0-0"]);
  expect(lake.rows()).toBe(1);
});

test("a warehouse that misses what is there, job after job, is told to a person", async () => {
  const gone: JobError = {
    kind: "gone",
    reason: "notFound",
    message: "Not found: Dataset was not found in location US",
  };
  const job: Warehouse["job"] = async (id) => {
    const found = await tools.warehouse.job(id);
    return found && /-copy-/.test(id) ? { ...found, state: "done", error: gone } : found;
  };
  const worker = refusing(/none/, gone, 0);
  expect(await publish({ ...worker, warehouse: { ...worker.warehouse, job } })).toMatchObject({ end: "stuck" });
  expect(inserted.length).toBeLessThan(15);
  const [publication] = await readLog(tools.objects, DATASET);
  expect(publication?.stuck?.reason).toBe("notFound: Not found: Dataset was not found in location US");
});

test("for a right on what a job reads: asked after each rest, as long as it takes, and done once it is there", async () => {
  const error: JobError = { kind: "denied", reason: "accessDenied", message: "Access Denied: File gs://x" };
  const failed = new Map<string, Job>();
  let granted = false;
  const insert: Warehouse["insert"] = async (id, labels, spec) => {
    inserted.push(id);
    if (granted) return tools.warehouse.insert(id, labels, spec);
    failed.set(id, { id, labels, state: "done", error, counts: NO_COUNTS, created: new Date(lake.now).toISOString() });
  };
  const job: Warehouse["job"] = async (id) => failed.get(id) ?? tools.warehouse.job(id);
  const worker = { ...tools, warehouse: { ...tools.warehouse, insert, job } };
  const tries = 14; // more than passing faults have in a day
  for (let tried = 1; tried <= tries; tried += 1) {
    for (const _ of [1, 2]) expect(await publish(worker)).toMatchObject({ waitingOn: { code: "DENIED" } });
    expect(inserted.length).toBe(tried);
    lake.now += 16 * 60_000;
  }
  granted = true;
  expect(await publish(worker)).toMatchObject({ end: "idle" });
  expect(await entryOf()).toMatchObject({ state: "COMMITTED" });
  expect(lake.rows()).toBe(1);
});
