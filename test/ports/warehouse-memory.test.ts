import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { JobExists, type TableRef, type TableShape, Unavailable } from "../../lakehouse/ports.ts";
import {
  createMemoryWarehouse,
  type MemoryRow,
  type MemoryWarehouse,
  type WarehouseHooks,
} from "../fakes/memory/warehouse.ts";
import { changeKeyed, look, newestRows } from "../fakes/memory/warehouse-rows.ts";
import * as model from "../plan/warehouse-model.ts";

// What the fake has beyond the port: it decides when jobs run, fails and forgets, and is stricter.

const target: TableRef = { dataset: "c", table: "t" };
const staging: TableRef = { dataset: "s", table: "p1_0" };
const shape: TableShape = {
  columns: [{ name: "note", type: "STRING", mode: "NULLABLE" }],
  partitioning: null,
  clustering: [],
};
const rows: MemoryRow[] = ["p", "q"].map((partition) => {
  return { key: "k", partition, seq: 1, drop: "d", arrived: "2026-05-01T00:00:00.000Z", row: 0, note: "n" };
});

function open(hooks: WarehouseHooks = {}, remembered = 100): MemoryWarehouse {
  return createMemoryWarehouse({
    clock: { now: () => "2026-06-01T00:00:00.000Z" },
    targets: [{ table: target, shape, keyed: true, sequence: "seq" }],
    readFile: (uri) => (uri === "good" ? rows : null),
    hooks,
    partitionsPerCopy: 2,
    remembered,
  });
}

const load = { kind: "load", files: [{ uri: "good", generation: "1" }], into: staging, shape, text: null } as const;
const copy = { kind: "copy", from: staging, into: target, partitions: ["p", "q"], text: null } as const;
const change = { from: staging, target, partitions: ["p"], formerDrops: [], text: "", counts: null };

describe("jobs run by themselves", () => {
  test("a number of calls later, whoever makes them", async () => {
    const warehouse = open({ job: (id) => ({ calls: id === "load" ? 3 : 0 }) });
    await warehouse.insert("load", {}, load);
    expect(warehouse.jobs()).toMatchObject([{ id: "load", state: "pending" }]);
    expect(await warehouse.shape(staging)).toBeNull();
    expect(await warehouse.job("load")).toMatchObject({ state: "running" });
    expect(await warehouse.tables("s")).toEqual(["p1_0"]);
    expect(warehouse.jobs()).toMatchObject([{ state: "done", error: null, counts: { loaded: 2 } }]);
  });

  test("settle runs what nobody waits for", async () => {
    const warehouse = open({ job: () => ({ calls: 50 }) });
    await warehouse.insert("load", {}, load);
    await warehouse.settle();
    expect(warehouse.peek(staging)).toEqual(rows);
  });

  test("a job that shall fail has no effect and uses its id up", async () => {
    const error = { kind: "passing", reason: "backendError", message: "again" } as const;
    const warehouse = open({ job: (id) => (id === "load" ? { error } : {}) });
    await warehouse.insert("load", {}, load);
    expect(await warehouse.job("load")).toMatchObject({ state: "done", error, counts: { loaded: 0 } });
    expect(warehouse.peek(staging)).toBeNull();
    await expect(warehouse.insert("load", {}, load)).rejects.toThrow(JobExists);
    await warehouse.insert("again", {}, load);
    expect(warehouse.peek(staging)).toEqual(rows);
  });

  test("jobs are forgotten, oldest first, and their ids are free again", async () => {
    const warehouse = open({}, 1);
    await warehouse.insert("load", {}, load);
    await warehouse.insert("copy", {}, copy);
    expect(await warehouse.job("load")).toBeNull();
    expect(await warehouse.job("copy")).toMatchObject({ counts: { copied: 2 } });
    await warehouse.insert("copy2", {}, copy);
    await warehouse.insert("copy", {}, copy);
    expect(warehouse.peek(target)).toHaveLength(6);
  });
});

