// A landing pattern that changes between two events of one object gives it another arrival day, and so another entry.
import { describe, expect, test } from "@jest/globals";
import { readEntry } from "../../lakehouse/ledger/entries.ts";
import { listMarked } from "../../lakehouse/ledger/markers.ts";
import type { Objects } from "../../lakehouse/ports.ts";
import { decide } from "../../lakehouse/run/decide.ts";
import { readAgain } from "../../lakehouse/run/find-drop.ts";
import { processDrop, workOn } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { LEASE_SECONDS, MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { DATASET, type Policy } from "../protocol/contracts.ts";

const OTHER = "2026-03-11";

async function openTwoDays(policy: Policy) {
  const lake = new MemoryLake(policy, 1);
  const tools = lake.tools(new Life(null));
  const things = [{ id: 1, day: "2026-03-10", v: 1, seq: 1 }];
  const arrival = await lake.upload(nameOf("a"), { things, refusedBelow: 0, poisonBelow: 0, note: "" });
  const stateOn = async (day: string) => (await readEntry(tools.objects, DATASET, day, arrival.key))?.value.state;
  return { lake, tools, arrival, plan: lake.plans.second, stateOn };
}

describe.each(["keyless", "replace", "merge", "hold"] as const)("with %s", (policy) => {
  test("the second entry is a duplicate, also long after the first was published; no row comes in twice", async () => {
    const { lake, tools, arrival, plan, stateOn } = await openTwoDays(policy);
    await processDrop(tools, plan, arrival);
    await publishDataset(tools, plan);
    const { entry } = await processDrop(tools, plan, { ...arrival, arrivalDay: OTHER });
    expect(entry.value).toMatchObject({ state: "DUPLICATE", reason: { code: "DUPLICATE" } });
    expect(await stateOn(arrival.arrivalDay)).toBe("COMMITTED");
    await publishDataset(tools, plan);
    expect(lake.rows()).toBe(1);
    expect(await listMarked(tools.objects, "open", DATASET)).toEqual([]);
  });

  test("of two that split at once the one goes on whose report is first", async () => {
    const { lake, tools, arrival, plan, stateOn } = await openTwoDays(policy);
    const write: Objects["write"] = async (name, ...given) => {
      if (name.includes("/reports/")) await processDrop(tools, plan, { ...arrival, arrivalDay: OTHER });
      return tools.objects.write(name, ...given);
    };
    await processDrop({ ...tools, objects: { ...tools.objects, write } }, plan, arrival);
    expect([await stateOn(arrival.arrivalDay), await stateOn(OTHER)]).toEqual(["DUPLICATE", "READY"]);
    await publishDataset(tools, plan);
    expect(lake.rows()).toBe(1);
  });

  test("one that was given up comes to nothing when it is replayed after the other was published", async () => {
    const { lake, tools, arrival, plan, stateOn } = await openTwoDays(policy);
    const split = () => Promise.reject(new Error("killed"));
    const dying = { ...tools, engine: { ...tools.engine, split } };
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await expect(processDrop(dying, plan, arrival)).rejects.toThrow("killed");
      lake.now += LEASE_SECONDS * 1000 + 1;
    }
    await processDrop(tools, plan, arrival);
    await processDrop(tools, plan, { ...arrival, arrivalDay: OTHER });
    await publishDataset(tools, plan);
    expect([await stateOn(arrival.arrivalDay), await stateOn(OTHER)]).toEqual(["POISON", "COMMITTED"]);
    const entry = await readAgain(tools.objects, { dataset: DATASET, day: arrival.arrivalDay, key: arrival.key });
    const lifts = { window: false, holds: false };
    await workOn(tools, await decide(tools, entry, { kind: "replay", by: "ann", plan, lifts }));
    expect(await stateOn(arrival.arrivalDay)).toBe("DUPLICATE");
    await publishDataset(tools, plan);
    expect(lake.rows()).toBe(1);
  });
});
