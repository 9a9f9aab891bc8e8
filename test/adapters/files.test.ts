import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createFileObjects } from "../../lakehouse/adapters/files.ts";
import { nameOfPath, pathOfName } from "../../lakehouse/adapters/object-names.ts";
import { ObjectNotFound, type Objects } from "../../lakehouse/ports.ts";
import { createMemoryClock, type MemoryClock } from "../fakes/memory/clock.ts";
import { content, generationOf, textOf } from "../ports/objects-bench.ts";

const none = { generation: "0" };
const big = new Uint8Array(200_000).fill(7); // more than what is read without a sidecar

let root = "";
let clock: MemoryClock;
let objects: Objects;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sluice-files-"));
  clock = createMemoryClock("2026-11-20T06:00:00.123Z");
  objects = createFileObjects(root, clock, { durable: false });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const filesBelow = (folder: string) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1))
        .sort()
    : [];

describe("files", () => {
  test("are what people find: the first plain, later ones numbered, a removed one gone", async () => {
    const first = await objects.write("ledger/log/000000000001.json", content("1"), none);
    const second = await objects.write(first.name, content("2"), generationOf(first));
    await objects.write(first.name, content("3"), generationOf(second));
    const marker = await objects.write("ledger/open/k", content(""), none);
    await objects.remove(marker.name, generationOf(marker));
    expect(filesBelow("ledger")).toEqual([
      "log/000000000001.json",
      "log/000000000001.json~2",
      "log/000000000001.json~3",
    ]);
    expect(readFileSync(join(root, "ledger/log/000000000001.json~2"), "utf8")).toBe("2");
    await objects.write(marker.name, content("again"), none);
    expect(filesBelow("ledger/open")).toEqual(["k~2.1"]);
  });

  test("tell generation and creation by their time of change", async () => {
    const made = await objects.write("raw/x", content("x"), none);
    expect(made.created).toBe(clock.now());
    const { mtimeNs } = await stat(join(root, "raw/x"), { bigint: true });
    expect(made.generation).toBe(String(mtimeNs / 1000n));
    expect(made.generation).toBe(`${Date.parse(clock.now())}001`);
  });

  test("a clock that stands or goes back makes no generation twice, and none older than the last", async () => {
    let present = await objects.write("raw/x", content(""), none);
    const seen = new Set([present.generation]);
    for (let count = 2; count <= 1_100; count += 1) {
      present = await objects.write("raw/x", content(""), generationOf(present));
      seen.add(present.generation);
    }
    expect(seen.size).toBe(1_100);
    const earlier = createFileObjects(root, clock.wrongBy(-3_600_000), { durable: false });
    const next = await earlier.write("raw/x", content(""), generationOf(present));
    expect(BigInt(next.generation)).toBe(BigInt(present.generation) + 1n);
    expect(next.created).toBe(present.created);
    await earlier.remove("raw/x", generationOf(next));
    expect(BigInt((await earlier.write("raw/x", content(""), none)).generation)).toBeGreaterThan(
      BigInt(next.generation),
    );
  });

  test("a lake that is copied with its times is the same lake", async () => {
    const texts = ["1", "22", "", "4444", ""];
    let present = await objects.write("ledger/many", content("0"), none);
    for (const text of texts) present = await objects.write("ledger/many", content(text), generationOf(present));
    const gone = await objects.write("ledger/gone", content("1"), none);
    await objects.remove("ledger/gone", await objects.write("ledger/gone", content("2"), generationOf(gone)));
    const marker = await objects.write("ledger/marker", content(""), none);
    await objects.remove("ledger/marker", generationOf(marker));
    await objects.write("raw/big", { kind: "bytes", bytes: big }, none);
    execFileSync("cp", ["-a", root, `${root}.copy`]);
    try {
      const copy = createFileObjects(`${root}.copy`, clock, { durable: false });
      expect(await copy.list("")).toEqual(await objects.list(""));
      for (const { name } of await objects.list("")) expect(await copy.stat(name)).toEqual(await objects.stat(name));
      for (const name of ["ledger/gone", "ledger/marker"]) {
        expect(await copy.stat(name)).toBeNull();
        expect(await copy.write(name, content("again"), none)).toEqual(
          await objects.write(name, content("again"), none),
        );
      }
    } finally {
      rmSync(`${root}.copy`, { recursive: true });
    }
  });

  test("nothing is left beside, also not of a writer that was killed", async () => {
    const dead = join(root, ".sluice/new/999999999-0123456789abcdef");
    put(".sluice/new/999999999-0123456789abcdef", "half");
    await objects.write("raw/x", content("x"), none);
    await expect(objects.write("raw/x", content("y"), none)).rejects.toThrow("not in the state");
    await expect(objects.write("raw/y", { kind: "copy", path: join(root, "no such file") }, none)).rejects.toThrow(
      "ENOENT",
    );
    expect(existsSync(dead)).toBe(false);
    expect(filesBelow(".sluice/new")).toEqual([]);
    expect(await objects.stat("raw/y")).toBeNull();
  });

  test("flushed or not, objects are the same", async () => {
    const flushed = createFileObjects(root, clock);
    const made = await flushed.write("raw/deep/er/x", content("x"), none);
    const copied = await flushed.copy(made, "staging/x", none);
    await flushed.remove(made.name, generationOf(made));
    expect(await objects.list("")).toMatchObject([generationOf(copied)]);
  });

  test("an object cannot be the folder of others, and that is said", async () => {
    await objects.write("raw/x", content("x"), none);
    await expect(objects.write("raw/x/y", content("y"), none)).rejects.toThrow("cannot be the folder of others");
    await objects.write("raw/a/b", content("b"), none);
    await expect(objects.write("raw/a", content("a"), none)).rejects.toThrow("cannot be the folder of others");
    expect(await objects.stat("raw/a")).toBeNull();
    expect(await objects.stat("raw/x/y")).toBeNull();
    expect(await objects.list("raw/x/")).toEqual([]);
  });

  test("a folder of many is listed whole", async () => {
    const names = Array.from({ length: 3_000 }, (_, index) => `ledger/drops/dt=2026-11-20/${index}.json`);
    for (const name of names) put(name, name);
    for (const name of names.slice(0, 20)) {
      await objects.remove(name, generationOf((await objects.list(name))[0] ?? none));
    }
    const listed = (await objects.list("ledger/")).map(({ name }) => name);
    expect(listed).toEqual(names.slice(20).sort());
  });
});

