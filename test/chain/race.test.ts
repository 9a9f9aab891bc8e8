// Twenty real processes want one drop at the same moment: one has it, and nothing is done twice.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Laptop, openLaptop } from "../../lakehouse/environment.ts";
import { readState } from "../../lakehouse/run/state.ts";
import { ParquetWriter } from "../property/write-parquet.ts";
import type { Contended, ContenderOrder } from "./processes/contender.ts";
import { Processes } from "./processes/run.ts";
import { plansIn } from "./story/plans.ts";
import { samplePath, writeSamples } from "./story/samples.ts";
import { tellState } from "./story/tell-state.ts";

const PROCESSES = 20;
const NAME = "visits/dt=2026-03-09/spotted.parquet";
const CREATED = "2026-03-10T05:00:00.000Z";
const MINUTE = 60_000;

const folder = mkdtempSync(join(tmpdir(), "sluice-race-"));
const lake = join(folder, "lake");
const processes = new Processes(join(folder, "compiled"));
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
  for (const plan of await plansIn("first")) await laptop.up(plan);
}, MINUTE);
afterAll(async () => {
  processes.endAll();
  await laptop.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts them all, and lets them go at one moment when the last one is ready. */
async function contend(): Promise<Contended[]> {
  const start = join(folder, "start");
  const orders = Array.from({ length: PROCESSES }, (_, number): ContenderOrder => {
    return { lake, name: NAME, ready: join(folder, `ready-${number}`), start };
  });
  const contender = async (order: ContenderOrder) => {
    const { code, signal, output } = await processes.start("contender.ts", order).ended;
    if (code !== 0) throw new Error(`a process ended with ${signal ?? code}: ${output}`);
    return JSON.parse(output) as Contended;
  };
  const areReady = async (some: readonly ContenderOrder[], ended: Promise<unknown>) => {
    while (!some.every(({ ready }) => existsSync(ready))) await Promise.race([ended, laptop.clock.sleep(20)]);
  };
  const [first] = orders.slice(0, 1).map(contender);
  await areReady(orders.slice(0, 1), first ?? Promise.resolve()); // the others find what it has compiled
  const all = Promise.all([first as Promise<Contended>, ...orders.slice(1).map(contender)]);
  await areReady(orders, all);
  writeFileSync(`${start}.new`, String(Date.now() + 300));
  renameSync(`${start}.new`, start);
  return all;
}

test(
  "one splits, one publishes, one tells; the others say that somebody has it",
  async () => {
    const said = await contend();
    expect(said.filter(({ split }) => split)).toHaveLength(1);
    expect(said.every(({ state }) => state === "READY" || state === "COMMITTED")).toBe(true);
    expect(said.filter(({ waited }) => waited).every(({ split }) => !split)).toBe(true);
    expect(said.reduce((sum, { mails }) => sum + mails, 0)).toBe(1);

    const { canonical, contradictions, left, sent } = await tellState(laptop, await plansIn("first"));
    expect({ contradictions, left, sent }).toEqual({ contradictions: [], left: [], sent: ["visits 1"] });
    const { drops, log } = await readState(laptop.objects, "visits");
    expect(drops.map(({ entry }) => [entry.state, entry.round, entry.attempt])).toEqual([["COMMITTED", 1, 1]]);
    expect(log.map(({ state, counts }) => [state, counts?.loaded, counts?.duplicates])).toEqual([["DONE", 105, 0]]);
    expect(canonical.datasets.find(({ dataset }) => dataset === "visits")?.rows).toHaveLength(105);

    // Nobody left anything behind: all there is was named by the one report.
    const report = drops[0]?.report;
    const named = [...(report?.files.good ?? []), ...(report?.files.quarantined ?? [])].map(({ uri }) => uri);
    const outputs = await Promise.all(["staging/", "quarantine/"].map((zone) => laptop.objects.list(zone)));
    expect(
      outputs
        .flat()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(named.sort());
    expect(await laptop.objects.list("ledger/visits/reports/")).toHaveLength(1);
    expect(readdirSync(join(lake, "mail"))).toHaveLength(1);
  },
  10 * MINUTE,
);
