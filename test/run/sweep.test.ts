// What crashes leave behind is taken away, and nothing that anybody needs or may still need.
import { beforeEach, describe, expect, test } from "@jest/globals";
import { createEntry, readEntry } from "../../lakehouse/ledger/entries.ts";
import { listMarked, mark } from "../../lakehouse/ledger/markers.ts";
import { readReportsOf } from "../../lakehouse/ledger/reports.ts";
import { attemptFolder, landingPath, reportPath } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { Objects } from "../../lakehouse/ports.ts";
import type { Arrival } from "../../lakehouse/run/arrival.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { sweepMarkers } from "../../lakehouse/run/sweep/markers.ts";
import { sweepOutputs } from "../../lakehouse/run/sweep/outputs.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { LEASE_SECONDS, MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { DATASET } from "../protocol/contracts.ts";

const DAY = 86_400_000;
const BUCKET = "bucket";

let lake: MemoryLake;
let tools: Tools;
let plan: Plan;
beforeEach(() => {
  lake = new MemoryLake("replace", 1);
  tools = lake.tools(new Life(null));
  plan = lake.plans.second;
});

let uploads = 0;
function upload(letter: string): Promise<Arrival> {
  uploads += 1;
  const things = [{ id: uploads, day: "2026-03-10", v: 1, seq: 1 }];
  return lake.upload(nameOf(letter), { things, refusedBelow: 0, poisonBelow: 0, note: `${uploads}` });
}

/** A worker that dies when it has written its output files, and before their report. */
async function dieBeforeReport(arrival: Arrival): Promise<void> {
  const write: Objects["write"] = (name, ...given) =>
    name.includes("/reports/") ? Promise.reject(new Error("dies")) : tools.objects.write(name, ...given);
  await expect(processDrop({ ...tools, objects: { ...tools.objects, write } }, plan, arrival)).rejects.toThrow("dies");
  lake.now += LEASE_SECONDS * 1000 + 1;
}

const outputs = async () => (await tools.objects.list(`staging/${DATASET}/`)).map(({ name }) => name);
const named = async ({ key }: Arrival) =>
  (await readReportsOf(tools.objects, DATASET, key)).flatMap(({ files }) => files.good.map(({ uri }) => uri));
const swept = () => sweepOutputs(tools, DATASET);

