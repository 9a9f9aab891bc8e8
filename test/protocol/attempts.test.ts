import { expect, test } from "@jest/globals";
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
  const tools = world.toolsAlone();
  for (const attempt of [1, 2, 3]) {
    const worker = processDrop({ ...tools, ...dying(tools) }, world.deployed, arrival);
    await expect(worker).rejects.toThrow("dies");
    expect([...world.ledger.entries.values()]).toMatchObject([{ state: "CLAIMED", attempt }]);
    world.scheduler.now += 2 * LEASE_SECONDS * 1000;
  }
  return (await processDrop(tools, world.deployed, arrival)).entry.value.state;
}

test("a drop is given up when three workers took it up and none came back with a report", async () => {
  const split = () => Promise.reject(new Error("dies"));
  expect(await afterThree(() => ({ engine: { split } }))).toBe("POISON");
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
