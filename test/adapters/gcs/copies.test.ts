import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createLocalCopies, type LocalCopies } from "../../../lakehouse/adapters/gcs/copies.ts";
import { openGcsLake } from "../../fakes/gcs/lake.ts";

let root: string;
let folder: string;
let copies: LocalCopies;
let filled: string[] = [];
let count = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "sluice-copies-"));
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(() => {
  folder = join(root, String(++count));
  copies = createLocalCopies(folder, 10);
  filled = [];
});

const take = (version: string) =>
  copies.take(version, version.length, async (path) => {
    filled.push(version);
    await writeFile(path, version);
  });
const left = async () => Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));

describe("local copies", () => {
  test("are filled once for all who ask, at a time or later", async () => {
    const [one, other] = await Promise.all([take("a#1"), take("a#1")]);
    expect([other, await take("a#1")]).toEqual([one, one]);
    expect(filled).toEqual(["a#1"]);
  });

  test("have names that nobody outside chooses", async () => {
    const path = await take("gs://b/../../x*.parquet#1");
    expect(path).toMatch(/\/\d+\/[0-9a-f]{32}-[0-9a-f]{16}$/);
    expect(await take("gs://b/../../x*.parquet#2")).not.toBe(path);
  });

  test("stay while somebody holds them; the last that were let go stay as far as there is room", async () => {
    const paths = await Promise.all(["aaaa", "bbbb", "cccc", "dddd"].map(take));
    const again = await take("aaaa");
    for (const path of paths) await copies.forget(path);
    expect((await left()).sort()).toEqual(["aaaa", "cccc", "dddd"]); // 8 bytes of 10, and one is held
    await copies.forget(again);
    expect((await left()).sort()).toEqual(["aaaa", "dddd"]);
    await take("bbbb");
    expect(filled.filter((version) => version === "bbbb")).toHaveLength(2);
  });

  test("a copy that could not be filled leaves nothing, and can be asked for again", async () => {
    const fail = copies.take("a#1", 1, async (path) => {
      await writeFile(path, "half");
      throw new Error("broken off");
    });
    await expect(fail).rejects.toThrow("broken off");
    expect(await readdir(folder)).toEqual([]);
    expect(await readFile(await take("a#1"), "utf8")).toBe("a#1");
  });

  test("a path that is nobody's is nothing", async () => {
    await take("a#1");
    await copies.forget("/elsewhere");
    expect(await left()).toEqual(["a#1"]);
  });
});

test("ten who ask for one generation download it once", async () => {
  const lake = await openGcsLake();
  try {
    const objects = await lake.objects();
    const { generation } = lake.gcs.put("acme-dev-raw", "x", "content");
    const paths = await Promise.all(Array.from({ length: 10 }, () => objects.local("raw/x", { generation })));
    expect(new Set(paths).size).toBe(1);
    expect(lake.around.calls.filter(({ op }) => op === "storage.objects.getMedia")).toHaveLength(1);
    lake.gcs.put("acme-dev-raw", "x", "other");
    await expect(objects.local("raw/x", { generation })).rejects.toThrow("is not there"); // though a copy is
  } finally {
    await lake.close();
  }
});

test("a digest reads all bytes of one generation and puts nothing down, also where the line breaks", async () => {
  const lake = await openGcsLake();
  try {
    const objects = await lake.objects();
    const content = Buffer.alloc(300_000, "content");
    lake.gcs.put("acme-dev-raw", "x", content);
    const meta = await objects.stat("raw/x");
    if (!meta) throw new Error("raw/x is not there");
    lake.around.faults.set([{ op: "storage.objects.getMedia", nth: 1, action: "truncate" }]);
    expect(await objects.sha256(meta)).toBe(createHash("sha256").update(content).digest("hex"));
    expect(lake.around.faults.struck).toHaveLength(1);
    lake.gcs.put("acme-dev-raw", "x", "other");
    await expect(objects.sha256(meta)).rejects.toThrow("is not there");
  } finally {
    await lake.close();
  }
});