describe("checksums", () => {
  test("are remembered beside big objects, and made again where they are lost", async () => {
    const made = await objects.write("raw/big", { kind: "bytes", bytes: big }, none);
    const [sidecar = ""] = filesBelow(".sluice/checksums");
    expect(sidecar).toBe("raw/big");
    const text = readFileSync(join(root, ".sluice/checksums", sidecar), "utf8");
    rmSync(join(root, ".sluice/checksums"), { recursive: true });
    expect(await objects.stat("raw/big")).toEqual(made);
    expect(readFileSync(join(root, ".sluice/checksums", sidecar), "utf8")).toBe(text);
    await objects.remove("raw/big", generationOf(made));
    expect(filesBelow(".sluice/checksums")).toEqual([]);
  });

  test.each(["", "half a li", "1 2 3 AAAAAA==\n"])("a sidecar that does not fit is not believed: %j", async (text) => {
    const made = await objects.write("raw/big", { kind: "bytes", bytes: big }, none);
    put(".sluice/checksums/raw/big", text);
    expect(await objects.stat("raw/big")).toEqual(made);
  });

  test("of a file that was overwritten by hand are those of its content", async () => {
    const made = await objects.write("raw/big", { kind: "bytes", bytes: big }, none);
    writeFileSync(join(root, "raw/big"), new Uint8Array(200_000));
    const now = await objects.stat("raw/big");
    expect(now?.crc32c).not.toBe(made.crc32c);
    expect(now?.generation).not.toBe(made.generation);
    expect((await objects.read("raw/big")).meta).toEqual(now);
    await expect(objects.copy(made, "raw/copy", none)).rejects.toThrow(ObjectNotFound);
  });
});

