// What one bad drop, one bad hint or one dead publisher leaves behind must not keep the others from going on.
import { beforeEach, describe, expect, test } from "@jest/globals";
import { listMarked } from "../../lakehouse/ledger/markers.ts";
import { readName } from "../../lakehouse/ledger/names.ts";
import { CheckpointSchema } from "../../lakehouse/ledger/records.ts";
import {
  checkpointPath,
  committedPath,
  entryPath,
  landingPath,
  logPath,
  reportPath,
  stagingTable,
} from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { readValue } from "../../lakehouse/ports/values.ts";
import { Denied, type Objects, type TableShape } from "../../lakehouse/ports.ts";
import { stagingDataset, targetOf } from "../../lakehouse/publish/context.ts";
import { claim } from "../../lakehouse/run/claim.ts";
import { lookAgain } from "../../lakehouse/run/find-drop.ts";
import { matchByPlans } from "../../lakehouse/run/match.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { processLanding, resumeOpen } from "../../lakehouse/run/reconcile.ts";
import { planReplay, replayDrop } from "../../lakehouse/run/replay-drop.ts";
import { sweep } from "../../lakehouse/run/sweep.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { LEASE_SECONDS, MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { decodeContent } from "../protocol/content.ts";
import { DATASET } from "../protocol/contracts.ts";

let lake: MemoryLake;
let tools: Tools;
let plan: Plan;
beforeEach(() => {
  lake = new MemoryLake("replace", 1);
  tools = lake.tools(new Life(null));
  plan = lake.plans.second;
});

let uploads = 0;
function upload(letter: string, values: readonly number[] = [1]) {
  uploads += 1;
  lake.now += 3_600_000;
  const things = values.map((v, at) => ({ id: 10 * uploads + at, day: "2026-03-10", v, seq: 1 }));
  return lake.upload(nameOf(letter), { things, refusedBelow: 0, poisonBelow: 0, note: `${uploads}` });
}

const split = async (letter: string) => (await processDrop(tools, plan, await upload(letter))).entry.value.drop;
const publish = async () => (await publishDataset(tools, plan)).finished;

/** As another version, or a fault of the disk, may leave it. */
async function spoil(name: string): Promise<void> {
  const generation = (await tools.objects.stat(name))?.generation ?? "0";
  await tools.objects.write(name, { kind: "bytes", bytes: new TextEncoder().encode("{}") }, { generation });
}

/** The store as somebody sees it who may not do this. */
function refusing(op: "read" | "list" | "stat", fits: (name: string) => boolean): Objects {
  const denied = (name: string) => {
    if (fits(name)) throw new Denied(name);
  };
  const { objects } = tools;
  return {
    ...objects,
    [op]: async (name: string, ...rest: never[]) => {
      denied(name);
      return (objects[op] as (...given: unknown[]) => unknown)(name, ...rest);
    },
  };
}

