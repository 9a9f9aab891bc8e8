// Orders of events that chance brings about too rarely.
import { expect, test } from "@jest/globals";
import type { Objects } from "../../lakehouse/ports.ts";
import { decide } from "../../lakehouse/run/decide.ts";
import { runManifest } from "../../lakehouse/run/host.ts";
import { type Processed, processDrop, workOn } from "../../lakehouse/run/process.ts";
import { openPublisher, publishDataset } from "../../lakehouse/run/publish.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { Random } from "../property/random.ts";
import { upload } from "./actors/producer.ts";
import type { Content } from "./content.ts";
import { DATASET, type Policy } from "./contracts.ts";
import { CALM } from "./luck.ts";
import { mixedSetup } from "./scenarios/base.ts";
import { contentOf, nameOf } from "./scenarios/contents.ts";
import { World } from "./world.ts";

const random = new Random(1);
const [x, y] = [contentOf(random, "sound", "x"), contentOf(random, "sound", "y")];

function worldOf(policy: Policy, launchAboveBytes = Number.POSITIVE_INFINITY): World {
  return new World(1, { ...mixedSetup(new Random(1)), policy, second: "never", launchAboveBytes, weather: CALM });
}

async function arrive(world: World, letter: string, content: Content) {
  world.scheduler.now += 1_000;
  return upload(world, { name: nameOf(letter), content, patient: true, events: 1, tie: false, removed: false });
}

async function split(world: World, letter: string, content: Content): Promise<Processed> {
  return processDrop(world.toolsAlone(), world.deployed, await arrive(world, letter, content));
}

/** The first time something is done to an object of this name, `meanwhile` is done first, or next. */
function meanwhile(
  tools: Tools,
  op: "read" | "write",
  of: RegExp,
  when: "first" | "next",
  what: () => Promise<void>,
): Tools {
  let over = false;
  const around =
    <Given extends readonly [string, ...unknown[]], Answer>(call: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      const now = !over && of.test(given[0]);
      over ||= now;
      if (now && when === "first") await what();
      const answer = await call(...given);
      if (now && when === "next") await what();
      return answer;
    };
  const { objects } = tools;
  const changed: Partial<Objects> = op === "read" ? { read: around(objects.read) } : { write: around(objects.write) };
  return { ...tools, objects: { ...objects, ...changed } };
}

test("an upload that was published between two looks at names/: what comes after it is no duplicate of the one before", async () => {
  const world = worldOf("keyless");
  const publish = async () => void (await publishDataset(world.toolsAlone(), world.deployed));
  await split(world, "a", x);
  await publish();
  await split(world, "a", y);
  const again = await arrive(world, "a", x);
  const tools = meanwhile(world.toolsAlone(), "read", /\/names\//, "next", publish);
  const { entry } = await processDrop(tools, world.deployed, again);
  expect(entry.value.state).toBe("READY");
});

test("a launched job that writes its report and ends between two looks is not tried again", async () => {
  const world = worldOf("keyless", 0);
  const arrival = await arrive(world, "a", x);
  const tools = world.toolsAlone();
  let manifest = "";
  const launcher: Tools["launcher"] = {
    ...tools.launcher,
    launch: async (job) => {
      manifest = job.manifest;
    },
    phase: async () => {
      await runManifest(tools, manifest);
      return "ended";
    },
  };
  await processDrop({ ...tools, launcher }, world.deployed, arrival);
  const { entry } = await processDrop({ ...tools, launcher }, world.deployed, arrival);
  expect(entry.value).toMatchObject({ state: "READY", attempt: 1 });
});

test("a publisher that stood still takes a drop as it is now, not as it saw it before two publications of others", async () => {
  const world = worldOf("hold");
  const publish = () => publishDataset(world.toolsAlone(), world.deployed);
  await split(world, "a", x);
  await split(world, "b", x);
  const again = await split(world, "a", y);
  const others = async () => {
    await publish();
    await split(world, "b", y);
    await publish();
    const [held] = world.ledger.inState("HELD").filter(({ drop }) => drop.key === again.entry.value.drop.key);
    expect(held?.reason?.code).toBe("REUPLOADED");
    world.ledger.wishes.push({ by: "ann", root: held?.drop.key ?? "", kind: "accept", plan: "", backfill: false });
    const tools = world.toolsAlone();
    await workOn(tools, await decide(tools, await present(world, again), { kind: "accept", by: "ann" }));
  };
  const slow = openPublisher(meanwhile(world.toolsAlone(), "write", /\/log\//, "first", others), world.deployed);
  for (let step = 0; step < 20; step += 1) await slow.advance();
  world.scheduler.throwFailure();
  expect((await present(world, again)).value).toMatchObject({ state: "COMMITTED", round: 2 });
  const named = world.ledger.log(DATASET).flatMap(({ drops, passedOver }) => [...drops, ...passedOver]);
  const rounds = named.filter(({ key }) => key === again.entry.value.drop.key).map(({ round }) => round);
  expect(rounds).toEqual([1, 2]);
});

async function present(world: World, { entry }: Processed) {
  return (await processDrop(world.toolsAlone(), world.deployed, { ...entry.value.drop, ...entry.value })).entry;
}
