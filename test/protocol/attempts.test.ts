import { expect, test } from "@jest/globals";
import { Unavailable } from "../../lakehouse/ports.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { Random } from "../property/random.ts";
import { upload } from "./actors/producer.ts";
import { CALM } from "./luck.ts";
import { mixedSetup } from "./scenarios/base.ts";
import { contentOf, nameOf } from "./scenarios/contents.ts";
import { LEASE_SECONDS, World } from "./world.ts";

/** Three workers die one after another, each in the same call; the state that a fourth one brings the drop to. */
async function afterThree(dying: (tools: Tools) => Partial<Tools>): Promise<string> {
  const { world, tools, arrival } = await oneDrop();
  for (const attempt of [1, 2, 3]) {
    const worker = processDrop({ ...tools, ...dying(tools) }, world.deployed, arrival);
    await expect(worker).rejects.toThrow("dies");
    expect([...world.ledger.entries.values()]).toMatchObject([{ state: "CLAIMED", attempt }]);
    world.scheduler.now += 2 * LEASE_SECONDS * 1000;
  }
  return (await processDrop(tools, world.deployed, arrival)).entry.value.state;
}

async function oneDrop() {
  const random = new Random(1);
  const world = new World(1, { ...mixedSetup(random), launchAboveBytes: Number.POSITIVE_INFINITY, weather: CALM });
  const content = contentOf(random, "sound", "");
  const arrival = await upload(world, {
    name: nameOf("a"),
    content,
    patient: true,
    events: 1,
    tie: false,
    removed: false,
  });
  return { world, arrival, tools: world.toolsAlone() };
}

test("a drop is given up when three workers took it up and none came back with a report", async () => {
  const split = () => Promise.reject(new Error("dies"));
  expect(await afterThree(() => ({ engine: { split } }))).toBe("POISON");
});

test("who cannot go on for no fault of the drop lets it go: nobody waits for it, and no attempt is used up", async () => {
  const { world, tools, arrival } = await oneDrop();
  for (const _try of [1, 2, 3, 4]) {
    const away = { engine: { split: () => Promise.reject(new Unavailable("the store is away")) } };
    await expect(processDrop({ ...tools, ...away }, world.deployed, arrival)).rejects.toThrow("the store is away");
  }
  const { entry } = await processDrop(tools, world.deployed, arrival);
  expect(entry.value).toMatchObject({ state: "READY", attempt: 1 });
});

test("a report counts, whoever died after it", async () => {
  const state = await afterThree(({ objects }) => ({
    objects: {
      ...objects,
      write: (name, ...given) =>
        name.includes("/ready/") ? Promise.reject(new Error("dies")) : objects.write(name, ...given),
    },
  }));
  expect(state).toBe("READY");
});
