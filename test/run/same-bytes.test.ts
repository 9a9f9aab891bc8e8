// Bytes that came before are no news, unless an upload between the two may still be published: its rows would come last.
import { beforeEach, describe, expect, test } from "@jest/globals";
import { readName } from "../../lakehouse/ledger/names.ts";
import type { Objects } from "../../lakehouse/ports.ts";
import type { Arrival } from "../../lakehouse/run/arrival.ts";
import { decide } from "../../lakehouse/run/decide.ts";
import { readAgain } from "../../lakehouse/run/find-drop.ts";
import { processDrop, resumeDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { planReplay, replayDrop } from "../../lakehouse/run/replay-drop.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { LEASE_SECONDS, MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import type { Content } from "../protocol/content.ts";
import { DATASET, type Policy } from "../protocol/contracts.ts";

let lake: MemoryLake;
let tools: Tools;
function open(policy: Policy): void {
  lake = new MemoryLake(policy, 1);
  tools = lake.tools(new Life(null));
}

/** One row of the same key; `refusedBelow` 2: only the second plan can decode it. */
const holding = (v: number, refusedBelow = 0): Content => ({
  things: [{ id: 1, day: "2026-03-10", v, seq: 1 }],
  refusedBelow,
  poisonBelow: 0,
  note: String(v),
});
const RIGHT = holding(1);
const WRONG = holding(77, 2);

function upload(content: Content, letter = "a"): Promise<Arrival> {
  lake.now += 3_600_000;
  return lake.upload(nameOf(letter), content);
}
const split = async (arrival: Arrival) => (await processDrop(tools, lake.plans.first, arrival)).entry.value;
const publish = () => publishDataset(tools, lake.plans.second);
const entryOf = ({ arrivalDay: day, key }: Arrival) => readAgain(tools.objects, { dataset: DATASET, day, key });

async function replay(arrival: Arrival): Promise<void> {
  const order = { plan: lake.plans.second, backfill: false, by: "ann" };
  for (const one of await planReplay(tools, await entryOf(arrival), order)) await replayDrop(tools, one, order, {});
  await publish();
}

const values = async () => (await tools.warehouse.query(DATASET)).map(({ v }) => v);

/** An attempt that keeps the original and brings no report. */
async function dieOver(arrival: Arrival): Promise<void> {
  const split = () => Promise.reject(new Error("killed"));
  const work = processDrop({ ...tools, engine: { ...tools.engine, split } }, lake.plans.first, arrival);
  await expect(work).rejects.toThrow("killed");
  lake.now += LEASE_SECONDS * 1000 + 1;
}

async function giveUp(arrival: Arrival): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt += 1) await dieOver(arrival);
  await resumeDrop(tools, await entryOf(arrival));
}

const ends: Readonly<Record<string, (arrival: Arrival) => Promise<unknown>>> = {
  REJECTED: split,
  POISON: giveUp,
  "REJECTED by a person": async (arrival) => {
    await split(arrival);
    await decide(tools, await entryOf(arrival), { kind: "reject", by: "ann", note: null });
  },
};

describe.each(["merge", "replace", "keyless"] as const)("with %s", (policy) => {
  beforeEach(() => open(policy));

  describe.each(Object.keys(ends))("after an upload between that ended %s", (end) => {
    /** Held by the circuit breaker, or refused. */
    const wrong = end === "REJECTED by a person" ? { ...holding(-7), note: "held" } : WRONG;

    async function begin(): Promise<Arrival> {
      await split(await upload(RIGHT));
      await publish();
      const between = await upload(wrong);
      await ends[end]?.(between);
      expect((await entryOf(between)).value.state).toBe(end.split(" ")[0]);
      return between;
    }

    test("the first bytes again are news, and stay when the one between is replayed", async () => {
      const between = await begin();
      expect((await split(await upload(RIGHT))).state).toBe("READY");
      await publish();
      await replay(between);
      expect(await values()).toEqual([1]);
    });

    test("also where it is replayed before they are split", async () => {
      const between = await begin();
      const again = await upload(RIGHT);
      await replay(between);
      await split(again);
      await publish();
      expect(await values()).toEqual([1]);
    });

    test("also where all are ready at once", async () => {
      await split(await upload(RIGHT));
      const between = await upload(wrong);
      await ends[end]?.(between);
      await split(await upload(RIGHT));
      await publish();
      await replay(between);
      expect(await values()).toEqual([1]);
    });
  });

  test("and bytes that came once more after those are no news any more", async () => {
    await split(await upload(RIGHT));
    await publish();
    await split(await upload(WRONG));
    for (const state of ["READY", "DUPLICATE"]) {
      expect((await split(await upload(RIGHT))).state).toBe(state);
      await publish();
    }
  });
});

test("an upload that ends while the same bytes are looked at is not overlooked", async () => {
  open("keyless");
  const first = await upload(RIGHT);
  await split(first);
  await publish();
  const between = await upload(WRONG);
  await dieOver(between);
  const again = await upload(RIGHT);
  // Just before open drops are listed: it is among them no more.
  let done = false;
  const list: Objects["list"] = async (prefix, ...rest) => {
    if (prefix.includes("/open/") && !done) {
      done = true;
      await resumeDrop(tools, await entryOf(between));
    }
    return tools.objects.list(prefix, ...rest);
  };
  const { entry } = await processDrop({ ...tools, objects: { ...tools.objects, list } }, lake.plans.first, again);
  expect(done).toBe(true);
  expect((await entryOf(between)).value.state).toBe("REJECTED");
  expect(entry.value.state).toBe("READY");
  expect((await readName(tools.objects, DATASET, nameOf("a")))?.key).toBe(first.key);
});

test("how many were uploaded twice does not multiply what is read", async () => {
  open("merge");
  const readsOf = async (names: number): Promise<number> => {
    for (const _again of [0, 1]) {
      for (let at = 0; at < names; at += 1) await split(await upload(holding(at), `n${names}-${at}`));
    }
    let reads = 0;
    const read: Objects["read"] = (...given) => {
      reads += 1;
      return tools.objects.read(...given);
    };
    await publishDataset({ ...tools, objects: { ...tools.objects, read } }, lake.plans.second);
    return reads;
  };
  const [few, many] = [await readsOf(5), await readsOf(20)];
  expect(many).toBeLessThan(few * 5);
});
