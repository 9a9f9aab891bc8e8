// Many drops go to one launched job, and whoever dies where, each comes to its end.
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { StoredEntry } from "../../lakehouse/ledger/entries.ts";
import type { Entry } from "../../lakehouse/ledger/entry.ts";
import { type Objects, Unavailable } from "../../lakehouse/ports.ts";
import type { Arrival } from "../../lakehouse/run/arrival.ts";
import { type Backlog, MOST_BYTES_OF_A_JOB, MOST_DROPS_OF_A_JOB, openBacklog } from "../../lakehouse/run/backlog.ts";
import { claim } from "../../lakehouse/run/claim.ts";
import type { Handed, Launchable } from "../../lakehouse/run/launch.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { processLanding, resumeOpen } from "../../lakehouse/run/reconcile.ts";
import { splitRound } from "../../lakehouse/run/split.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { Random } from "../property/random.ts";
import { upload } from "../protocol/actors/producer.ts";
import { DATASET } from "../protocol/contracts.ts";
import { CALM } from "../protocol/luck.ts";
import { mixedSetup } from "../protocol/scenarios/base.ts";
import { contentOf, nameOf } from "../protocol/scenarios/contents.ts";
import { BUCKET, LEASE_SECONDS, matched, World } from "../protocol/world.ts";

const LETTERS = ["a", "b", "c", "d"];

let world: World;
let tools: Tools;
beforeEach(() => {
  const setup = { ...mixedSetup(new Random(1)), weather: CALM, launchAboveBytes: 0, hostTrouble: 0 };
  world = new World(1, { ...setup, second: "never", splitMs: 0 });
  world.hosts = [];
  tools = world.toolsAlone();
});

let notes = 0;
function land(letter: string): Promise<Arrival> {
  notes += 1;
  const content = contentOf(new Random(1), "sound", `${notes}`);
  const delivery = { name: nameOf(letter), content, patient: true, events: 0, removed: false, tie: false };
  return upload(world, delivery);
}

const landAll = async (letters = LETTERS) => {
  for (const letter of letters) await land(letter);
};
const reconcile = (by = tools) => processLanding(by, BUCKET, matched(world.deployed));
const entries = () => [...world.ledger.entries.values()];
const states = () => entries().map(({ state, attempt }) => `${state} ${attempt}`);
const jobs = () => [...world.ledger.manifests.values()].map(({ drops }) => drops.length);
const launches = () => [...world.farm.launched.values()];
const later = () => {
  world.scheduler.now += 2 * LEASE_SECONDS * 1000;
};
const rest = async () => {
  for (let time = 0; time < 4; time += 1) {
    await Promise.all(world.hosts ?? []);
    later();
    await resumeOpen(tools, DATASET);
  }
};

describe("what the reconciler finds in landing", () => {
  test("is one job, launched once", async () => {
    await landAll();
    const { processed, faults } = await reconcile();
    expect(faults).toEqual([]);
    expect(processed.map(({ entry, busy, worked, aside }) => [entry.value.state, busy, worked, aside])).toEqual(
      LETTERS.map(() => ["LAUNCHED", true, true, false]),
    );
    expect([jobs(), launches()]).toEqual([[4], [1]]);
    await rest();
    expect(states()).toEqual(LETTERS.map(() => "READY 1"));
    expect([jobs(), launches()]).toEqual([[4], [1]]);
  });

  test("goes to a job of its own under another plan", async () => {
    await landAll(["a", "b"]);
    await reconcile({ ...tools, launcher: { ...tools.launcher, launch: () => Promise.resolve() } });
    world.deploy(world.plans.second);
    await landAll(["c", "d"]);
    await reconcile();
    expect(jobs()).toEqual([2, 2]);
  });

  test("a single event launches at once", async () => {
    const { entry } = await processDrop(tools, world.deployed, await land("a"));
    expect([entry.value.state, jobs(), launches()]).toEqual(["LAUNCHED", [1], [1]]);
  });
});