describe("files that people put down", () => {
  const byHand = [
    "plain.parquet",
    "my file.parquet",
    "100%.parquet",
    "ü.parquet",
    "a:b",
    "x.parquet~",
    "a*b?",
    "in a folder/x",
    "%41",
  ];

  test.each(byHand)("are objects: %j", async (file) => {
    put(`landing/${file}`, file);
    await utimes(join(root, "landing", file), 0, 1_795_000_000.25);
    const name = `landing/${file}`;
    const found = await objects.stat(name);
    expect(found).toMatchObject({ name, generation: "1795000000250000", created: "2026-11-18T11:06:40.250Z" });
    expect(await objects.list("landing/")).toMatchObject([{ name, generation: found?.generation }]);
    expect(await objects.list(name)).toHaveLength(1);
    expect(await textOf(objects, name)).toBe(file);
    const copied = await objects.copy({ name, generation: found?.generation ?? "" }, "raw/x", none);
    const written = await objects.write(name, content("new"), generationOf(found ?? none));
    expect(await objects.list("")).toMatchObject([generationOf(written), generationOf(copied)]);
    await objects.remove(name, generationOf(written));
    expect(await objects.list("landing/")).toEqual([]);
  });

  test("are removed as others are", async () => {
    for (const file of byHand) {
      put(`landing/${file}`, "");
      const found = await objects.stat(`landing/${file}`);
      await objects.remove(`landing/${file}`, generationOf(found ?? none));
      expect(await objects.stat(`landing/${file}`)).toBeNull();
      expect(filesBelow("landing")).toEqual([]);
    }
  });

  test("of the same name as one of ours are behind it", async () => {
    const made = await objects.write("landing/a b", content("ours"), none);
    put("landing/a b", "by hand");
    expect(await objects.stat("landing/a b")).toEqual(made);
    expect(await objects.list("landing/")).toMatchObject([generationOf(made)]);
  });

  test("may be removed by hand; what came after one stays", async () => {
    put("landing/x", "1");
    rmSync(join(root, "landing/x"));
    expect(await objects.stat("landing/x")).toBeNull();
    const first = await objects.write("landing/x", content("1"), none);
    const second = await objects.write("landing/x", content("2"), generationOf(first));
    rmSync(join(root, "landing/x"));
    expect(await objects.stat("landing/x")).toEqual(second);
    expect(await objects.list("")).toMatchObject([generationOf(second)]);
    const third = await objects.write("landing/x", content("3"), generationOf(second));
    await objects.remove("landing/x", generationOf(third));
    expect(await objects.list("")).toEqual([]);
  });

  test("without a time have one all the same", async () => {
    put("landing/x", "x");
    await utimes(join(root, "landing/x"), 0, 0);
    expect(await objects.stat("landing/x")).toMatchObject({ generation: "1", created: "1970-01-01T00:00:00.000Z" });
    await expect(objects.write("landing/x", content(""), none)).rejects.toThrow("not in the state");
  });

  test("are none if they are hidden", async () => {
    put("landing/.x.swp", "");
    put(".sluice/removed/x", "");
    put("landing/.git/config", "");
    expect(await objects.list("")).toEqual([]);
    for (const name of ["landing/.x.swp", ".sluice/removed/x", "landing/.git/config"]) {
      expect(await objects.stat(name)).toBeNull();
    }
  });
});

describe("names", () => {
  test.each(["/a", "a/", "a//b", "a/../b", "a/./b", `a/${"ü".repeat(100)}`, "x".repeat(250)])(
    "refused, because no file can be named so: %j",
    async (name) => {
      await expect(objects.write(name, content(""), none)).rejects.toThrow(RangeError);
      expect(await objects.list(name)).toEqual([]);
    },
  );

  test("lead nowhere but into the store's folder", async () => {
    await objects.write(".sluice/new/x", content("x"), none);
    await objects.write("..%2f..%2fx", content("x"), none);
    expect(existsSync(join(root, ".sluice/new/x"))).toBe(false);
    expect((await objects.list("")).map(({ name }) => name)).toEqual(["..%2f..%2fx", ".sluice/new/x"]);
    expect(await objects.local("..%2f..%2fx")).toBe(join(root, "%2E.%252f..%252fx"));
  });

  test("each has its own path, and back", () => {
    const segment = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .filter((part) => !/[/\r\n]/.test(part) && part !== "." && part !== "..");
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 3 }), (parts) => {
        const name = parts.join("/");
        const path = pathOfName(name);
        expect(nameOfPath(path)).toBe(name);
        expect(path).toMatch(/^[A-Za-z0-9_%=+,@-][A-Za-z0-9_%=+,@./-]*$/);
        expect(path.split("/").some((part) => part.startsWith("."))).toBe(false);
      }),
    );
  });

  test("reading gives the very bytes", async () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    await objects.write("bytes", { kind: "bytes", bytes: all }, none);
    expect((await objects.read("bytes")).bytes).toEqual(all);
    expect(new Uint8Array(readFileSync(await objects.local("bytes")))).toEqual(all);
  });
});
