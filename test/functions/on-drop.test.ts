// From the event of an object to what the ledger says of it, over memory, as the account that splits.
import { beforeEach, describe, expect, test } from "@jest/globals";
import onDrop from "../../functions/on-drop.ts";
import { landingPath, unmatchedPath } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { Denied, type ObjectMeta, Unavailable } from "../../lakehouse/ports.ts";
import { readState } from "../../lakehouse/run/state.ts";
import type { Content } from "../protocol/content.ts";
import { DATASET } from "../protocol/contracts.ts";
import { Bench, finalized } from "./bench.ts";

const NAME = `${DATASET}/dt=2026-03-10/a.parquet`;
const GOOD: Partial<Content> = { things: [{ id: 1, day: "2026-03-10", v: 1, seq: 1 }] };

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

const drop = (meta: ObjectMeta, change = {}) => bench.call(onDrop, "split", finalized(meta, change));
const states = async () => (await readState(bench.store, DATASET)).drops.map(({ entry }) => entry.state);

describe("an object that is a drop", () => {
  test("is split, and the publisher hears of it", async () => {
    expect(await drop(await bench.upload(NAME, GOOD))).toMatchObject({ dataset: DATASET, state: "READY" });
    expect(bench.nudges).toEqual([["publish", DATASET]]);
    expect(bench.troubles()).toEqual([]);
  });

  test("#1: heard of twice, it is split once; the publisher is told again, since the first nudge may be lost", async () => {
    const meta = await bench.upload(NAME, GOOD);
    await drop(meta);
    expect(await drop(meta)).toMatchObject({ state: "READY" });
    expect(bench.events().filter((event) => event === "drop.split")).toHaveLength(1);
    expect(bench.nudges).toEqual([
      ["publish", DATASET],
      ["publish", DATASET],
    ]);
  });

  test("#2: heard of by twenty at once, it is split once, and nobody fails", async () => {
    const meta = await bench.upload(NAME, GOOD);
    const done = await Promise.all(Array.from({ length: 20 }, () => drop(meta)));
    expect(new Set(done.map(({ state }) => state))).toEqual(new Set(["CLAIMED", "READY"]));
    expect(bench.events().filter((event) => event === "drop.split")).toHaveLength(1);
    expect(await states()).toEqual(["READY"]);
  });

  test("that another worker has is left to that one", async () => {
    const meta = await bench.upload(NAME, GOOD);
    bench.objects = (objects) => ({
      ...objects,
      local: async () => {
        throw new Error("the first worker dies here");
      },
    });
    await expect(drop(meta)).rejects.toThrow("dies here");
    bench.objects = (objects) => objects;
    expect(await drop(meta)).toMatchObject({ state: "CLAIMED" });
    expect(bench.nudges).toEqual([]);
  });

  test.each([
    ["is held", "HELD", { things: [...(GOOD.things ?? []), { id: 2, day: "2026-03-10", v: -50, seq: 1 }] }],
    ["cannot be read", "REJECTED", { refusedBelow: 9 }],
  ] as const)("that %s is told by the publisher", async (_how, state, content) => {
    expect(await drop(await bench.upload(NAME, content))).toMatchObject({ state });
    expect(bench.nudges).toEqual([["publish", DATASET]]);
  });

  test("that is large goes to a job, and nobody is nudged before its report", async () => {
    bench.launchAboveBytes = 0;
    const launched: string[] = [];
    bench.launcher = { ...bench.launcher, launch: async ({ name }) => void launched.push(name) };
    expect(await drop(await bench.upload(NAME, GOOD))).toMatchObject({ state: "LAUNCHED" });
    expect(launched).toEqual([expect.stringMatching(/^sluice-things-/)]);
    expect(bench.nudges).toEqual([]);
  });
});

describe("an event is a hint", () => {
  test("#4: of an older generation: what it tells of is SUPERSEDED, the newer object is a drop of its own", async () => {
    const old = await bench.upload(NAME, GOOD);
    bench.lake.now += 1_000;
    const newer = await bench.upload(NAME, { ...GOOD, note: "newer" });
    expect(await drop(newer)).toMatchObject({ state: "READY" });
    expect(await drop(old)).toMatchObject({ state: "SUPERSEDED" });
    expect(await states()).toEqual(["SUPERSEDED", "READY"]);
  });

  test("#8: of an object that is gone: GONE with the event's facts, and told", async () => {
    const meta = await bench.upload(NAME, GOOD);
    await bench.store.remove(meta.name, meta);
    expect(await drop(meta)).toMatchObject({ state: "GONE" });
    const [record] = (await readState(bench.store, DATASET)).drops;
    expect(record?.entry.drop).toMatchObject({ name: NAME, generation: meta.generation, bytes: meta.bytes });
    expect(bench.nudges).toEqual([["publish", DATASET]]);
  });

  test("#10: what it says of size and checksum is not believed where the object is there", async () => {
    const meta = await bench.upload(NAME, GOOD);
    await drop(meta, { size: "999999999999", crc32c: "AAAAAA==" });
    const [record] = (await readState(bench.store, DATASET)).drops;
    expect(record?.entry.drop).toMatchObject({ bytes: meta.bytes, crc32c: meta.crc32c });
  });
});

