// What cannot be read of log and reports is told, and keeps nothing else from being made again.
import { beforeEach, describe, expect, test } from "@jest/globals";
import { readEntry } from "../../lakehouse/ledger/entries.ts";
import { listMarked } from "../../lakehouse/ledger/markers.ts";
import { readName } from "../../lakehouse/ledger/names.ts";
import { listRefused } from "../../lakehouse/ledger/refused.ts";
import { entryPath, logPath, namePath, refusedPath, reportPath } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { Arrival } from "../../lakehouse/run/arrival.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { rebuildLedger } from "../../lakehouse/run/rebuild.ts";
import { planReplay, replayDrop } from "../../lakehouse/run/replay-drop.ts";
import { readableState } from "../../lakehouse/run/state.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { requireLogEnd } from "../../lakehouse/run/verify/known-log.ts";
import { verifyDataset } from "../../lakehouse/run/verify.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { DATASET } from "../protocol/contracts.ts";

let lake: MemoryLake;
let tools: Tools;
let plan: Plan;
beforeEach(() => {
  lake = new MemoryLake("replace", 1);
  tools = lake.tools(new Life(null));
  plan = lake.plans.first;
});

let uploads = 0;
function upload(letter: string, values: readonly number[], refusedBelow = 0): Promise<Arrival> {
  uploads += 1;
  lake.now += 3_600_000;
  const things = values.map((v, at) => ({ id: 10 * uploads + at, day: "2026-03-10", v, seq: 1 }));
  return lake.upload(nameOf(letter), { things, refusedBelow, poisonBelow: 0, note: `${uploads}` });
}

async function split(letter: string, values: readonly number[] = [1]): Promise<Arrival> {
  const arrival = await upload(letter, values);
  await processDrop(tools, plan, arrival);
  return arrival;
}

async function publish(letter: string, values?: readonly number[]): Promise<Arrival> {
  const arrival = await split(letter, values);
  await publishDataset(tools, plan);
  return arrival;
}

async function spoil(name: string): Promise<void> {
  const generation = (await tools.objects.stat(name))?.generation ?? "0";
  await tools.objects.write(name, { kind: "bytes", bytes: new TextEncoder().encode("{}") }, { generation });
}

async function lose(name: string): Promise<void> {
  const there = await tools.objects.stat(name);
  if (there) await tools.objects.remove(name, there);
}

const entryOf = ({ arrivalDay, key }: Arrival) => entryPath(DATASET, arrivalDay, key);
const stateOf = async ({ arrivalDay, key }: Arrival) =>
  (await readEntry(tools.objects, DATASET, arrivalDay, key))?.value.state ?? null;
const rebuild = () => rebuildLedger(tools, DATASET);

test("a whole ledger has no problem, and gets back what follows from log and reports", async () => {
  const [committed, ready] = [await publish("a"), await split("b")];
  await lose(entryOf(committed));
  await spoil(entryOf(ready));
  await lose(namePath(DATASET, nameOf("a")));
  expect(await rebuild()).toEqual({ entries: 2, publications: 1, problems: [] });
  expect([await stateOf(committed), await stateOf(ready)]).toEqual(["COMMITTED", "READY"]);
  expect(await readName(tools.objects, DATASET, nameOf("a"))).toMatchObject({ key: committed.key });
});

test("the mark of a refused upload is missed, and made again", async () => {
  const { entry } = await processDrop(tools, plan, await upload("a", [1], 2));
  const { key, arrivalDay } = entry.value.drop;
  expect(entry.value.state).toBe("REJECTED");
  const contradictions = async () => {
    const state = await readableState(tools.objects, DATASET);
    return (await verifyDataset({ ...tools, countRows: null }, state)).map(({ message }) => message);
  };
  expect(await contradictions()).toEqual([]);
  await lose(refusedPath(DATASET, nameOf("a"), arrivalDay, key));
  expect(await contradictions()).toEqual(["it is REJECTED and not marked as refused"]);
  await rebuild();
  expect(await contradictions()).toEqual([]);
  for (const path of [refusedPath(DATASET, nameOf("a"), arrivalDay, key), entryPath(DATASET, arrivalDay, key)]) {
    await lose(path);
  }
  await rebuild();
  expect(await listRefused(tools.objects, DATASET, nameOf("a"))).toEqual([{ dataset: DATASET, day: arrivalDay, key }]);
});

