import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createFileObjects } from "../../lakehouse/adapters/files.ts";
import { upload } from "../../lakehouse/adapters/local-landing.ts";
import type { Objects } from "../../lakehouse/ports.ts";
import { createMemoryClock } from "../fakes/memory/clock.ts";
import { content, generationOf, textOf } from "../ports/objects-bench.ts";

const morning = "2026-11-20T06:00:00.000Z";
const noon = "2026-11-20T12:00:00.000Z";

let folder = "";
let file = "";
let lake = "";
let objects: Objects;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-landing-"));
  file = join(folder, "drop.parquet");
  lake = join(folder, "lake");
  objects = createFileObjects(lake, createMemoryClock(noon), { durable: false });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (text: string, created: string | null) => {
  writeFileSync(file, text);
  return upload(lake, file, "a/drop.parquet", { created, durable: false });
};

describe("upload", () => {
  test("makes a landed object, created when the file was written", async () => {
    writeFileSync(file, "1");
    utimesSync(file, new Date(noon), new Date(morning));
    const made = await upload(lake, file, "a/drop.parquet");
    expect(made).toMatchObject({ name: "landing/a/drop.parquet", bytes: "1", created: morning });
    expect(await objects.stat(made.name)).toEqual(made);
    expect(readFileSync(file, "utf8")).toBe("1");
  });

  test("or as told", async () => {
    expect(await put("1", noon)).toMatchObject({ created: noon, generation: `${Date.parse(noon)}001` });
  });

  test("the same drop again is the same drop", async () => {
    const made = await put("1", morning);
    expect(await put("1", morning)).toEqual(made);
    expect(readdirSync(join(lake, "landing/a"))).toEqual(["drop.parquet"]);
  });

  test("another content, or another time, is another drop", async () => {
    const made = [await put("1", morning), await put("2", morning), await put("2", noon), await put("2", morning)];
    expect(made.map(({ created }) => created)).toEqual([morning, morning, noon, morning]);
    expect(new Set(made.map(({ generation }) => generation)).size).toBe(4);
    expect(await objects.list("landing/")).toMatchObject([generationOf(made[3] ?? { generation: "" })]);
  });

  test("no generation comes back, also not after removals and with files put down by hand", async () => {
    const seen = new Set<string>();
    for (let life = 0; life < 3; life += 1) {
      for (const at of [noon, morning, noon]) {
        const { generation } = await put(`${life} ${at}`, at);
        expect(seen.has(generation)).toBe(false);
        seen.add(generation);
        if (life < 2) await objects.remove("landing/a/drop.parquet", { generation });
      }
    }
    const other = join(lake, "landing/other");
    writeFileSync(other, "by hand");
    utimesSync(other, 0, Date.parse(morning) / 1000 + 0.0000025);
    const byHand = await objects.stat("landing/other");
    expect(byHand?.generation).toBe(`${Date.parse(morning)}002`);
    const again = await upload(lake, file, "other", { created: morning, durable: false });
    expect(again).toMatchObject({ created: morning, generation: `${Date.parse(morning)}003` });
  });

  test("a producer who goes on writing changes no object", async () => {
    const made = await put("before", morning);
    writeFileSync(file, "after!");
    expect(await textOf(objects, made.name)).toBe("before");
    expect(await objects.stat(made.name)).toEqual(made);
  });

  test("of many uploads at once each is a drop, or the one that is there", async () => {
    const files = Array.from({ length: 10 }, (_, index) => join(folder, `${index % 5}.parquet`));
    for (const path of files) writeFileSync(path, path);
    const made = await Promise.all(files.map((path) => upload(lake, path, "x", { created: morning, durable: false })));
    const last = await objects.stat("landing/x");
    expect(made).toContainEqual(last);
    expect(new Set(made.map(({ crc32c }) => crc32c)).size).toBe(5);
  });

  test("what cannot be uploaded is said", async () => {
    await expect(upload(lake, join(folder, "none"), "x")).rejects.toThrow("is no file");
    await expect(put("1", "yesterday")).rejects.toThrow("not a time");
    await expect(objects.write("landing/x", content("x"), { generation: "0" })).resolves.toMatchObject({
      created: noon,
    });
  });
});
