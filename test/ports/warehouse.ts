import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { missingColumns } from "../../lakehouse/ports/columns.ts";
import { JobExists, type TableRef } from "../../lakehouse/ports.ts";
import { derivedFrom, finished } from "./warehouse-jobs.ts";
import { type Bench, hour, meter, type Sample, sorted } from "./warehouse-samples.ts";
import { counts, none, partitionsOf, Steps } from "./warehouse-steps.ts";

/** BigQuery's rules, for whatever calls itself a warehouse. */
export function warehouseConformance(name: string, open: () => Promise<Bench>): void {
  let bench: Bench;
  let meters: Steps;
  let hourly: Steps;
  beforeEach(async () => {
    bench = await open();
    [meters, hourly] = [new Steps(bench, "meters"), new Steps(bench, "hourly")];
  });
  afterEach(() => bench.close());

  describe(`${name}: jobs`, () => {
    test("an id is used once, and its job keeps labels, counts and time", async () => {
      const into = meters.staging("p1_0");
      const file = await meters.file([meter("m1", "202602", 1)]);
      const spec = meters.jobs.load(into, [file], await meters.shape());
      const labels = { sluice_step: "load", sluice_meaning: "0a1b" };
      expect(await bench.warehouse.job("once")).toBeNull();
      await bench.warehouse.insert("once", labels, spec);
      await expect(bench.warehouse.insert("once", labels, spec)).rejects.toThrow(JobExists);
      const job = await finished(bench, "once");
      expect(job).toMatchObject({ id: "once", labels, state: "done", error: null, counts: { ...none, loaded: 1 } });
      expect(new Date(job.created).toISOString()).toBe(job.created);
      await expect(bench.warehouse.insert("once", {}, spec)).rejects.toThrow(JobExists);
      expect(await meters.held(into)).toHaveLength(1);
    });

    test("an id is used up by a job that fails", async () => {
      const from = meters.staging("never_made");
      const failed = await meters.act(meters.jobs.copy(from, ["202602"]));
      expect(failed).toMatchObject({ state: "done", error: { kind: "gone" }, counts: none });
      const good = meters.jobs.copy(await meters.staged([meter("m1", "202602", 1)]), ["202602"]);
      await expect(bench.warehouse.insert(failed.id, {}, good)).rejects.toThrow(JobExists);
      expect(await bench.warehouse.job(failed.id)).toEqual(failed);
      expect(await meters.held()).toEqual([]);
    });

    test("of many who submit one id, one does, and it takes effect once", async () => {
      const spec = meters.jobs.copy(await meters.staged([meter("m1", "202602", 1)]), ["202602"]);
      const tries = await Promise.allSettled([1, 2, 3, 4, 5].map(() => bench.warehouse.insert("raced", {}, spec)));
      expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const lost of tries) if (lost.status === "rejected") expect(lost.reason).toBeInstanceOf(JobExists);
      expect(counts(await finished(bench, "raced"))).toEqual({ ...none, copied: 1 });
      expect(await meters.held()).toHaveLength(1);
    });

    test("what BigQuery would refuse to take is refused, and no id is used", async () => {
      const shape = await meters.shape();
      const spec = meters.jobs.load(meters.staging("p1_0"), [await meters.file([meter("m1", "202602", 1)])], shape);
      const { insert } = bench.warehouse;
      await expect(insert("a b", {}, spec)).rejects.toThrow(RangeError);
      await expect(insert("refused", { Upper: "x" }, spec)).rejects.toThrow(RangeError);
      await expect(insert("refused", { long: "x".repeat(64) }, spec)).rejects.toThrow(RangeError);
      await expect(insert("refused", {}, meters.jobs.load(meters.staging("p1_0"), [], shape))).rejects.toThrow(
        RangeError,
      );
      await expect(
        insert("refused", {}, { ...hourly.jobs.copy(hourly.staging("p1_0"), ["2026022801"]), partitions: [] }),
      ).rejects.toThrow(RangeError);
      expect(await bench.warehouse.job("refused")).toBeNull();
    });
  });

  describe(`${name}: load and copy`, () => {
    test("a load fills a new table by name; what a file lacks is NULL; no reader sees it", async () => {
      const whole = [hour("2026022801", "n", { drop: null, arrived: null, row: null }), hour("2026022802", "it's")];
      const without = [hour("2026022803", "lost")];
      const files = [await hourly.file(whole), await hourly.file(without, "lacks")];
      expect(counts(await hourly.load("p1_0", files))).toEqual({ ...none, loaded: 3 });
      const into = hourly.staging("p1_0");
      expect(await hourly.held(into)).toEqual(sorted([...whole, ...without.map((row) => ({ ...row, note: null }))]));
      expect((await hourly.shape(into)).columns).toEqual((await hourly.shape()).columns);
      expect(await hourly.held()).toEqual([]);
    });

    test.each(["unknown", "type", "broken"] as const)(
      "a file that is %s can never be loaded, and leaves nothing",
      async (fault) => {
        const good = await meters.file([meter("m1", "202602", 1)]);
        const bad = await meters.file([meter("m2", "202602", 1)], fault);
        expect(counts(await meters.load("p1_0", [good, bad]))).toBe("data");
        expect(await bench.warehouse.shape(meters.staging("p1_0"))).toBeNull();
        expect(counts(await meters.load("p1_0", [good]))).toEqual({ ...none, loaded: 1 });
      },
    );

    test("a file that is not there can never be loaded", async () => {
      const { uri } = await meters.file([meter("m1", "202602", 1)]);
      const gone = { uri: uri.replace(".parquet", ".none.parquet"), generation: "1" };
      expect(counts(await meters.load("p1_0", [gone]))).toBe("data");
    });

    test("a load into a table that is there changes nothing", async () => {
      const into = await meters.staged([meter("m1", "202602", 1)]);
      const again = await meters.load(into.table, [await meters.file([meter("m2", "202602", 1)])]);
      expect(again.error).not.toBeNull();
      expect(await meters.held(into)).toEqual(sorted([meter("m1", "202602", 1)]));
    });

    test("a copy appends the named partitions behind what is there, each time", async () => {
      const rows = [hour("2026022801", "a"), hour("2026022802", "b"), hour("2026022803", "c")];
      const from = await hourly.staged(rows);
      expect(await hourly.copy(from, ["2026022801", "2026022803"])).toBe(2);
      expect(counts(await hourly.act(hourly.jobs.copy(from, ["2026022801"])))).toEqual({ ...none, copied: 1 });
      expect(await hourly.held()).toEqual(sorted([rows[0], rows[0], rows[2]] as Sample[]));
      expect(await hourly.held(from)).toEqual(sorted(rows));
    });

    test("a source without the target's newer columns is refused until it is widened", async () => {
      const rows = [hour("2026022801", "a")];
      const from = await hourly.staged(rows);
      await bench.warehouse.widen(hourly.target, [bench.extra]);
      expect(counts(await hourly.act(hourly.jobs.copy(from, ["2026022801"])))).toBe("passing");
      expect(await hourly.held()).toEqual([]);
      await bench.warehouse.widen(from, [bench.extra]);
      expect(counts(await hourly.act(hourly.jobs.copy(from, ["2026022801"])))).toEqual({ ...none, copied: 1 });
      expect(await hourly.held()).toEqual(sorted(rows));
      expect((await bench.warehouse.rows(hourly.target))?.[0]).toMatchObject({ extra: null });
    });

    test("so is one without the target's newer fields inside of a column", async () => {
      const { warehouse, deeper } = bench;
      const fields = async (table?: TableRef) =>
        (await meters.shape(table)).columns.find(({ name }) => name === "parts")?.fields?.map(({ name }) => name);
      const rows = [meter("m1", "202602", 1, { note: "a" })];
      const from = await meters.staged(rows);
      expect(await fields(from)).toEqual(["kind", "values"]);
      await warehouse.widen(meters.target, [deeper]);
      expect(await fields()).toEqual(["kind", "values", "unit"]);
      expect(counts(await meters.act(meters.jobs.copy(from, ["202602"])))).toBe("passing");
      expect(await meters.held()).toEqual([]);
      const lacking = async () =>
        missingColumns((await meters.shape(from)).columns, (await meters.shape()).columns).map(({ name }) => name);
      expect(await lacking()).toEqual(["parts"]);
      await warehouse.widen(from, (await meters.shape()).columns);
      expect(await lacking()).toEqual([]);
      expect(counts(await meters.act(meters.jobs.copy(from, ["202602"])))).toEqual({ ...none, copied: 1 });
      expect(await meters.held()).toEqual(sorted(rows));
    });

    test("a source with columns that the target lacks is refused", async () => {
      const from = await hourly.staged([hour("2026022801", "a")]);
      await bench.warehouse.widen(from, [bench.extra]);
      expect(counts(await hourly.act(hourly.jobs.copy(from, ["2026022801"])))).toBe("passing");
      expect(await hourly.held()).toEqual([]);
    });

    test("a load keeps the shape that it was given, whatever the target has become", async () => {
      const shape = await hourly.shape();
      await bench.warehouse.widen(hourly.target, [bench.extra]);
      const into = hourly.staging("p1_0");
      await hourly.act(hourly.jobs.load(into, [await hourly.file([hour("2026022801", "a")])], shape));
      expect((await hourly.shape(into)).columns).toEqual(shape.columns);
    });
  });

  describe(`${name}: look and change`, () => {
    test("a look finds repeated and known keys by partition", async () => {
      await meters.append([meter("m1", "202601", 1), meter("m1", "202602", 1), meter("m2", "202602", 1)]);
      const batch = [
        meter("m3", "202601", 1),
        meter("m1", "202602", 5),
        meter("m9", "202602", 1, { drop: "b" }),
        meter("m9", "202602", 2, { drop: "b" }),
        meter("m1", "202603", 1),
      ];
      const into = meters.staging("look");
      const job = await meters.act(meters.jobs.look(await meters.staged(batch), partitionsOf(batch), into));
      expect(counts(job)).toEqual(none);
      expect(await bench.warehouse.rows(into)).toEqual([
        { sluice_partition: "202601", repeated_keys: 0, known_keys: 0 },
        { sluice_partition: "202602", repeated_keys: 1, known_keys: 1 },
        { sluice_partition: "202603", repeated_keys: 0, known_keys: 0 },
      ]);
    });

    test("a merge leaves the newest row of each key and partition, counts that, and does nothing again", async () => {
      const old = [
        meter("m1", "202601", 3, { note: "newer by sequence" }),
        meter("m1", "202602", 1, { note: "older by sequence" }),
        meter("m2", "202602", 1, { arrived: 2, note: "newer by arrival" }),
        meter("m3", "202602", 1, { drop: "a", note: "older by drop" }),
        meter("m4", "202602", 1, { drop: null, arrived: null, row: null, note: "oldest: passed through" }),
      ];
      await meters.append(old);
      const won = [
        meter("m1", "202602", 2, { row: 1, note: "it's new" }),
        meter("m3", "202602", 1, { drop: "b", row: 7 }),
        meter("m4", "202602", 1, { drop: "b", row: 8 }),
        meter("m5", "202602", 1, { row: 9, note: "of two in the batch the later row" }),
      ];
      const lost = [meter("m1", "202601", 2), meter("m2", "202602", 1), meter("m5", "202602", 1, { row: 8 })];
      const untouched = [meter("m6", "202603", 1)];
      const from = await meters.staged([...won, ...lost, ...untouched]);
      const spec = meters.jobs.merge(from, ["202601", "202602"]);
      expect(counts(await meters.act(spec))).toEqual({ ...none, inserted: 1, updated: 3 });
      const now = sorted([old[0], old[2], ...won] as Sample[]);
      expect(await meters.held()).toEqual(now);
      expect(counts(await meters.act(spec))).toEqual(none);
      expect(await meters.held()).toEqual(now);
    });

    test("a keyed replace: former drops give way whatever their sequence, or go; keys stay unique", async () => {
      const old = [
        meter("m1", "202601", 9, { drop: "former" }),
        meter("m2", "202601", 9, { drop: "former" }),
        meter("m3", "202602", 9, { drop: "other" }),
        meter("m4", "202602", 1, { drop: "other" }),
        meter("m5", "202604", 1, { drop: "former", note: "outside the partitions that were named" }),
      ];
      await meters.append(old);
      const batch = [
        meter("m1", "202601", 1, { drop: "b" }),
        meter("m3", "202602", 1, { drop: "b" }),
        meter("m4", "202602", 2, { drop: "b" }),
        meter("m6", "202603", 1, { drop: "b" }),
      ];
      const from = await meters.staged(batch);
      const spec = meters.jobs.replace(from, ["202601", "202602", "202603"], ["former", "unheard of"]);
      expect(counts(await meters.act(spec))).toEqual({ ...none, inserted: 1, updated: 2, deleted: 1 });
      const now = sorted([old[2], old[4], batch[0], batch[2], batch[3]] as Sample[]);
      expect(await meters.held()).toEqual(now);
      expect(counts(await meters.act(spec))).toEqual(none);
      expect(await meters.held()).toEqual(now);
    });

    test("a keyless replace: the former drop's rows of these partitions go, all of the batch's come", async () => {
      const old = [
        hour("2026022801", "x", { drop: "former" }),
        hour("2026022801", "x", { drop: "other" }),
        hour("2026022805", "x", { drop: "former" }),
      ];
      await hourly.append(old);
      const batch = [hour("2026022802", "x", { drop: "b" }), hour("2026022802", "x", { drop: "b" })];
      const spec = hourly.jobs.replace(await hourly.staged(batch), ["2026022801", "2026022802"], ["former"]);
      expect(counts(await hourly.act(spec))).toEqual({ ...none, inserted: 2, deleted: 1 });
      expect(await hourly.held()).toEqual(sorted([old[1], old[2], ...batch] as Sample[]));
    });

    test("a derived job makes partitions new, whatever they held", async () => {
      await hourly.append([hour("2026022801", "old"), hour("2026022802", "old"), hour("2026022803", "kept")]);
      const rows = [hour("2026022801", "new"), hour("2026022803", "of no partition that was named")];
      await hourly.load(derivedFrom, [await hourly.file(rows)]);
      const job = await hourly.act(hourly.jobs.derive(["2026022801", "2026022802"]));
      expect(counts(job)).toEqual({ ...none, inserted: 1, deleted: 2 });
      expect(await hourly.held()).toEqual(sorted([hour("2026022801", "new"), hour("2026022803", "kept")]));
    });

    test("whatever reads a table that is not there says so, and changes nothing", async () => {
      await meters.append([meter("m1", "202602", 1)]);
      const from = await meters.staged([meter("m2", "202602", 1)]);
      await bench.warehouse.drop(from);
      const into = meters.staging("look");
      const specs = [
        meters.jobs.copy(from, ["202602"]),
        meters.jobs.look(from, ["202602"], into),
        meters.jobs.merge(from, ["202602"]),
        meters.jobs.replace(from, ["202602"], ["a"]),
      ];
      for (const spec of specs) expect(counts(await meters.act(spec))).toBe("gone");
      expect(await bench.warehouse.rows(into)).toBeNull();
      expect(await meters.held()).toEqual(sorted([meter("m1", "202602", 1)]));
    });
  });

  describe(`${name}: tables`, () => {
    test("widening adds what a table lacks, once, and nothing to a table that is not there", async () => {
      const before = await meters.shape();
      for (const _ of [1, 2]) await bench.warehouse.widen(meters.target, [...before.columns, bench.extra]);
      expect(await meters.shape()).toEqual({ ...before, columns: [...before.columns, bench.extra] });
      await bench.warehouse.widen(meters.staging("none"), [bench.extra]);
      expect(await bench.warehouse.shape(meters.staging("none"))).toBeNull();
    });

    test("tables are listed and dropped; dropping twice is no fault; absent tables have no shape and no rows", async () => {
      const { dataset } = meters.staging("x");
      expect(await bench.warehouse.tables(dataset)).toEqual([]);
      for (const table of ["p2_0", "p1_0"]) await meters.load(table, [await meters.file([meter("m1", "202602", 1)])]);
      expect(await bench.warehouse.tables(dataset)).toEqual(["p1_0", "p2_0"]);
      for (const _ of [1, 2]) await bench.warehouse.drop(meters.staging("p1_0"));
      expect(await bench.warehouse.tables(dataset)).toEqual(["p2_0"]);
      expect(await bench.warehouse.tables("no_such_dataset")).toEqual([]);
      await bench.warehouse.drop({ dataset: "no_such_dataset", table: "t" });
      expect(await bench.warehouse.shape(meters.staging("p1_0"))).toBeNull();
      expect(await bench.warehouse.rows(meters.staging("p1_0"))).toBeNull();
      expect(await bench.warehouse.shape({ dataset: "no_such_dataset", table: "t" })).toBeNull();
    });

    test("a query answers at once, without a job", async () => {
      await meters.append([meter("m1", "202601", 1), meter("m1", "202602", 1), meter("m2", "202602", 1)]);
      expect(await bench.warehouse.query(meters.jobs.rowsByPartition(["202602", "202603"]))).toEqual([
        { sluice_partition: "202602", sluice_rows: 2 },
      ]);
    });
  });
}
