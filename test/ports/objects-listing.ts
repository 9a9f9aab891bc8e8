import { expect, test } from "@jest/globals";
import { type Bench, content, generationOf } from "./objects-bench.ts";

export function listingRules(bench: Bench): void {
  const put = async (names: readonly string[]) => {
    for (const name of names) await bench.objects.write(`${bench.fresh()}${name}`, content(name), { generation: "0" });
  };
  const namesOf = async (prefix: string, startAt?: string) =>
    (
      await bench.objects.list(
        `${bench.fresh()}${prefix}`,
        startAt === undefined ? undefined : `${bench.fresh()}${startAt}`,
      )
    ).map(({ name }) => name.slice(bench.fresh().length));

  test("nothing", async () => {
    expect(await bench.objects.list(`${bench.fresh()}/nowhere/`)).toEqual([]);
  });

  test("a prefix is text, not a folder", async () => {
    await put(["/b", "/a/2", "/a/1", "/ab", "/a/deep/er/x", "y"]);
    expect(await namesOf("")).toEqual(["/a/1", "/a/2", "/a/deep/er/x", "/ab", "/b", "y"]);
    expect(await namesOf("/")).toEqual(["/a/1", "/a/2", "/a/deep/er/x", "/ab", "/b"]);
    expect(await namesOf("/a")).toEqual(["/a/1", "/a/2", "/a/deep/er/x", "/ab"]);
    expect(await namesOf("/a/")).toEqual(["/a/1", "/a/2", "/a/deep/er/x"]);
    expect(await namesOf("/a/de")).toEqual(["/a/deep/er/x"]);
    expect(await namesOf("/b")).toEqual(["/b"]);
    expect(await namesOf("/c")).toEqual([]);
  });

  test("startAt is the first that may be told", async () => {
    await put(["/log/000000000001", "/log/000000000002", "/log/000000000010", "/lof", "/loz/1"]);
    expect(await namesOf("/log/", "/log/000000000002")).toEqual(["/log/000000000002", "/log/000000000010"]);
    expect(await namesOf("/log/", "/log/000000000003")).toEqual(["/log/000000000010"]);
    expect(await namesOf("/log/", "/log/")).toHaveLength(3);
    expect(await namesOf("/log/", "/a")).toHaveLength(3);
    expect(await namesOf("/log/", "/loh")).toEqual([]);
    expect(await namesOf("/lo", "/log/00000000001")).toEqual(["/log/000000000010", "/loz/1"]);
  });

  test("order is that of UTF-8 bytes", async () => {
    const names = [
      "/-",
      "/A",
      "/a b",
      "/a!b",
      "/a-b",
      "/a.b",
      "/a/b",
      "/a=b",
      "/aa",
      "/z",
      "/é",
      "/\u{ff5e}",
      "/\u{1f600}",
    ];
    await put(names.toReversed());
    const told = await namesOf("/");
    expect(told).toEqual(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect(told.at(-1)).toBe("/\u{1f600}"); // UTF-16 would put it before U+FF5E
    expect(await namesOf("/", "/\u{ff5e}")).toEqual(["/\u{ff5e}", "/\u{1f600}"]);
  });

  test("only present generations, each once, as the last call left them", async () => {
    const { objects } = bench;
    const names = ["a", "b", "c"].map((end) => `${bench.fresh()}/${end}`);
    const [a = "", b = "", c = ""] = names;
    const first = await objects.write(a, content("1"), { generation: "0" });
    const other = await objects.write(b, content("11"), { generation: "0" });
    const second = await objects.write(a, content("22"), generationOf(first));
    const third = await objects.write(a, content(""), generationOf(second));
    await objects.remove(b, generationOf(other));
    const copied = await objects.copy(third, c, { generation: "0" });
    const listed = ({ name, generation, bytes, created }: typeof third) => ({ name, generation, bytes, created });
    expect(await objects.list(`${bench.fresh()}/`)).toEqual([listed(third), listed(copied)]);
    const again = await objects.write(b, content(""), { generation: "0" });
    await objects.remove(a, generationOf(third));
    expect(await objects.list(`${bench.fresh()}/`)).toEqual([listed(again), listed(copied)]);
  });
}
