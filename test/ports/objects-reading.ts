import { expect, test } from "@jest/globals";
import { ObjectNotFound, PreconditionFailed } from "../../lakehouse/ports.ts";
import { type Bench, bytesOf, content, generationOf, textOf } from "./objects-bench.ts";

export function readingRules(bench: Bench): void {
  test("nothing is there", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    expect(await objects.stat(x)).toBeNull();
    expect(await objects.stat(x, { generation: "0" })).toBeNull();
    await expect(objects.stat(x, { generation: "7" })).rejects.toThrow(PreconditionFailed);
    await expect(objects.stat(x, { metageneration: "1" })).rejects.toThrow(PreconditionFailed);
    await expect(objects.read(x)).rejects.toThrow(ObjectNotFound);
    await expect(objects.read(x, { generation: "7" })).rejects.toThrow(ObjectNotFound);
    await expect(objects.local(x)).rejects.toThrow(ObjectNotFound);
    await expect(objects.local(x, { generation: "7" })).rejects.toThrow(ObjectNotFound);
  });

  test("what was written is there, with its checksum", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    const made = await objects.write(x, content("123456789"), { generation: "0" });
    expect(made).toEqual({
      name: x,
      generation: expect.stringMatching(/^[1-9]\d{0,18}$/),
      metageneration: "1",
      bytes: "9",
      crc32c: "4waSgw==", // 0xe3069283, the check value of CRC-32C
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(await objects.stat(x)).toEqual(made);
    expect(await objects.read(x)).toEqual({ bytes: bytesOf("123456789"), meta: made });
    expect(await bench.opened.readFile(await objects.local(x))).toEqual(bytesOf("123456789"));
  });

  test("an empty object is one", async () => {
    const x = bench.fresh();
    expect(await bench.objects.write(x, content(""), { generation: "0" })).toMatchObject({
      bytes: "0",
      crc32c: "AAAAAA==",
    });
    expect((await bench.objects.read(x)).bytes).toEqual(new Uint8Array());
  });

  test("a big object comes back as it was, by every way", async () => {
    const { objects, opened } = bench;
    const big = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 7919) % 251);
    const byBytes = await objects.write(`${bench.fresh()}/bytes`, { kind: "bytes", bytes: big }, { generation: "0" });
    for (const kind of ["move", "copy"] as const) {
      const made = await objects.write(
        `${bench.fresh()}/${kind}`,
        { kind, path: await opened.file(big) },
        { generation: "0" },
      );
      expect([made.bytes, made.crc32c]).toEqual(["3000000", byBytes.crc32c]);
      expect(await objects.stat(made.name)).toEqual(made);
      const read = await objects.read(made.name);
      expect(Buffer.compare(read.bytes, big)).toBe(0);
      expect(Buffer.compare((await opened.readFile(await objects.local(made.name))) ?? new Uint8Array(), big)).toBe(0);
    }
  });

  test("preconditions of a look", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    const old = await objects.write(x, content("1"), { generation: "0" });
    const made = await objects.write(x, content("2"), old);
    expect(await objects.stat(x, { generation: made.generation, metageneration: "1" })).toEqual(made);
    for (const wrong of [{ generation: "0" }, { generation: old.generation }, { metageneration: "2" }]) {
      await expect(objects.stat(x, wrong)).rejects.toThrow(PreconditionFailed);
    }
  });

  test("only the present generation is read", async () => {
    const { objects, opened } = bench;
    const x = bench.fresh();
    const old = await objects.write(x, content("1"), { generation: "0" });
    const made = await objects.write(x, content("2"), old);
    expect((await objects.read(x, made)).meta).toEqual(made);
    expect(await opened.readFile(await objects.local(x, made))).toEqual(bytesOf("2"));
    await expect(objects.read(x, old)).rejects.toThrow(ObjectNotFound);
    await expect(objects.local(x, old)).rejects.toThrow(ObjectNotFound);
  });

  test("content is never shared with the caller", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    const mine = bytesOf("mine");
    await objects.write(x, { kind: "bytes", bytes: mine }, { generation: "0" });
    mine.fill(0);
    (await objects.read(x)).bytes.fill(0);
    expect(await textOf(objects, x)).toBe("mine");
  });
}

export function timeRules(bench: Bench): void {
  test("creation is told by the store's clock, in order", async () => {
    const { objects, opened } = bench;
    const x = bench.fresh();
    let present = await objects.write(x, content("0"), { generation: "0" });
    for (let round = 0; round < 3; round += 1) {
      await opened.later();
      const before = await objects.time();
      const next = await objects.write(x, content("1"), generationOf(present));
      expect(next.created > present.created).toBe(true);
      expect(Date.parse(next.created)).toBeGreaterThanOrEqual(Math.floor(Date.parse(before) / 1000) * 1000); // a `Date` has no parts of seconds
      expect(Date.parse(next.created)).toBeLessThan(Date.parse(await objects.time()) + 1000);
      present = next;
    }
  });

  test("time goes on", async () => {
    const { objects, opened } = bench;
    const before = await objects.time();
    expect(before).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
    await opened.later();
    expect((await objects.time()) >= before).toBe(true);
  });
}
