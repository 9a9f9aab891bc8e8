// The reconciler's function over memory, as the account that splits: what was missed, lost or left undone.
import { beforeEach, describe, expect, test } from "@jest/globals";
import onDrop from "../../functions/on-drop.ts";
import onReport from "../../functions/on-report.ts";
import publish from "../../functions/publish.ts";
import reconcile from "../../functions/reconcile.ts";
import { bucketName } from "../../lakehouse/plan/cloud/names.ts";
import { reportPath } from "../../lakehouse/plan/names.ts";
import { Denied } from "../../lakehouse/ports.ts";
import { isThorough } from "../../lakehouse/run/reconcile-cycle.ts";
import { readState } from "../../lakehouse/run/state.ts";
import type { Content } from "../protocol/content.ts";
import { DATASET } from "../protocol/contracts.ts";
import { Bench, finalized, notified, nudge, PLACE, published } from "./bench.ts";

const GOOD: Partial<Content> = { things: [{ id: 1, day: "2026-03-10", v: 1, seq: 1 }] };
const nameOf = (letter: string) => `${DATASET}/dt=2026-03-10/${letter}.parquet`;
const LEASE = 31_000;

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

const tick = () => bench.call(reconcile, "split", published("reconcile"));
const states = async () => (await readState(bench.store, DATASET)).drops.map(({ entry }) => entry.state);

describe("a tick", () => {
  test("#25: finds an object of which no event was heard, and has everything looked at", async () => {
    await bench.upload(nameOf("a"), GOOD);
    await tick();
    expect(await states()).toEqual(["READY"]);
    expect(bench.nudges).toEqual([["publish", null]]);
    await bench.call(publish, "publish", published("publish", nudge(null)));
    expect(await states()).toEqual(["COMMITTED"]);
    expect(bench.troubles()).toEqual([]);
  });

  test("takes up the drop of a worker that died", async () => {
    const meta = await bench.upload(nameOf("a"), { ...GOOD, deadlyBelow: 2 });
    const [first] = [bench.lake.plans.first];
    bench.plans = [first];
    await expect(bench.call(onDrop, "split", finalized(meta))).rejects.toThrow();
    await tick();
    expect(await states()).toEqual(["CLAIMED"]); // its lease is not over
    bench.lake.now += LEASE;
    await tick();
    bench.lake.now += LEASE;
    await tick();
    bench.lake.now += LEASE;
    await tick();
    expect(await states()).toEqual(["POISON"]);
  });

  test("tells of an object without a contract once", async () => {
    for (const name of ["stray.parquet", `${DATASET}/_SUCCESS`, "folder/"]) await bench.upload(name);
    await tick();
    await tick();
    expect(bench.events().filter((event) => event === "drop.unmatched")).toHaveLength(1);
  });

  test("goes on where one drop fails, and says so with its name redacted", async () => {
    await bench.upload(nameOf("a"), GOOD);
    await bench.upload(nameOf("b"), GOOD);
    bench.objects = (objects) => ({
      ...objects,
      stat: async (name, on) => {
        if (name.endsWith("/a.parquet")) throw new Denied(`storage.objects.get on ${name}`);
        return objects.stat(name, on);
      },
    });
    await tick();
    expect(await states()).toEqual(["READY"]);
    expect(bench.troubles()).toMatchObject([{ severity: "ERROR", event: "config.denied", object: nameOf("a") }]);
  });

  test("takes up nothing more when its time is over, and says how much is left", async () => {
    for (const letter of ["a", "b", "c"]) await bench.upload(nameOf(letter), { ...GOOD, note: letter });
    let left = 2;
    bench.time = { leftSeconds: () => left };
    bench.objects = (objects) => ({
      ...objects,
      copy: async (...given) => {
        left -= 1;
        return objects.copy(...given);
      },
    });
    await tick();
    expect(await states()).toEqual(["READY", "READY"]);
    expect(bench.troubles()).toMatchObject([{ event: "work.deferred", drops: 1 }]);
    left = 9;
    await tick();
    expect(await states()).toEqual(["READY", "READY", "READY"]);
  });

  test("reads no entry of a drop that is known: a list tells of a whole day", async () => {
    for (const letter of ["a", "b", "c"]) await bench.upload(nameOf(letter), { ...GOOD, note: letter });
    await tick();
    await bench.call(publish, "publish", published("publish", nudge(null)));
    const read: string[] = [];
    bench.objects = (objects) => ({
      ...objects,
      read: async (name, wanted) => {
        read.push(name);
        return objects.read(name, wanted);
      },
    });
    await tick();
    expect(read.filter((name) => name.includes("/drops/"))).toEqual([]);
  });

  test("of the first minutes of an hour is thorough", async () => {
    expect(isThorough("2026-03-10T08:04:59Z")).toBe(true);
    expect(isThorough("2026-03-10T08:05:00Z")).toBe(false);
    await bench.upload(nameOf("a"), GOOD);
    await tick();
    bench.plans = [];
    bench.nudges.length = 0;
    await tick();
    expect(bench.nudges).toEqual([
      ["publish", null],
      ["publish", DATASET],
    ]);
    bench.lake.now += 5 * 60_000;
    bench.nudges.length = 0;
    await tick();
    expect(bench.nudges).toEqual([["publish", null]]);
  });
});

describe("a report of a launched job", () => {
  const LEDGER = bucketName(PLACE, "ledger");

  /** A drop is handed over, and a host splits it, whom nobody hears. */
  async function reported(): Promise<string> {
    bench.launchAboveBytes = 0;
    const meta = await bench.upload(nameOf("a"), GOOD);
    const { key = "" } = await bench.call(onDrop, "split", finalized(meta));
    const twin = new Bench();
    await twin.upload(nameOf("a"), GOOD);
    await twin.call(onDrop, "split", finalized(meta));
    const report = await twin.store.read(reportPath(DATASET, key, 1));
    await bench.store.write(reportPath(DATASET, key, 1), { kind: "bytes", bytes: report.bytes }, { generation: "0" });
    return key;
  }

  const hear = (key: string) => bench.call(onReport, "split", notified(LEDGER, `${DATASET}/reports/${key}/1.json`));

  test("lets its drop go on, once", async () => {
    const key = await reported();
    expect(await hear(key)).toMatchObject({ state: "READY" });
    expect(bench.nudges).toEqual([["publish", DATASET]]);
    expect(await hear(key)).toMatchObject({ reason: "NOTHING_TO_DO" });
    expect(bench.troubles()).toEqual([]);
  });

  test("that nobody knows asks for nothing", async () => {
    expect(await hear("0".repeat(24))).toMatchObject({ reason: "NOTHING_TO_DO" });
  });
});
