// An entry keeps its latest steps; what people are still to be told of must be among them.
import { expect, test } from "@jest/globals";
import { listMarked } from "../../lakehouse/ledger/markers.ts";
import { Unavailable } from "../../lakehouse/ports.ts";
import { CannotDecide, decide } from "../../lakehouse/run/decide.ts";
import { readAgain } from "../../lakehouse/run/find-drop.ts";
import { processDrop, resumeDrop, workOn } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { resumeOpen } from "../../lakehouse/run/reconcile.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { DATASET } from "../protocol/contracts.ts";

/** A drop that the circuit breaker holds. */
async function hold() {
  const lake = new MemoryLake("keyless", 1);
  const tools = lake.tools(new Life(null));
  const things = [{ id: 1, day: "2026-03-10", v: -5, seq: 1 }];
  const arrival = await lake.upload(nameOf("a"), { things, refusedBelow: 0, poisonBelow: 0, note: "" });
  const { entry } = await processDrop(tools, lake.plans.first, arrival);
  expect(entry.value.state).toBe("HELD");
  const again = () => readAgain(tools.objects, { dataset: DATASET, day: arrival.arrivalDay, key: arrival.key });
  return { lake, tools, entry, again };
}

test("a claim that is given back again and again pushes out nothing", async () => {
  const { tools, entry, again } = await hold();
  let present = await decide(tools, entry, { kind: "accept", by: "ann" });
  const away = { ...tools, engine: { split: () => Promise.reject(new Unavailable("the store is away")) } };
  await expect(workOn(away, present)).rejects.toThrow(Unavailable);
  for (let time = 0; time < 60; time += 1) {
    present = await again();
    await expect(resumeDrop(away, present)).rejects.toThrow(Unavailable);
  }
  present = (await resumeDrop(tools, await again())).entry;
  expect(present.value.history.map(({ state, round, by }) => [state, round, by])).toEqual([
    ["CLAIMED", 1, null],
    ["HELD", 1, null],
    ["CLAIMED", 2, "ann"],
    ["CLAIMED", 2, null],
    ["READY", 2, null],
  ]);
});

test("a decision that came second leaves a marker that hides nothing, and goes with the round it was for", async () => {
  const { lake, tools, entry, again } = await hold();
  await decide(tools, entry, { kind: "reject", by: "ann", note: null });
  await expect(decide(tools, entry, { kind: "accept", by: "bob" })).rejects.toThrow(CannotDecide);
  expect(await resumeOpen(tools, DATASET)).toEqual({ processed: [], faults: [], left: 0 });
  expect((await again()).value).toMatchObject({ state: "REJECTED", round: 1 });
  const lifts = { window: false, holds: false };
  const order = { kind: "replay", by: "ann", plan: lake.plans.second, lifts } as const;
  await workOn(tools, await decide(tools, await again(), order));
  await publishDataset(tools, lake.plans.second);
  expect((await again()).value).toMatchObject({ state: "COMMITTED", round: 2 });
  expect(await listMarked(tools.objects, "open", DATASET)).toEqual([]);
});