describe("output files", () => {
  test("of an attempt whose round is another's go when they are a day old; those of the report stay", async () => {
    const arrival = await upload("a");
    await dieBeforeReport(arrival);
    await processDrop(tools, plan, arrival);
    expect(await outputs()).toHaveLength(2);
    lake.now += DAY - 2 * LEASE_SECONDS * 1000;
    expect(await swept()).toBe(0);
    lake.now += 2 * LEASE_SECONDS * 1000;
    expect(await swept()).toBe(1);
    expect(await outputs()).toEqual(await named(arrival));
    expect(await swept()).toBe(0);
    await publishDataset(tools, plan);
    lake.now += DAY;
    expect(await swept()).toBe(0);
    expect(await outputs()).toEqual(await named(arrival));
  });

  test("of an attempt that still writes stay, however old: its round has no report; adopted late, it is named", async () => {
    const arrival = await upload("a");
    const split = tools.engine.split;
    const seen: (readonly [number, number])[] = [];
    const write: Objects["write"] = async (name, ...given) => {
      if (name === reportPath(DATASET, arrival.key, 1)) {
        lake.now += 3 * DAY;
        seen.push([await swept(), (await outputs()).length]);
      }
      return tools.objects.write(name, ...given);
    };
    const slow = { ...tools, engine: { split }, objects: { ...tools.objects, write } };
    const { report } = await processDrop(slow, plan, arrival);
    expect(seen).toEqual([[0, 1]]);
    expect(await outputs()).toEqual(report?.files.good.map(({ uri }) => uri));
    expect(await swept()).toBe(0);
  });

  test("of the slower of two that write at once go, and it adopts the report of the other", async () => {
    const arrival = await upload("a");
    const write: Objects["write"] = async (name, ...given) => {
      if (name === reportPath(DATASET, arrival.key, 1)) {
        lake.now += LEASE_SECONDS * 1000 + 1;
        await processDrop(tools, plan, arrival);
        lake.now += DAY;
        expect(await swept()).toBe(1);
      }
      return tools.objects.write(name, ...given);
    };
    await processDrop({ ...tools, objects: { ...tools.objects, write } }, plan, arrival);
    expect(await outputs()).toEqual(await named(arrival));
    const entry = await readEntry(tools.objects, DATASET, arrival.arrivalDay, arrival.key);
    expect(entry?.value).toMatchObject({ state: "READY", attempt: 2 });
  });

  test("of a drop that was given up without a report go", async () => {
    const arrival = await upload("a");
    for (let attempt = 1; attempt <= 3; attempt += 1) await dieBeforeReport(arrival);
    lake.now += DAY;
    expect(await swept()).toBe(0);
    expect((await processDrop(tools, plan, arrival)).entry.value.state).toBe("POISON");
    expect(await swept()).toBe(3);
    expect(await outputs()).toEqual([]);
  });

  test("stay where a report cannot be read, or no entry says whose they are", async () => {
    const arrival = await upload("a");
    await dieBeforeReport(arrival);
    await processDrop(tools, plan, arrival);
    const path = reportPath(DATASET, arrival.key, 1);
    const generation = (await tools.objects.stat(path))?.generation ?? "0";
    await tools.objects.write(path, { kind: "bytes", bytes: new TextEncoder().encode("{}") }, { generation });
    const stray = `${attemptFolder("staging", DATASET, "2026-03-10", "0".repeat(24), 1, 1)}/0-0.parquet`;
    await tools.objects.write(stray, { kind: "bytes", bytes: new Uint8Array() }, { generation: "0" });
    lake.now += DAY;
    expect(await swept()).toBe(0);
    expect(await outputs()).toHaveLength(3);
  });

  test("a run reads the ledger of a hundred drops at most, and runs have all had their turn in the end", async () => {
    const lost: string[] = [];
    const arrival = await upload("a");
    await processDrop(tools, plan, arrival);
    const { value } = (await readEntry(tools.objects, DATASET, arrival.arrivalDay, arrival.key)) ?? {};
    if (!value) throw new Error("it has its entry");
    for (let number = 0; number < 120; number += 1) {
      const key = number.toString(16).padStart(24, "0");
      await createEntry(tools.objects, { ...value, drop: { ...value.drop, key }, state: "POISON" });
      const name = `${attemptFolder("staging", DATASET, value.drop.arrivalDay, key, 1, 1)}/0-0.parquet`;
      await tools.objects.write(name, { kind: "bytes", bytes: new Uint8Array() }, { generation: "0" });
      lost.push(name);
    }
    lake.now += DAY;
    const first = await swept();
    expect([99, 100]).toContain(first);
    let sum = first;
    for (let run = 0; run < 3; run += 1) sum += await swept();
    expect(sum).toBe(lost.length);
    expect(await outputs()).toEqual(await named(arrival));
  });
});

describe("an open marker without an entry", () => {
  const marked = async () => (await listMarked(tools.objects, "open", DATASET)).map(({ key }) => key);
  const place = ({ arrivalDay, key }: Arrival) => ({ dataset: DATASET, day: arrivalDay, key, round: 1 });
  const take = async ({ name }: Arrival) => {
    const there = await tools.objects.stat(landingPath(name));
    if (there) await tools.objects.remove(there.name, there);
  };

  test("goes when it is a day old and its object is not in landing", async () => {
    const [lost, landed] = [await upload("a"), await upload("b")];
    for (const arrival of [lost, landed]) await mark(tools.objects, "open", place(arrival));
    await take(lost);
    expect(await sweepMarkers(tools, DATASET, BUCKET)).toBe(0);
    lake.now += DAY;
    expect(await sweepMarkers(tools, DATASET, BUCKET)).toBe(1);
    expect(await marked()).toEqual([landed.key]);
    expect(await sweepMarkers(tools, DATASET, BUCKET)).toBe(0);
  });

  test("stays beside an entry, whoever has it", async () => {
    const arrival = await upload("a");
    await dieBeforeReport(arrival);
    await take(arrival);
    lake.now += DAY;
    expect(await sweepMarkers(tools, DATASET, BUCKET)).toBe(0);
    expect(await marked()).toEqual([arrival.key]);
  });

  test("is made again if its worker was slower than anybody", async () => {
    const [model, late] = [await upload("a"), await upload("b")];
    const { entry } = await processDrop(tools, plan, model);
    await mark(tools.objects, "open", place(late));
    await take(late);
    lake.now += DAY;
    const remove: Objects["remove"] = async (...given) => {
      const { key, name, generation } = late;
      await createEntry(tools.objects, { ...entry.value, drop: { ...entry.value.drop, key, name, generation } });
      await tools.objects.remove(...given);
    };
    await sweepMarkers({ objects: { ...tools.objects, remove } }, DATASET, BUCKET);
    expect(await marked()).toContain(late.key);
  });
});
