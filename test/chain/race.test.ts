// Twenty real processes want one drop at the same moment: one has it, and nothing is done twice.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Laptop, openLaptop } from "../../lakehouse/environment.ts";
import { readState } from "../../lakehouse/run/state.ts";
import { ParquetWriter } from "../property/write-parquet.ts";
import type { Contended, ContenderOrder } from "./contender.ts";
import { plansIn } from "./plans.ts";
import { samplePath, writeSamples } from "./samples.ts";
import { tellState } from "./tell-state.ts";

const PROCESSES = 20;
const NAME = "visits/dt=2026-03-09/spotted.parquet";
const CREATED = "2026-03-10T05:00:00.000Z";
const MINUTE = 60_000;

const folder = mkdtempSync(join(tmpdir(), "sluice-race-"));
const lake = join(folder, "lake");
let laptop: Laptop;
beforeAll(async () => {
  const samples = join(folder, "samples");
  mkdirSync(samples);
  const sql = new ParquetWriter();
  await writeSamples(samples, sql);
  sql.close();
  mkdirSync(lake);
  laptop = await openLaptop({ lake, durable: false });
  await laptop.upload(samplePath(samples, "spotted"), NAME, CREATED);
}, MINUTE);
afterAll(async () => {
  await laptop.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts them all, and lets them go when the last one is ready. */
async function contend(): Promise<Contended[]> {
  const start = join(folder, "start");
  const orders = Array.from({ length: PROCESSES }, (_, number): ContenderOrder => {
    return { lake, name: NAME, ready: join(folder, `ready-${number}`), start };
  });
  const said = orders.map(contender);
  const gone = Promise.race(said).then(() => true);
  while (!orders.every(({ ready }) => existsSync(ready))) {
    await Promise.race([gone, laptop.clock.sleep(20)]);
  }
  writeFileSync(start, "");
  return Promise.all(said);
}

function contender(order: ContenderOrder): Promise<Contended> {
  const program = join(import.meta.dirname, "contender.ts");
  const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(folder, "compiled") };
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { env, timeout: 3 * MINUTE });
  let [out, error] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    error += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("close", (code, signal) => {
      if (code === 0) resolve(JSON.parse(out) as Contended);
      else reject(new Error(`a process ended with ${signal ?? code}: ${error}`));
    });
  });
}

test(
  "one splits, one publishes, one tells; the others say that somebody has it",
  async () => {
    const said = await contend();
    expect(said.filter(({ split }) => split)).toHaveLength(1);
    expect(said.filter(({ split, waited }) => !split && !waited).every(({ state }) => state !== "CLAIMED")).toBe(true);
    expect(said.every(({ state }) => state === "READY" || state === "COMMITTED")).toBe(true);
    expect(said.reduce((sum, { mails }) => sum + mails, 0)).toBe(1);

    const { canonical, contradictions, left, sent } = await tellState(laptop, await plansIn("first"));
    expect({ contradictions, left, sent }).toEqual({ contradictions: [], left: [], sent: ["visits 1"] });
    const { drops, log } = await readState(laptop.objects, "visits");
    expect(drops.map(({ entry }) => [entry.state, entry.round, entry.attempt])).toEqual([["COMMITTED", 1, 1]]);
    expect(log.map(({ state, counts }) => [state, counts?.loaded, counts?.duplicates])).toEqual([["DONE", 105, 0]]);
    expect(canonical.datasets.find(({ dataset }) => dataset === "visits")?.rows).toHaveLength(105);

    const report = drops[0]?.report;
    const named = [...(report?.files.good ?? []), ...(report?.files.quarantined ?? [])].map(({ uri }) => uri);
    const zones = await Promise.all(["staging/", "quarantine/"].map((zone) => laptop.objects.list(zone)));
    expect(zones.flat().map(({ name }) => name)).toEqual(expect.arrayContaining(named));
    expect(zones.flat()).toHaveLength(named.length);
    expect(readdirSync(join(lake, "mail"))).toHaveLength(1);
  },
  5 * MINUTE,
);