describe("#9: an object that is no drop", () => {
  test.each([
    `${DATASET}/dt=2026-03-10/`,
    `${DATASET}/dt=2026-03-10/_SUCCESS`,
    `${DATASET}/_temporary/0/part.parquet`,
    `${DATASET}/dt=2026-03-10/.a.parquet.crc`,
    `gcloud/tmp/parallel_composite_uploads/see_gcloud_storage_cp_help_for_details/0_a.parquet_3`,
    `gsutil/tmp/parallel_composite_uploads/for_details_see/gsutil_help_cp/0a_a.parquet`,
  ])("%s is ignored", async (name) => {
    const meta = { ...(await bench.upload("x", GOOD)), name: landingPath(name) };
    expect(await drop(meta)).toEqual({ reason: "IGNORED" });
    expect([bench.nudges, bench.troubles(), await bench.store.list("outbox/")]).toEqual([[], [], []]);
  });

  test("and matches no contract is told once, however often and by however many it is seen", async () => {
    const meta = await bench.upload("reports/of ann@example.com.parquet", GOOD);
    await Promise.all(Array.from({ length: 5 }, () => drop(meta)));
    expect(await drop(meta)).toEqual({ reason: "UNMATCHED" });
    expect(bench.troubles()).toEqual([
      expect.objectContaining({
        severity: "WARNING",
        event: "drop.unmatched",
        object: "reports/of (e-mail removed)",
      }),
    ]);
    expect(bench.nudges).toEqual([]);
  });

  test("#44: nor does a name that leaves no room for its zone", async () => {
    const pattern = { ...bench.lake.plans.second, landing: { pattern: "x+" } } as Plan;
    bench.plans = [pattern];
    const meta = { ...(await bench.upload("x")), name: landingPath("x".repeat(1_017)) };
    expect(await drop(meta)).toEqual({ reason: "UNMATCHED" });
  });

  test("is told again where another object of that name arrives", async () => {
    await drop(await bench.upload("stray.parquet"));
    await drop(await bench.upload("stray.parquet", { note: "another" }));
    expect(bench.events()).toEqual(["drop.unmatched", "drop.unmatched"]);
    expect(await bench.store.list(unmatchedPath("").replace(".json", ""))).toHaveLength(2);
  });
});

describe("what goes wrong", () => {
  test("a store that does not answer is thrown, and no attempt is used up", async () => {
    const meta = await bench.upload(NAME, GOOD);
    bench.objects = (objects) => ({
      ...objects,
      copy: async () => {
        throw new Unavailable("HTTP 503");
      },
    });
    await expect(drop(meta)).rejects.toThrow(Unavailable);
    bench.objects = (objects) => objects;
    await drop(meta);
    const [record] = (await readState(bench.store, DATASET)).drops;
    expect(record?.entry).toMatchObject({ state: "READY", attempt: 1 });
  });

  test("#61: a right that lacks is thrown as such, and the drop waits for the reconciler", async () => {
    const meta = await bench.upload(NAME, GOOD);
    bench.objects = (objects) => ({
      ...objects,
      copy: async () => {
        throw new Denied("storage.objects.create on raw");
      },
    });
    await expect(drop(meta)).rejects.toThrow(Denied);
    expect(await states()).toEqual(["CLAIMED"]);
  });

  test("#56: a drop on which every worker fails ends after three, whoever takes it up", async () => {
    const meta = await bench.upload(NAME, { ...GOOD, deadlyBelow: 9 });
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await expect(drop(meta)).rejects.toThrow();
      bench.lake.now += 60_000;
    }
    expect(await drop(meta)).toMatchObject({ state: "POISON" });
    expect(bench.nudges).toEqual([["publish", DATASET]]);
  });

  test("a nudge that is lost is said, and fails nothing", async () => {
    bench.nudgeFails = new Unavailable("Pub/Sub does not answer");
    expect(await drop(await bench.upload(NAME, GOOD))).toMatchObject({ state: "READY" });
    expect(bench.troubles()).toMatchObject([{ event: "service.unavailable", dataset: DATASET }]);
  });
});