describe("a report that cannot be read", () => {
  test("is told with its cure; all other entries and publications are made again", async () => {
    const [bad, good] = [await publish("a"), await publish("b")];
    for (const arrival of [bad, good]) await lose(entryOf(arrival));
    await spoil(reportPath(DATASET, bad.key, 1));
    const { entries, publications, problems } = await rebuild();
    expect({ entries, publications }).toEqual({ entries: 1, publications: 1 });
    expect(problems.map(({ where }) => where)).toEqual([reportPath(DATASET, bad.key, 1), logPath(DATASET, 1)]);
    expect(problems.map(({ cure }) => cure)).toEqual([
      expect.stringContaining("restore it from a copy"),
      expect.stringContaining("restore their reports"),
    ]);
    expect([await stateOf(bad), await stateOf(good)]).toEqual([null, "COMMITTED"]);
  });

  test("keeps replays of its drop from being made, since nobody knows whose rows they bring", async () => {
    const origin = await publish("a", [1, 2, 3, -1]);
    const entry = await readEntry(tools.objects, DATASET, origin.arrivalDay, origin.key);
    const order = { plan: lake.plans.second, backfill: false, by: "ann" };
    const [replay] = entry ? await planReplay(tools, entry, order) : [];
    if (!replay) throw new Error("it has rows in quarantine");
    const { entry: replayed } = await replayDrop(tools, replay, order, {});
    const { key, arrivalDay } = replayed.value.drop;
    await lose(entryPath(DATASET, arrivalDay, key));
    expect((await rebuild()).problems).toEqual([]);
    expect((await readEntry(tools.objects, DATASET, arrivalDay, key))?.value.origin).toEqual(replayed.value.origin);
    await lose(entryPath(DATASET, arrivalDay, key));
    await spoil(reportPath(DATASET, origin.key, 1));
    expect((await rebuild()).problems.map(({ where }) => where)).toEqual([
      reportPath(DATASET, origin.key, 1),
      reportPath(DATASET, key, 1),
    ]);
    expect(await readEntry(tools.objects, DATASET, arrivalDay, key)).toBeNull();
  });
});

describe.each([
  ["cannot be read", spoil],
  ["is missing", lose],
])("a publication that %s", (_how, damage) => {
  test("is told; what others published is made again, and nothing is ready that it may have published", async () => {
    const [first, second, ready] = [await publish("a"), await publish("b"), await split("c")];
    for (const arrival of [first, second]) await lose(entryOf(arrival));
    await damage(logPath(DATASET, 1));
    const { entries, publications, problems } = await rebuild();
    expect({ entries, publications }).toEqual({ entries: 1, publications: 1 });
    expect(problems.map(({ where }) => where)).toEqual([logPath(DATASET, 1), entryOf(first)]);
    expect([await stateOf(first), await stateOf(second), await stateOf(ready)]).toEqual([null, "COMMITTED", "READY"]);
    expect((await listMarked(tools.objects, "ready", DATASET)).map(({ key }) => key)).toEqual([ready.key]);
  });
});

describe("a name that cannot be read", () => {
  test("is made again from a whole log", async () => {
    const [a, b] = [await publish("a"), await publish("b")];
    await spoil(namePath(DATASET, nameOf("a")));
    await lose(namePath(DATASET, nameOf("b")));
    expect(await rebuild()).toMatchObject({ publications: 2, problems: [] });
    expect(await readName(tools.objects, DATASET, nameOf("a"))).toMatchObject({ key: a.key });
    expect(await readName(tools.objects, DATASET, nameOf("b"))).toMatchObject({ key: b.key });
  });

  test("is left and told while a publication is lost, which may have committed its newest drop", async () => {
    for (const letter of ["a", "b"]) await publish(letter);
    await spoil(namePath(DATASET, nameOf("a")));
    await lose(logPath(DATASET, 1));
    expect((await rebuild()).problems.map(({ where }) => where)).toEqual([
      logPath(DATASET, 1),
      namePath(DATASET, nameOf("a")),
    ]);
  });
});

test("a log whose end is lost is no whole log: nothing is ready that it may have published", async () => {
  const [first, second] = [await publish("a"), await publish("b")];
  for (const number of [1, 2]) await lose(logPath(DATASET, number));
  for (const arrival of [first, second]) await lose(entryOf(arrival));
  const { entries, problems } = await rebuild();
  expect(entries).toBe(0);
  expect(problems.map(({ where }) => where)).toEqual([
    logPath(DATASET, 1),
    logPath(DATASET, 2),
    entryOf(first),
    entryOf(second),
  ]);
  await expect(requireLogEnd(tools.objects, DATASET)).rejects.toThrow(`${logPath(DATASET, 2)} is gone`);
});
