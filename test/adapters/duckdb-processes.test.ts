import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { createDuckDbWarehouse, type DuckDbWarehouse } from "../../lakehouse/adapters/duckdb.ts";
import { Unavailable } from "../../lakehouse/ports.ts";
import { writeSamples } from "../ports/warehouse-duckdb.ts";
import { localFiles, quote, systemClock } from "../ports/warehouse-places.ts";
import { hour, namesOf, samplePlans } from "../ports/warehouse-samples.ts";

// Several real processes and one database file. They take a while to start on a busy machine.
jest.setTimeout(60_000);

const { hourly } = samplePlans;
const target = namesOf(hourly).consumption;

let folder: string;
let file: string;
let good: string;
let plan: string;
let warehouse: DuckDbWarehouse;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-duckdb-"));
  [file, good, plan] = [join(folder, "warehouse.duckdb"), join(folder, "good.parquet"), join(folder, "plan.json")];
  writeFileSync(plan, JSON.stringify(hourly));
  await writeSamples("hourly", [hour("2026022801", "as loaded")], good);
  warehouse = open(file);
});
afterEach(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true });
});

function open(path: string, patienceMs = 60_000): DuckDbWarehouse {
  return createDuckDbWarehouse({ file: path, objects: localFiles, clock: systemClock, memoryMb: 256, patienceMs });
}

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "duckdb-worker.ts"), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const ready = new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  return { child, ready, ended };
}

/** A process that publishes rows under its name into `file`. */
function publisher(name: string, count: number, killAfter?: number) {
  const kill = killAfter === undefined ? [] : [String(killAfter)];
  return start("publish", file, plan, good, name, String(count), ...kill);
}

/** Notes of the target against the copy jobs that took effect: the same, each once. */
async function agreed(): Promise<string[]> {
  const notes = await warehouse.query(`SELECT note FROM ${quote(target)} ORDER BY note`);
  const jobs = await warehouse.query("SELECT id FROM sluice.jobs WHERE kind = 'copy' AND error IS NULL ORDER BY id");
  expect(notes.map(({ note }) => note)).toEqual(jobs.map(({ id }) => id));
  return jobs.map(({ id }) => String(id));
}

test("who waits too long is told so, and gets on once the file is free", async () => {
  const other = open(join(folder, "held.duckdb"), 100);
  await other.up(hourly);
  await other.close();
  const holder = start("hold", join(folder, "held.duckdb"));
  await holder.ready;
  await expect(other.job("a")).rejects.toThrow(Unavailable);
  holder.child.stdin.end();
  expect(await holder.ended).toBe(0);
  expect(await other.job("a")).toBeNull();
  await other.close();
});

test("two that work on one file at the same time, and this one, all get on", async () => {
  const workers = [publisher("a", 5), publisher("b", 5)];
  await Promise.all(workers.map(({ ready }) => ready));
  await warehouse.up(hourly);
  expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0]);
  expect(await agreed()).toHaveLength(10);
  expect(await warehouse.tables(namesOf(hourly).staging.dataset)).toEqual([]);
});

test("killed while the file is made, the next one finds it whole or makes it", async () => {
  for (const milliseconds of [0, 3, 9]) {
    const own = join(folder, `fresh-${milliseconds}`);
    mkdirSync(own);
    const { child, ready, ended } = start("publish", join(own, "warehouse.duckdb"), plan, good, "w", "1");
    await ready;
    while (readdirSync(own).length === 0) await systemClock.sleep(1);
    await systemClock.sleep(milliseconds);
    child.kill("SIGKILL");
    await ended;
    const next = open(join(own, "warehouse.duckdb"));
    await next.up(hourly);
    expect(await next.job("another")).toBeNull();
    await next.close();
  }
});

test("killed at any moment of a job, jobs and table agree, and the next one finishes the work", async () => {
  for (let milliseconds = 0; milliseconds < 12; milliseconds += 3) {
    await publisher("w", 15, milliseconds).ended;
    await warehouse.up(hourly);
    await agreed();
    await warehouse.close();
  }
  expect(await publisher("w", 15).ended).toBe(0);
  expect(await agreed()).toHaveLength(15);
  const failed = await warehouse.query("SELECT count(*) AS n FROM sluice.jobs WHERE error LIKE '%\"gone\"%'");
  expect(failed).toEqual([{ n: 15 }]);
});
