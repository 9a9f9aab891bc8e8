import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createFileObjects } from "../../lakehouse/adapters/files.ts";
import { nameOfPath, pathOfName } from "../../lakehouse/adapters/object-names.ts";
import { type Objects, PreconditionFailed } from "../../lakehouse/ports.ts";

let root = "";
let objects: Objects;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "sluice-files-"));
  objects = createFileObjects(root);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const bytes = (text: string) => ({ kind: "bytes" as const, bytes: new TextEncoder().encode(text) });
const textOf = async (name: string) => new TextDecoder().decode(await objects.read(name));

describe("objects as files", () => {
  test("what is created is there, with its checksum", async () => {
    const made = await objects.create("raw/a/dt=2026-11-20/x.parquet", bytes("123456789"));
    expect(made).toMatchObject({ name: "raw/a/dt=2026-11-20/x.parquet", bytes: "9", crc32c: "4waSgw==" }); // 0xe3069283
    expect(made.generation).toMatch(/^\d{16}$/);
    expect(await objects.stat(made.name)).toEqual(made);
    expect(await textOf(made.name)).toBe("123456789");
    expect(existsSync(join(root, "raw/a/dt=2026-11-20/x.parquet"))).toBe(true);
  });

  test("what is not there is null", async () => {
    expect(await objects.stat("raw/nothing")).toBeNull();
    expect(await objects.stat("raw")).toBeNull();
    expect(await objects.list("nowhere/")).toEqual([]);
    await expect(objects.local("raw/nothing")).rejects.toThrow("not there");
  });

  test("a second creation fails and changes nothing", async () => {
    const made = await objects.create("once", bytes("first"));
    await expect(objects.create("once", bytes("second"))).rejects.toBeInstanceOf(PreconditionFailed);
    expect(await objects.stat("once")).toEqual(made);
    expect(await textOf("once")).toBe("first");
  });

  test("of many who create at once exactly one wins, and all see the winner whole", async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => objects.create("race", bytes(String(index).repeat(5_000)))),
    );
    const won = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(won).toHaveLength(1);
    expect(await objects.stat("race")).toEqual(won[0]);
    expect(new Set(await textOf("race")).size).toBeLessThanOrEqual(2);
  });

  test("move takes the file, copy leaves it", async () => {
    for (const kind of ["move", "copy"] as const) {
      const path = join(root, `${kind}.tmp`);
      writeFileSync(path, kind);
      await objects.create(`files/${kind}`, { kind, path });
      expect(await textOf(`files/${kind}`)).toBe(kind);
      expect(existsSync(path)).toBe(kind === "copy");
      rmSync(path, { force: true });
    }
  });

  test("list by prefix, sorted, without the store's own files", async () => {
    for (const name of ["list/b", "list/a/2", "list/a/1", "list/ab"]) await objects.create(name, bytes(name));
    expect((await objects.list("list/")).map(({ name }) => name)).toEqual([
      "list/a/1",
      "list/a/2",
      "list/ab",
      "list/b",
    ]);
    expect((await objects.list("list/a")).map(({ name }) => name)).toEqual(["list/a/1", "list/a/2", "list/ab"]);
    expect((await objects.list("")).some(({ name }) => name.includes("sluice"))).toBe(false);
  });

  test("a lost sidecar is only slower", async () => {
    const made = await objects.create("slow", bytes("123456789"));
    rmSync(join(root, ".sluice/meta"), { recursive: true });
    expect(await objects.stat("slow")).toEqual(made);
  });

  test("nothing is left beside", () => {
    expect(readdirSync(join(root, ".sluice/new"))).toEqual([]);
  });

  test("creation time is the store's clock", async () => {
    const made = await objects.create("now", bytes(""));
    expect(Math.abs(Date.parse(made.created) - Date.now())).toBeLessThan(60_000);
    const { mtimeNs } = await stat(join(root, "now"), { bigint: true });
    expect([made.generation, made.created]).toEqual([
      String(mtimeNs / 1000n),
      new Date(Number(mtimeNs / 1_000_000n)).toISOString(),
    ]);
  });

  test("a failing write leaves no object", async () => {
    await expect(objects.create("half", { kind: "copy", path: join(root, "no such file") })).rejects.toThrow("ENOENT");
    expect(await objects.stat("half")).toBeNull();
  });
});

describe("names", () => {
  test.each(["", "/a", "a/", "a//b", "..", "a/../b", ".", "x".repeat(1025), "\ud800", `a/${"ü".repeat(100)}`])(
    "refused: %j",
    async (name) => {
      await expect(objects.create(name, bytes(""))).rejects.toThrow(RangeError);
    },
  );

  test.each([".sluice/meta/x", "a b", "a%2Fb", "ü/東京", "a\\b", "c:d", "*?[x]", "dt=2026-11-20", "a\nb", "~", "-rf"])(
    "kept: %j",
    async (name) => {
      await objects.create(`names/${name}`, bytes(name));
      expect(await textOf(`names/${name}`)).toBe(name);
      expect((await objects.list("names/")).map((meta) => meta.name)).toContain(`names/${name}`);
    },
  );

  test("the store's own folder is out of reach", async () => {
    await objects.create(".sluice/new/x", bytes("x"));
    expect(existsSync(join(root, ".sluice/new/x"))).toBe(false);
  });

  test("every name has its own path, and back", () => {
    const segment = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .filter((part) => !part.includes("/") && part !== "." && part !== "..");
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 3 }), (parts) => {
        const name = parts.join("/");
        const path = pathOfName(name);
        expect(nameOfPath(path)).toBe(name);
        expect(path).toMatch(/^[A-Za-z0-9_%=+,@~/-][A-Za-z0-9_%=+,@.~/-]*$/);
        expect(path.split("/").some((part) => part.startsWith("."))).toBe(false);
      }),
    );
  });

  test("reading gives the very bytes", async () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    await objects.create("bytes", { kind: "bytes", bytes: all });
    expect(await readFile(await objects.local("bytes"))).toEqual(Buffer.from(all));
  });
});