describe("one bad drop", () => {
  test("an open entry that cannot be read is told, and the drops behind it are taken up", async () => {
    const bad = await claim(tools, plan, await upload("a"));
    const good = await claim(tools, plan, await upload("b"));
    const { key, arrivalDay } = bad.entry.value.drop;
    await spoil(entryPath(DATASET, arrivalDay, key));
    lake.now += LEASE_SECONDS * 1000 + 1;
    const { processed, faults } = await resumeOpen(tools, DATASET);
    expect(faults.map(({ shown, fault }) => [shown, fault.name])).toEqual([[key, "UnreadableValue"]]);
    expect(processed.map(({ entry }) => [entry.value.drop.key, entry.value.state])).toEqual([
      [good.entry.value.drop.key, "READY"],
    ]);
  });

  test("a drop that throws is told by its name, and the drops behind it are taken up", async () => {
    const [first, second] = [await claim(tools, plan, await upload("a")), await claim(tools, plan, await upload("b"))];
    lake.now += LEASE_SECONDS * 1000 + 1;
    const { key } = first.entry.value.drop;
    const objects = refusing("read", (name) => name.includes(`/reports/${key}/`));
    const { processed, faults } = await resumeOpen({ ...tools, objects }, DATASET);
    expect(faults.map(({ shown, fault }) => [shown, fault.name])).toEqual([[nameOf("a"), "Denied"]]);
    expect(processed.map(({ entry }) => entry.value.drop.key)).toEqual([second.entry.value.drop.key]);
  });

  test("who ends the work is no fault of a drop", async () => {
    await claim(tools, plan, await upload("a"));
    await expect(resumeOpen(tools, DATASET, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
  });

  test("an object of landing that throws is told by its name, and the others are processed", async () => {
    for (const letter of ["a", "b"]) await upload(letter);
    const objects = refusing("stat", (name) => name.endsWith("/a.parquet"));
    const { processed, faults, unmatched } = await processLanding(
      { ...tools, objects },
      "bucket",
      matchByPlans([plan]),
    );
    expect(unmatched).toEqual([]);
    expect(faults.map(({ shown, fault }) => [shown, fault.name])).toEqual([[nameOf("a"), "Denied"]]);
    expect(processed.map(({ entry }) => entry.value.drop.name)).toEqual([nameOf("b")]);
  });

  test("a ready entry that cannot be read keeps no other from its batch, and is left as it is", async () => {
    const [bad, good] = [await split("a"), await split("b")];
    const path = entryPath(DATASET, bad.arrivalDay, bad.key);
    await spoil(path);
    const before = (await tools.objects.stat(path))?.generation;
    const [publication] = await publish();
    expect(publication?.drops.map(({ key }) => key)).toEqual([good.key]);
    expect((await tools.objects.stat(path))?.generation).toBe(before);
    expect((await listMarked(tools.objects, "ready", DATASET)).map(({ key }) => key)).toEqual([bad.key]);
    expect((await resumeOpen(tools, DATASET)).faults.map(({ shown }) => shown)).toEqual([bad.key]);
  });
});

describe("a ready drop whose report is lost", () => {
  const lose = async (name: string) => {
    const there = await tools.objects.stat(name);
    if (there) await tools.objects.remove(name, there);
  };

  describe.each([
    ["cannot be read", spoil],
    ["is gone", lose],
  ])("as it %s", (_how, damage) => {
    test("waits and is told, the others are published, and it follows once the report is restored", async () => {
      const [bad, good] = [await split("a"), await split("b")];
      const path = reportPath(DATASET, bad.key, 1);
      const { bytes } = await tools.objects.read(path);
      await damage(path);
      expect(await publish()).toMatchObject([{ drops: [{ key: good.key }] }]);
      const { faults } = await resumeOpen(tools, DATASET);
      expect(faults).toMatchObject([{ shown: nameOf("a"), fault: { message: expect.stringContaining(path) } }]);
      const generation = (await tools.objects.stat(path))?.generation ?? "0";
      await tools.objects.write(path, { kind: "bytes", bytes }, { generation });
      expect((await publish()).at(-1)).toMatchObject({ number: 2, drops: [{ key: bad.key }] });
    });

    test("makes no duplicate of the upload that brings its bytes again", async () => {
      const bad = await split("a");
      const { bytes } = await tools.objects.read(landingPath(bad.name));
      lake.now += 1000;
      const again = await processDrop(tools, plan, await lake.upload(nameOf("a"), decodeContent(bytes)));
      await damage(reportPath(DATASET, bad.key, 1));
      const [publication] = await publish();
      expect(publication).toMatchObject({ drops: [{ key: again.entry.value.drop.key }], passedOver: [] });
    });
  });
});

describe("a checkpoint", () => {
  const readCheckpoint = () => readValue(tools.objects, checkpointPath(DATASET), CheckpointSchema);

  test("that cannot be read is made again by the next publication", async () => {
    for (const letter of ["a", "b"]) {
      await split(letter);
      await publish();
    }
    await spoil(checkpointPath(DATASET));
    await split("c");
    await publish();
    expect((await readCheckpoint())?.value).toMatchObject({ publication: 3, drops: 3, rows: { loaded: 3 } });
  });

  test("that may not be read is no missing one", async () => {
    await split("a");
    await publish();
    const objects = refusing("read", (name) => name === checkpointPath(DATASET));
    await expect(publishDataset({ ...tools, objects }, plan)).rejects.toThrow(Denied);
  });
});

test("files of a former upload, and of its replays' publications, are taken out, and no other publication is read", async () => {
  await split("a");
  await publish();
  const { entry } = await processDrop(tools, lake.plans.first, await upload("b", [1, 2, 3, -1]));
  await publish();
  await split("c");
  await publish();
  const order = { plan, backfill: false, by: "ann" };
  for (const replay of await planReplay(tools, await lookAgain(tools.objects, entry.value), order)) {
    await replayDrop(tools, replay, order, {});
  }
  const replayed = (await publish()).at(-1)?.drops.map(({ key }) => key) ?? [];
  const former = await readName(tools.objects, DATASET, nameOf("b"));
  expect(former).toMatchObject({ key: entry.value.drop.key, replays: replayed, publications: [2, 4] });
  await split("b");
  const read: string[] = [];
  const objects: Objects = {
    ...tools.objects,
    read: (name, ...rest) => {
      read.push(name);
      return tools.objects.read(name, ...rest);
    },
  };
  const { finished } = await publishDataset({ ...tools, objects }, plan);
  expect(finished.at(-1)?.drops[0]?.former).toMatchObject({
    drops: [former?.key, ...replayed],
    publications: [2, 4],
  });
  const lines = async (number: number) =>
    new TextDecoder().decode((await tools.objects.read(committedPath(DATASET, number))).bytes).split("\n").length - 1;
  expect(await Promise.all([1, 2, 3, 4, 5].map(lines))).toEqual([1, 0, 1, 0, 1]);
  expect((await readName(tools.objects, DATASET, nameOf("b")))?.publications).toEqual([5]);
  expect(read.filter((name) => [1, 2, 3].some((number) => name === logPath(DATASET, number)))).toEqual([]);
});

test("staging tables that dead publishers left go; those of the last publication and what has another name stay", async () => {
  await split("a");
  const files = (await publish())[0]?.drops[0]?.files ?? [];
  await split("b");
  await publish();
  const dataset = stagingDataset(plan);
  const shape = (await tools.warehouse.shape(targetOf(plan))) as TableShape;
  const names = [stagingTable(1, 0), stagingTable(1, 3), stagingTable(2, 9), stagingTable(3, 0), "people"];
  for (const table of names) {
    const spec = { kind: "load", files, into: { dataset, table }, shape, text: null } as const;
    await tools.warehouse.insert(`left-${table}`, {}, spec);
    while ((await tools.warehouse.job(`left-${table}`))?.state !== "done");
  }
  const before = await tools.warehouse.tables(dataset);
  expect(before).toEqual([...names].sort());
  expect(await sweep(tools, plan, "bucket")).toEqual({ tables: 2, files: 0, markers: 0 });
  expect(await tools.warehouse.tables(dataset)).toEqual(["p2_9", "p3_0", "people"]);
});

test("a table without a field that the plan has inside of a column is behind; nothing is loaded", async () => {
  const { bigquery } = plan.warehouse;
  const field = { name: "unit", type: "STRING", mode: "NULLABLE" };
  const schema = bigquery.schema.map((column) =>
    (column as { name: string }).name === "v" ? { ...(column as object), type: "RECORD", fields: [field] } : column,
  );
  plan = { ...plan, warehouse: { ...plan.warehouse, bigquery: { ...bigquery, schema } } };
  await split("a");
  expect(await publishDataset(tools, plan)).toMatchObject({
    end: "waiting",
    waitingOn: { code: "TARGET_BEHIND", message: expect.stringContaining("lacks v.unit") },
  });
});
