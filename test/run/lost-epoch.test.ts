// The epoch is part of every job id: who lost it must not run a publication's jobs again under other ids.
import { expect, test } from "@jest/globals";
import { lastPublication } from "../../lakehouse/ledger/log.ts";
import { EpochSchema } from "../../lakehouse/ledger/records.ts";
import { epochPath } from "../../lakehouse/plan/names.ts";
import { readValue } from "../../lakehouse/ports/values.ts";
import type { Warehouse } from "../../lakehouse/ports.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { rebuildLedger } from "../../lakehouse/run/rebuild.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { DATASET } from "../protocol/contracts.ts";

async function dieAfterCopy() {
  const lake = new MemoryLake("keyless", 1);
  const tools = lake.tools(new Life(null));
  const split = async (letter: string) => {
    const things = [1, 2].map((id) => ({ id, day: "2026-03-10", v: 1, seq: 1 }));
    const content = { things, refusedBelow: 0, poisonBelow: 0, note: letter };
    await processDrop(tools, lake.plans.first, await lake.upload(nameOf(letter), content));
  };
  await split("a");
  const insert: Warehouse["insert"] = async (id, labels, spec) => {
    await tools.warehouse.insert(id, labels, spec);
    if (spec.kind === "copy") throw new Error("dies");
  };
  const dying = { ...tools, warehouse: { ...tools.warehouse, insert } };
  await expect(publishDataset(dying, lake.plans.first)).rejects.toThrow("dies");
  expect(lake.rows()).toBe(2);
  const epoch = async () => (await readValue(tools.objects, epochPath(DATASET), EpochSchema))?.value.epoch ?? null;
  const first = await epoch();
  const lost = await tools.objects.stat(epochPath(DATASET));
  if (!lost) throw new Error("there is no epoch");
  await tools.objects.remove(lost.name, lost);
  return { lake, tools, split, first, epoch, publish: () => publishDataset(tools, lake.plans.first) };
}

test("lost while a publication is planned: it goes on with its own, and no row comes in twice", async () => {
  const { lake, tools, split, first, epoch, publish } = await dieAfterCopy();
  expect((await publish()).end).toBe("idle");
  expect(lake.rows()).toBe(2);
  await split("b");
  await publish();
  expect([(await lastPublication(tools.objects, DATASET))?.value.epoch, await epoch()]).toEqual([first, first]);
});

test("a rebuild takes it from the log", async () => {
  const { tools, first, epoch } = await dieAfterCopy();
  expect(await epoch()).toBeNull();
  expect((await rebuildLedger(tools, DATASET)).problems).toEqual([]);
  expect(await epoch()).toBe(first);
});
