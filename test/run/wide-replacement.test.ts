// The statement that replaces an upload changes the partitions of both; the warehouse changes only so many at once.
import { expect, test } from "@jest/globals";
import { readEntry } from "../../lakehouse/ledger/entries.ts";
import type { Entry } from "../../lakehouse/ledger/entry.ts";
import type { NameRecord } from "../../lakehouse/ledger/records.ts";
import { BATCH_LIMITS, chooseBatch } from "../../lakehouse/publish/batch.ts";
import type { Arrival } from "../../lakehouse/run/arrival.ts";
import { decide } from "../../lakehouse/run/decide.ts";
import { processDrop, workOn } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { DATASET } from "../protocol/contracts.ts";

const limits = { ...BATCH_LIMITS, jobPartitions: 2 };

test("held, whoever accepts it; it goes by way of an upload with fewer of its former days", async () => {
  const lake = new MemoryLake("keyless", 1);
  const tools = lake.tools(new Life(null));

  async function upload(...days: string[]): Promise<Arrival> {
    lake.now += 60_000;
    const things = days.map((day, id) => ({ id, day: `2026-03-${day}`, v: 1, seq: 1 }));
    const content = { things, refusedBelow: 0, poisonBelow: 0, note: lake.time() };
    const arrival = await lake.upload(nameOf("a"), content);
    await processDrop(tools, lake.plans.first, arrival);
    return arrival;
  }
  async function publish(): Promise<void> {
    expect(await publishDataset(tools, lake.plans.first, { limits })).toMatchObject({ end: "idle" });
  }
  async function entryOf({ key, arrivalDay }: Arrival) {
    const entry = await readEntry(tools.objects, DATASET, arrivalDay, key);
    if (!entry) throw new Error("the drop has no entry");
    return entry;
  }
  async function accept(arrival: Arrival): Promise<void> {
    await workOn(tools, await decide(tools, await entryOf(arrival), { kind: "accept", by: "ann" }));
    await publish();
  }
  const stateOf = async (arrival: Arrival) => (await entryOf(arrival)).value.state;

  const first = await upload("08", "09");
  await publish();
  const wide = await upload("09", "10");
  await publish();
  const held = {
    state: "HELD",
    reason: {
      code: "TOO_MANY_PARTITIONS",
      message: "with the upload that it replaces it touches 3 partitions, and one statement changes at most 2",
    },
  };
  expect((await entryOf(wide)).value).toMatchObject(held);
  await accept(wide);
  expect((await entryOf(wide)).value).toMatchObject(held);
  expect([await stateOf(first), lake.rows()]).toEqual(["COMMITTED", 2]);

  const narrow = await upload("09");
  await publish();
  expect([await stateOf(narrow), lake.rows()]).toEqual(["COMMITTED", 1]);
  const whole = await upload("09", "10");
  await publish();
  expect([await stateOf(whole), lake.rows()]).toEqual(["COMMITTED", 2]);
  await accept(wide);
  expect([await stateOf(wide), lake.rows()]).toEqual(["SUPERSEDED", 2]);
});

test("an older upload that is ready too is not given up for one that is held", async () => {
  // the newest of a name takes the place of the others only where it is loaded
  const { entry, present } = sample();
  const [older, newest] = [entry("older", 1, ["20260308"]), entry("newest", 2, ["20260309", "20260310"])];
  const known = { names: new Map([[NAME, present]]), twins: new Map([["twin", "newest"]]) };
  const twin = entry("twin", 3, ["20260309", "20260310"]);
  const { drops, passedOver } = chooseBatch([older, newest, twin], known, "replace", limits);
  expect(drops).toEqual([]);
  expect(passedOver.map(({ key, becomes, reason }) => [key, becomes, reason.code])).toEqual([
    ["newest", "HELD", "TOO_MANY_PARTITIONS"],
    ["twin", "HELD", "TOO_MANY_PARTITIONS"],
  ]);
});

const NAME = nameOf("a");

function sample() {
  const present = { key: "present", arrived: "2026-03-10T00:00:00.000Z", generation: "1", partitions: ["20260308"] };
  const entry = (key: string, hour: number, partitions: string[]) => {
    const arrived = `2026-03-10T0${hour}:00:00.000Z`;
    const drop = { key, name: NAME, arrived, arrivalDay: "2026-03-10", generation: String(hour + 1) };
    return {
      drop,
      origin: null,
      plan: "plan",
      round: 1,
      ready: { files: 1, bytes: "1", partitions },
    } as unknown as Entry;
  };
  return { entry, present: present as unknown as NameRecord };
}