describe("whoever dies", () => {
  const dying = new Error("dies");
  const failing = (of: RegExp, text: string, error: Error): Objects => ({
    ...tools.objects,
    write: async (name, content, precondition) => {
      const said = content.kind === "bytes" ? new TextDecoder().decode(content.bytes) : "";
      if (of.test(name) && said.includes(text)) throw error;
      return tools.objects.write(name, content, precondition);
    },
  });

  test("between the manifest and the entries: they are let go, and whoever comes next launches that job", async () => {
    await landAll();
    const objects = failing(/\/drops\//, '"LAUNCHED"', dying);
    const { faults } = await reconcile({ ...tools, objects });
    expect(faults.map(({ fault }) => fault)).toEqual(LETTERS.map(() => dying));
    expect([jobs(), launches()]).toEqual([[4], []]);
    await rest();
    expect(states()).toEqual(LETTERS.map(() => "READY 1")); // they were let go: no attempt is used up
  });

  test("between two entries: one is the job's, the others are let go, and it runs for all", async () => {
    await landAll();
    let written = 0;
    const write: Objects["write"] = (name, content, precondition) => {
      const said = content.kind === "bytes" ? new TextDecoder().decode(content.bytes) : "";
      if (/\/drops\//.test(name) && said.includes('"LAUNCHED"') && ++written > 1) throw new Unavailable("away");
      return tools.objects.write(name, content, precondition);
    };
    expect((await reconcile({ ...tools, objects: { ...tools.objects, write } })).faults).toHaveLength(3);
    expect(launches()).toEqual([1]);
    await rest();
    expect(states()).toEqual(LETTERS.map(() => "READY 1"));
    expect(world.ledger.manifests.size).toBe(1); // the others found their reports
  });

  test("between the entries and the launch: anyone launches it from the manifest", async () => {
    await landAll();
    const launch = () => Promise.reject(dying);
    const { faults } = await reconcile({ ...tools, launcher: { ...tools.launcher, launch } });
    expect(faults).toHaveLength(4);
    expect([states(), launches()]).toEqual([LETTERS.map(() => "LAUNCHED 1"), []]);
    await rest();
    expect([states(), launches(), jobs()]).toEqual([LETTERS.map(() => "READY 1"), [1], [4]]);
  });

  test("#55 no room for a job, for a long time: the drops wait, no attempt is used up, and one job does them", async () => {
    await landAll();
    const full = { ...tools.launcher, launch: () => Promise.reject(new Unavailable("25 jobs are active")) };
    expect((await reconcile({ ...tools, launcher: full })).faults).toHaveLength(4);
    for (let time = 0; time < 5; time += 1) {
      later();
      await resumeOpen({ ...tools, launcher: full }, DATASET);
      expect([states(), launches()]).toEqual([LETTERS.map(() => "LAUNCHED 1"), []]);
    }
    await rest();
    expect([states(), launches(), jobs()]).toEqual([LETTERS.map(() => "READY 1"), [1], [4]]);
  });

  test("a job after half of its reports: the other drops go to the next job, together", async () => {
    await landAll();
    world.hosts = null; // nobody runs hosts now
    await reconcile({ ...tools, launcher: { ...tools.launcher, launch: () => Promise.resolve() } });
    const [manifest] = world.ledger.manifests.values();
    for (const { key } of manifest?.drops.slice(0, 2) ?? []) await reportOf(key);
    world.hosts = [];
    await resumeOpen({ ...tools, launcher: { ...tools.launcher, phase: async () => "ended" } }, DATASET);
    expect(states()).toEqual(["READY 1", "READY 1", "LAUNCHED 2", "LAUNCHED 2"]);
    expect(jobs()).toEqual([4, 2]);
    await rest();
    expect(states()).toEqual(["READY 1", "READY 1", "READY 2", "READY 2"]);
  });

  /** As another worker leaves it that splits the drop by itself. */
  async function reportOf(key: string): Promise<void> {
    const entry = entries().find(({ drop }) => drop.key === key) as Entry;
    const { drop, round, attempt, lifts } = entry;
    const original = await tools.objects.stat(`raw/${DATASET}/dt=${drop.arrivalDay}/${key}.parquet`);
    if (!original) throw new Error("no original");
    const facts = { ...drop, replay: false, lifts };
    await splitRound(tools, { plan: world.deployed, planHash: entry.plan, facts, original, round, attempt }, {});
  }
});

describe("two workers", () => {
  test("that share the first drop have a job each; a drop is only in the one that it was told to", async () => {
    const [a, b, c] = [await land("a"), await land("b"), await land("c")];
    const first = openBacklog(tools);
    for (const arrival of [a, b]) await processDrop({ ...tools, backlog: first }, world.deployed, arrival);
    const launch = () => Promise.reject(new Unavailable("away"));
    const refused: Tools = { ...tools, launcher: { ...tools.launcher, launch } };
    // The first one writes its manifest, and comes no further.
    const write: Objects["write"] = (name, content, precondition) =>
      name.includes("/drops/")
        ? Promise.reject(new Unavailable("away"))
        : tools.objects.write(name, content, precondition);
    const stuck = openBacklog({ ...refused, objects: { ...tools.objects, write } });
    await first.close(); // both are let go
    for (const arrival of [a, b]) await processDrop({ ...tools, backlog: stuck }, world.deployed, arrival);
    await stuck.handOver();
    later();
    const second = openBacklog(tools);
    for (const arrival of [a, c]) await processDrop({ ...tools, backlog: second }, world.deployed, arrival);
    await second.handOver();
    expect(jobs()).toEqual([2, 2]);
    expect(launches()).toEqual([1]);
    await rest();
    expect(entries().every(({ state }) => state === "READY")).toBe(true);
  });

  test("of which one takes the drop of the other: the slow one launches what it still has", async () => {
    await landAll(["a", "b"]);
    const write: Objects["write"] = async (name, ...given) => {
      if (name.includes("/jobs/") && jobs().length === 0) {
        later();
        await tools.objects.write(name, ...given);
        const [first] = entries();
        const quick = { ...tools, launchAboveBytes: Number.POSITIVE_INFINITY };
        const arrival = { ...(first as Entry).drop, lifts: (first as Entry).lifts, origin: null };
        await processDrop(quick, world.deployed, arrival);
        return tools.objects.write(name, ...given);
      }
      return tools.objects.write(name, ...given);
    };
    const { processed } = await reconcile({ ...tools, objects: { ...tools.objects, write } });
    expect(processed.map(({ entry, busy }) => [entry.value.state, busy])).toEqual([
      ["CLAIMED", true],
      ["LAUNCHED", true],
    ]);
    expect(states()).toEqual(["READY 2", "LAUNCHED 1"]);
    await rest();
    expect(states()).toEqual(["READY 2", "READY 1"]);
  });
});

describe("the backlog", () => {
  async function claimed(letter: string, bytes: number): Promise<Launchable> {
    const { entry } = await claim(tools, world.deployed, await land(letter));
    const { drop } = entry.value;
    const original = { name: drop.name, generation: "1", metageneration: "1", crc32c: "", created: drop.arrived };
    return { entry, original: { ...original, bytes: `${bytes}` }, release: async () => entry };
  }
  const addAll = async (backlog: Backlog, drops: readonly Launchable[]) => {
    for (const drop of drops) await backlog.add(drop);
  };
  const ended = (handed: readonly Handed[]) => handed.map((one) => ("claim" in one ? one.claim.kind : "fault"));

  beforeEach(() => {
    world.hosts = null;
    tools = { ...tools, launcher: { ...tools.launcher, launch: () => Promise.resolve() } };
  });

  test("cuts jobs by bytes; a drop that alone has more is a job of its own", async () => {
    const half = MOST_BYTES_OF_A_JOB / 2;
    const sizes = [half, half, 1, 3 * MOST_BYTES_OF_A_JOB, 1];
    const drops: Launchable[] = [];
    for (const [at, size] of sizes.entries()) drops.push(await claimed(`${at}`, size));
    const backlog = openBacklog(tools);
    await addAll(backlog, drops);
    expect(ended(await backlog.handOver())).toEqual(sizes.map(() => "launched"));
    expect(jobs()).toEqual([2, 1, 1, 1]);
  });

  test("hands over at once what is enough for a job, and tells of all of it at the end", async () => {
    const drops: Launchable[] = [];
    for (let at = 0; at <= MOST_DROPS_OF_A_JOB; at += 1) drops.push(await claimed(`${at}`, 1));
    const backlog = openBacklog(tools);
    await addAll(backlog, drops);
    expect(jobs()).toEqual([MOST_DROPS_OF_A_JOB]);
    expect(drops.every(({ entry }) => backlog.has(entry))).toBe(true);
    expect(await backlog.handOver()).toHaveLength(MOST_DROPS_OF_A_JOB + 1);
    expect(jobs()).toEqual([MOST_DROPS_OF_A_JOB, 1]);
    expect(drops.some(({ entry }) => backlog.has(entry))).toBe(false);
  });

  test("that is closed lets its drops go: the next worker need not wait", async () => {
    const backlog = openBacklog(tools);
    await backlog.add(await claimed("a", 1));
    await backlog.close();
    expect(entries()).toMatchObject([{ state: "CLAIMED", attempt: 1, lease: null }]);
    expect(await backlog.handOver()).toEqual([]);
  });

  test("keeps its drops alive until they are handed over", async () => {
    const arrival = await land("a");
    const sleepers: (() => void)[] = [];
    const sleep: Tools["clock"]["sleep"] = (_, signal) =>
      new Promise((woken) => {
        sleepers.push(woken);
        signal?.addEventListener("abort", () => woken(), { once: true });
      });
    const backlog = openBacklog(tools);
    const slow: Tools = { ...tools, backlog, clock: { ...tools.clock, sleep } };
    const { aside, busy } = await processDrop(slow, world.deployed, arrival);
    expect([aside, busy]).toEqual([true, true]);
    later();
    for (const wake of sleepers.splice(0)) wake();
    while (sleepers.length === 0) await new Promise((soon) => setImmediate(soon)); // it has beaten, and sleeps again
    const other = await processDrop({ ...tools, launchAboveBytes: Number.POSITIVE_INFINITY }, world.deployed, arrival);
    expect(other.busy).toBe(true);
    const [handed] = (await backlog.handOver()) as { claim: { entry: StoredEntry } }[];
    expect(handed?.claim.entry.value).toMatchObject({ state: "LAUNCHED", attempt: 1 });
  });
});