describe("hooks", () => {
  test("before a call nothing has happened, after it everything", async () => {
    const seen: string[] = [];
    const fails = (moment: string) => (call: string, name: string) => {
      seen.push(`${moment} ${call} ${name}`);
      if (seen.length === 1 || seen.length === 5) throw new Unavailable("lost");
    };
    const warehouse = open({ before: fails("before"), after: fails("after") });
    await expect(warehouse.insert("load", {}, load)).rejects.toThrow(Unavailable);
    expect(warehouse.jobs()).toEqual([]);
    await warehouse.shape(target);
    await expect(warehouse.insert("load", {}, load)).rejects.toThrow(Unavailable);
    expect(warehouse.jobs()).toMatchObject([{ id: "load", state: "done" }]);
    expect(seen).toEqual([
      "before insert load",
      "before shape c.t",
      "after shape c.t",
      "before insert load",
      "after insert load",
    ]);
  });

  test("a table that vanishes between two calls is gone for the next job", async () => {
    const warehouse: MemoryWarehouse = open({
      before: (call, name) => {
        if (call === "insert" && name === "copy") warehouse.vanish(staging);
      },
    });
    await warehouse.insert("load", {}, load);
    await warehouse.insert("copy", {}, copy);
    expect(await warehouse.job("copy")).toMatchObject({ error: { kind: "gone" } });
  });
});

describe("it is strict", () => {
  test.each([
    ["more partitions than one copy takes", { ...copy, partitions: ["p", "q", "r"] }],
    ["a copy of a partition that the source does not hold", { ...copy, partitions: ["p", "z"] }],
    ["a merge of former drops", { kind: "merge", ...change, formerDrops: ["d"] }],
    ["a merge out of nothing", { kind: "merge", ...change, from: null }],
    ["a derived table that it cannot make", { kind: "derive", ...change, from: null }],
  ] as const)("%s is the publisher's fault", async (_, spec) => {
    const warehouse = open();
    await warehouse.insert("load", {}, load);
    await expect(warehouse.insert("a", {}, spec)).rejects.toThrow(RangeError);
  });

  test("without a key nothing is looked for and nothing merged", async () => {
    const warehouse = open();
    warehouse.create({ table: target, shape, keyed: false, sequence: null });
    await warehouse.insert("load", {}, load);
    const specs = [
      { kind: "merge", ...change },
      { kind: "look", ...change, into: { dataset: "s", table: "look" } },
    ] as const;
    for (const [at, spec] of specs.entries())
      await expect(warehouse.insert(`a${at}`, {}, spec)).rejects.toThrow(RangeError);
  });

  test("a source partitioned otherwise than the target is refused for its schema", async () => {
    const warehouse = open();
    const other = { ...shape, partitioning: { type: "DAY", field: "note" } };
    await warehouse.insert("load", {}, { ...load, shape: other });
    await warehouse.insert("copy", {}, copy);
    expect(await warehouse.job("copy")).toMatchObject({ error: { kind: "passing" } });
  });
});

describe("against the model that the plan's statements are held to", () => {
  const rowOf = ({ key, day, version, note, drop, arrived, row }: model.Row): MemoryRow => {
    return {
      key: String(key),
      partition: day,
      seq: version,
      drop,
      arrived: arrived === null ? null : `2026-05-0${arrived}`,
      row,
      note,
    };
  };
  const dayOf = ({ day }: model.Row) => day;
  const texts = (all: readonly MemoryRow[]) => all.map((row) => JSON.stringify(row)).sort();
  const sequenced = fc.boolean().chain((sequence) =>
    fc.record({
      sequence: fc.constant(sequence ? ("seq" as const) : null),
      first: model.drops(sequence),
      second: model.drops(sequence),
    }),
  );

  test("keyed changes and looks", () => {
    fc.assert(
      fc.property(sequenced, fc.array(fc.integer({ min: 0, max: 3 })), ({ sequence, first, second }, gone) => {
        const table = [...model.newestOf(first.flat(), dayOf).values()];
        const batch = second
          .flat()
          .map((row) =>
            row.drop === null ? { ...row, version: row.version + 500 } : { ...row, drop: `x${row.drop}` },
          );
        const former = gone.map((drop) => `drop${drop}`);
        const [target, staged] = [table.map(rowOf), batch.map(rowOf)];
        const partitions = [...new Set([...target, ...staged].map(({ partition }) => partition))];
        expect(texts(newestRows(staged, sequence))).toEqual(
          texts([...model.newestOf(batch, dayOf).values()].map(rowOf)),
        );
        for (const formerDrops of [[], former]) {
          const expected = model.publish(table, batch, dayOf, formerDrops);
          const changed = changeKeyed(target, staged, partitions, formerDrops, sequence);
          expect(changed.counts).toEqual(expected.counts);
          expect(texts(changed.rows)).toEqual(texts(expected.rows.map(rowOf)));
        }
        const found = look(target, staged, partitions).map((row) => [
          row.sluice_partition,
          [row.repeated_keys, row.known_keys],
        ]);
        expect(Object.fromEntries(found)).toEqual(model.look(table, batch, dayOf));
      }),
      { numRuns: 300 },
    );
  });
});
