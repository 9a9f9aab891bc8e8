// What the warehouse says that it did is compared with what the reports promise, step by step.
import { describe, expect, test } from "@jest/globals";
import { readEntry } from "../../lakehouse/ledger/entries.ts";
import { lastPublication } from "../../lakehouse/ledger/log.ts";
import type { Counts, JobSpec, Warehouse } from "../../lakehouse/ports.ts";
import type { Arrival } from "../../lakehouse/run/arrival.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { resumePublication } from "../../lakehouse/run/resume.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { DATASET, type Policy } from "../protocol/contracts.ts";

function openLake(policy: Policy) {
  const lake = new MemoryLake(policy, 1);
  const tools = lake.tools(new Life(null));
  const split = async (letter: string, ids: readonly number[], v = 1): Promise<Arrival> => {
    lake.now += 3_600_000;
    const things = ids.map((id) => ({ id, day: "2026-03-10", v, seq: 1 }));
    const arrival = await lake.upload(nameOf(letter), { things, refusedBelow: 0, poisonBelow: 0, note: lake.time() });
    await processDrop(tools, lake.plans.first, arrival);
    return arrival;
  };
  const publish = (hands: Tools = tools) => publishDataset(hands, lake.plans.first);
  const last = async () => (await lastPublication(tools.objects, DATASET))?.value;
  const entryOf = async ({ arrivalDay, key }: Arrival) =>
    (await readEntry(tools.objects, DATASET, arrivalDay, key))?.value;
  return { lake, tools, split, publish, last, entryOf };
}

type Lie = (counts: Counts, spec: JobSpec) => Partial<Counts>;

/** A warehouse that does its work, and says otherwise. */
function lying(tools: Tools, kind: JobSpec["kind"], lie: Lie): Tools {
  const specs = new Map<string, JobSpec>();
  const insert: Warehouse["insert"] = async (id, labels, spec) => {
    specs.set(id, spec);
    await tools.warehouse.insert(id, labels, spec);
  };
  const job: Warehouse["job"] = async (id) => {
    const [found, spec] = [await tools.warehouse.job(id), specs.get(id)];
    if (found?.state !== "done" || spec?.kind !== kind) return found;
    return { ...found, counts: { ...found.counts, ...lie(found.counts, spec) } };
  };
  return { ...tools, warehouse: { ...tools.warehouse, insert, job } };
}

describe("a step that says", () => {
  test.each<[string, Policy, JobSpec["kind"], Lie, string]>([
    ["it copied nothing", "keyless", "copy", () => ({ copied: 0 }), "0 rows were copied and the reports promise 2"],
    ["it copied one more", "merge", "copy", () => ({ copied: 3 }), "3 rows were copied and the reports promise 2"],
    [
      "it inserted less than it replaces with",
      "keyless",
      "replace",
      () => ({ inserted: 1 }),
      "1 rows were inserted and the reports promise 2",
    ],
    [
      "it merged more than it was sent",
      "merge",
      "merge",
      () => ({ inserted: 2, updated: 1 }),
      "3 rows were inserted or updated and the reports promise 2",
    ],
  ])(
    "%s is not the end of a publication; a person who has looked ends it by the reports",
    async (_what, policy, kind, lie, reason) => {
      const { lake, tools, split, publish, last } = openLake(policy);
      if (kind !== "copy") {
        await split("a", [1, 2]);
        await publish();
      }
      await split("a", [1, 2], 2);
      const liar = lying(tools, kind, lie);
      expect((await publish(liar)).end).toBe("stuck");
      expect(await last()).toMatchObject({ state: "PLANNED", stuck: { reason } });
      lake.now += 60_000;
      await resumePublication(tools, DATASET);
      expect((await publish(liar)).end).toBe("idle");
      expect(await last()).toMatchObject({ state: "DONE", counts: { good: 2, loaded: 2, duplicates: 0 } });
    },
  );
});

describe("a load that says it loaded less", () => {
  const LOAD: Lie = ({ loaded }, spec) =>
    spec.kind === "load" && spec.files.some(({ uri }) => uri.includes(culprit)) ? { loaded: loaded - 1 } : {};
  let culprit = "";

  test("is searched for the drop that comes short; that one is held, and the others are published", async () => {
    const { tools, split, publish, entryOf } = openLake("keyless");
    const drops = [await split("a", [1]), await split("b", [2, 3]), await split("c", [4])];
    culprit = drops[1]?.key ?? "";
    expect((await publish(lying(tools, "load", LOAD))).end).toBe("idle");
    const states = await Promise.all(drops.map(async (drop) => (await entryOf(drop))?.state));
    expect(states).toEqual(["COMMITTED", "HELD", "COMMITTED"]);
    expect((await entryOf(drops[1] as Arrival))?.reason).toMatchObject({
      code: "LOAD_FAILED",
      message: "the warehouse does not load its files: 3 rows were loaded and the reports promise 4",
    });
  });

  test("of a batch of one is its own culprit", async () => {
    const { tools, split, publish, entryOf, lake } = openLake("merge");
    const drop = await split("a", [1, 2]);
    culprit = drop.key;
    expect((await publish(lying(tools, "load", LOAD))).end).toBe("idle");
    expect([(await entryOf(drop))?.state, lake.rows()]).toEqual(["HELD", 0]);
  });

  test("in place of a lost staging table waits for a person, and is then made once more", async () => {
    const { lake, tools, split, publish, last } = openLake("keyless");
    await split("a", [1, 2]);
    const dying: Warehouse["insert"] = async (id, labels, spec) => {
      if (spec.kind === "copy") throw new Error("dies");
      await tools.warehouse.insert(id, labels, spec);
    };
    await expect(publish({ ...tools, warehouse: { ...tools.warehouse, insert: dying } })).rejects.toThrow("dies");
    for (const table of await tools.warehouse.tables("test_staging_things")) {
      await tools.warehouse.drop({ dataset: "test_staging_things", table });
    }
    const liar = lying(tools, "load", (_counts, spec) =>
      spec.kind === "load" && spec.into.table === "p1_1" ? { loaded: 1 } : {},
    );
    expect((await publish(liar)).end).toBe("stuck");
    expect(await last()).toMatchObject({ stuck: { reason: "1 rows were loaded and the reports promise 2" } });
    lake.now += 60_000;
    await resumePublication(tools, DATASET);
    expect((await publish(liar)).end).toBe("idle");
    expect([await last(), lake.rows()]).toMatchObject([{ state: "DONE", load: 2, counts: { loaded: 2 } }, 2]);
  });
});

test("a resume counts by the store's clock, however a person's goes", async () => {
  const { lake, tools, split, publish, last } = openLake("keyless");
  await split("a", [1]);
  const liar = lying(tools, "copy", () => ({ copied: 0 }));
  await publish(liar);
  lake.now += 60_000;
  const slow: Tools = { ...liar, clock: { ...tools.clock, now: () => "2020-01-01T00:00:00.000Z" } };
  await resumePublication(slow, DATASET);
  expect((await last())?.resumed).toBe(lake.time());
  expect((await publish(liar)).end).toBe("idle");
});
