// A publication that lies unfinished for longer than the warehouse remembers its jobs: nobody goes on with it blindly.
import { beforeEach, expect, test } from "@jest/globals";
import { lastPublication } from "../../lakehouse/ledger/log.ts";
import { type Objects, Unavailable, type Warehouse } from "../../lakehouse/ports.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { resumePublication } from "../../lakehouse/run/resume.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { DATASET, type Plans } from "../protocol/contracts.ts";

const DAY = 86_400_000;
const THINGS = [1, 2].map((id) => ({ id, day: "2026-03-10", v: 1, seq: 1 }));

let lake: MemoryLake;
let tools: Tools;
beforeEach(async () => {
  lake = new MemoryLake("keyless", 1);
  tools = lake.tools(new Life(null));
  await arrive(lake.plans.first, "a");
});

async function arrive(plan: Plans["first"], letter: string): Promise<void> {
  const arrival = await lake.upload(nameOf(letter), { things: THINGS, refusedBelow: 0, poisonBelow: 0, note: letter });
  await processDrop(tools, plan, arrival);
}

/** The same hands, which fail where the log is to say so. */
function dyingAt(state: "PLANNED" | "DONE"): Tools {
  const write: Objects["write"] = async (name, content, ...rest) => {
    const text = content.kind === "bytes" ? new TextDecoder().decode(content.bytes) : "";
    if (name.startsWith(`ledger/${DATASET}/log/`) && text.includes(`"${state}"`)) throw new Unavailable("killed");
    return tools.objects.write(name, content, ...rest);
  };
  return { ...tools, objects: { ...tools.objects, write } };
}

const publish = (hands = tools) => publishDataset(hands, lake.plans.first);
const last = async () => (await lastPublication(tools.objects, DATASET))?.value;

/** Its rows are in the table, and the log does not say so. */
async function leaveUnfinished(): Promise<void> {
  await expect(publish(dyingAt("DONE"))).rejects.toThrow("killed");
  expect([(await last())?.state, lake.rows()]).toEqual(["PLANNED", 2]);
}

test("while the jobs are remembered it is finished, and nothing is done twice", async () => {
  await leaveUnfinished();
  lake.now += 149 * DAY;
  expect(await publish()).toMatchObject({ end: "idle" });
  expect([await last(), lake.rows()]).toMatchObject([{ state: "DONE", counts: { loaded: 2 } }, 2]);
});

test("later it waits for a person, who is told what to look for", async () => {
  await leaveUnfinished();
  lake.now += 181 * DAY;
  expect(await publish()).toMatchObject({ end: "stuck" });
  expect([await last(), lake.rows()]).toMatchObject([
    {
      state: "PLANNED",
      stuck: {
        reason: "it was begun on 2026-03-10, and the warehouse forgets after half a year which jobs it ran",
        cure: expect.stringContaining("find out by the table's sluice_drop what of it is there"),
      },
    },
    2,
  ]);
});

test("where the person finds nothing in the table, the publication is resumed, as if it were new", async () => {
  const insert: Warehouse["insert"] = async (id, labels, spec) => {
    if (spec.kind === "copy") throw new Unavailable("killed");
    await tools.warehouse.insert(id, labels, spec);
  };
  await expect(publish({ ...tools, warehouse: { ...tools.warehouse, insert } })).rejects.toThrow("killed");
  lake.now += 181 * DAY;
  expect([(await publish()).end, lake.rows()]).toEqual(["stuck", 0]);
  await resumePublication(tools, DATASET);
  lake.now += 149 * DAY;
  expect([(await publish()).end, lake.rows()]).toEqual(["idle", 2]);
});

test("what was resumed early for another reason is as old as it was", async () => {
  await leaveUnfinished();
  lake.now += 100 * DAY;
  const stored = await lastPublication(tools.objects, DATASET);
  if (!stored) throw new Error("there is no publication");
  const stuck = { reason: "another", cure: "another", since: lake.time() };
  await tools.objects.write(
    `ledger/${DATASET}/log/000000000001.json`,
    { kind: "bytes", bytes: new TextEncoder().encode(JSON.stringify({ ...stored.value, stuck })) },
    { generation: stored.generation },
  );
  await resumePublication(tools, DATASET);
  lake.now += 90 * DAY;
  expect(await publish()).toMatchObject({ end: "stuck" });
  expect(lake.rows()).toBe(2);
});

test("where nothing was done to the table it is given up, and the next publication does its work", async () => {
  await expect(publish(dyingAt("PLANNED"))).rejects.toThrow("killed");
  lake.now += 400 * DAY;
  expect(await publish()).toMatchObject({ end: "stuck" });
  expect((await last())?.stuck?.cure).toContain("it is given up, and the next publication does its work");
  expect(await resumePublication(tools, DATASET)).toMatchObject({ state: "ABORTED" });
  expect(await publish()).toMatchObject({ end: "idle" });
  expect([await last(), lake.rows()]).toMatchObject([{ number: 2, state: "DONE", counts: { loaded: 2 } }, 2]);
});
