import { expect, test } from "@jest/globals";
import { ObjectNotFound, PreconditionFailed } from "../../lakehouse/ports.ts";
import { type Bench, bytesOf, content, generationOf, textOf } from "./objects-bench.ts";

export function writingRules(bench: Bench): void {
  test("creation, only if there is none", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    const made = await objects.write(x, content("first"), { generation: "0" });
    await expect(objects.write(x, content("second"), { generation: "0" })).rejects.toThrow(PreconditionFailed);
    expect(await objects.read(x)).toEqual({ bytes: bytesOf("first"), meta: made });
  });

  test("replacement, only of the generation that was seen", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    await expect(objects.write(x, content("0"), { generation: "7" })).rejects.toThrow(PreconditionFailed);
    expect(await objects.stat(x)).toBeNull();
    const seen = [await objects.write(x, content("0"), { generation: "0" })];
    for (let round = 1; round <= 20; round += 1) {
      seen.unshift(await objects.write(x, content(String(round)), { generation: seen[0]?.generation ?? "" }));
      for (const { generation } of seen.slice(1, 4)) {
        await expect(objects.write(x, content("late"), { generation })).rejects.toThrow(PreconditionFailed);
      }
      expect(await objects.read(x)).toEqual({ bytes: bytesOf(String(round)), meta: seen[0] });
    }
    expect(new Set(seen.map(({ generation }) => generation)).size).toBe(21);
  });

  test("metageneration", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    await expect(objects.write(x, content("0"), { generation: "0", metageneration: "1" })).rejects.toThrow(
      PreconditionFailed,
    );
    const { generation } = await objects.write(x, content("1"), { generation: "0" });
    await expect(objects.write(x, content("2"), { generation, metageneration: "2" })).rejects.toThrow(
      PreconditionFailed,
    );
    expect(await objects.write(x, content("2"), { generation, metageneration: "1" })).toMatchObject({
      metageneration: "1",
    });
  });

  test("move takes the file, copy leaves it", async () => {
    const { objects, opened } = bench;
    for (const kind of ["move", "copy"] as const) {
      const path = await opened.file(bytesOf(kind));
      await objects.write(`${bench.fresh()}/${kind}`, { kind, path }, { generation: "0" });
      expect(await textOf(objects, `${bench.fresh()}/${kind}`)).toBe(kind);
      expect(await opened.readFile(path)).toEqual(kind === "copy" ? bytesOf(kind) : null);
    }
  });

  test("content that is not there makes no object", async () => {
    const { objects, opened } = bench;
    const path = await opened.file(bytesOf("moved"));
    await objects.write(`${bench.fresh()}/moved`, { kind: "move", path }, { generation: "0" });
    for (const kind of ["move", "copy"] as const) {
      await expect(objects.write(bench.fresh(), { kind, path }, { generation: "0" })).rejects.toThrow(path);
    }
    expect(await objects.stat(bench.fresh())).toBeNull();
  });
}

export function copyingRules(bench: Bench): void {
  test("the pinned generation, as an object of its own", async () => {
    const { objects } = bench;
    const [from, to] = [`${bench.fresh()}/from`, `${bench.fresh()}/to`];
    const source = await objects.write(from, content("kept"), { generation: "0" });
    await bench.opened.later();
    const copied = await objects.copy(source, to, { generation: "0" });
    expect(copied).toMatchObject({ name: to, bytes: "4", crc32c: source.crc32c, metageneration: "1" });
    expect(copied.created > source.created).toBe(true);
    await objects.remove(from, await objects.write(from, content("other"), source));
    expect(await objects.stat(to)).toEqual(copied);
    expect(await textOf(objects, to)).toBe("kept");
  });

  test("not another generation, nor of nothing", async () => {
    const { objects } = bench;
    const [from, to] = [`${bench.fresh()}/from`, `${bench.fresh()}/to`];
    await expect(objects.copy({ name: from, generation: "7" }, to, { generation: "0" })).rejects.toThrow(
      ObjectNotFound,
    );
    const old = await objects.write(from, content("1"), { generation: "0" });
    await objects.write(from, content("2"), old);
    await expect(objects.copy(old, to, { generation: "0" })).rejects.toThrow(ObjectNotFound);
    expect(await objects.stat(to)).toBeNull();
  });

  test("under a precondition on the target", async () => {
    const { objects } = bench;
    const [from, to] = [`${bench.fresh()}/from`, `${bench.fresh()}/to`];
    const source = await objects.write(from, content("new"), { generation: "0" });
    const target = await objects.write(to, content("old"), { generation: "0" });
    for (const wrong of [{ generation: "0" }, { generation: "7" }, { ...generationOf(target), metageneration: "2" }]) {
      await expect(objects.copy(source, to, wrong)).rejects.toThrow(PreconditionFailed);
    }
    expect(await objects.stat(to)).toEqual(target);
    expect((await objects.copy(source, to, generationOf(target))).generation).not.toBe(target.generation);
    expect(await textOf(objects, to)).toBe("new");
  });

  test("onto itself, as a new generation", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    const old = await objects.write(x, content("same"), { generation: "0" });
    const made = await objects.copy(old, x, generationOf(old));
    expect(made.generation).not.toBe(old.generation);
    expect(await objects.read(x)).toEqual({ bytes: bytesOf("same"), meta: made });
  });
}
