import { expect, test } from "@jest/globals";
import { type Bench, bytesOf, content, generationOf } from "./objects-bench.ts";

const odd = [
  "?",
  "#",
  "[",
  "]",
  "*",
  "'",
  '"',
  "%",
  "a*.parquet",
  "a[b].parquet",
  "a b",
  " a",
  "a ",
  "a.",
  "...",
  ".hidden",
  ".sluice",
  "a\\b",
  "c:d",
  "<>|",
  "a%2Fb",
  "a%2fb",
  "%41",
  "100%",
  "%",
  "dt=2026-11-20",
  "a&b;c",
  "$(x)",
  "`x`",
  '";--',
  "a~",
  "~2",
  "a~2",
  "a~2.1",
  "a~removed",
  "-rf",
  "ü",
  "u\u0308",
  "東京",
  "\u{1f600}",
  "\u0001",
  "\t",
  "a\u0000b",
  "\u202e",
  "a+b,c@d!(e)",
  "nul",
  "x".repeat(200),
];

const long = (bytes: number, prefix: string) => {
  const left = bytes - Buffer.byteLength(prefix);
  return `${prefix}${"abcdefghi/".repeat(Math.ceil(left / 10)).slice(0, left - 1)}z`;
};

export function nameRules(bench: Bench): void {
  test.each(odd)("kept: %j", async (part) => {
    const { objects, opened } = bench;
    const name = `${bench.fresh()}/${part}/${part}`;
    const made = await objects.write(name, content(part), { generation: "0" });
    expect(await objects.stat(name)).toEqual(made);
    expect((await objects.list(`${bench.fresh()}/`)).map((listed) => listed.name)).toEqual([name]);
    expect((await objects.list(name)).map((listed) => listed.name)).toEqual([name]);
    expect(await opened.readFile(await objects.local(name))).toEqual(bytesOf(part));
    const changed = await objects.copy(made, name, generationOf(made));
    await objects.remove(name, generationOf(changed));
    expect(await objects.list(`${bench.fresh()}/`)).toEqual([]);
  });

  test("no two names are one object", async () => {
    const { objects } = bench;
    const names = [...new Set(odd)].map((part) => `${bench.fresh()}/${part}`);
    for (const name of names) await objects.write(name, content(name), { generation: "0" });
    for (const name of names) expect((await objects.read(name)).bytes).toEqual(bytesOf(name));
    const listed = (await objects.list(`${bench.fresh()}/`)).map(({ name }) => name);
    expect(listed).toEqual(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });

  test("1024 bytes are a name, one more is none", async () => {
    const { objects } = bench;
    const name = long(1024, bench.fresh());
    const made = await objects.write(name, content("long"), { generation: "0" });
    expect(await objects.list(bench.fresh())).toMatchObject([{ name, generation: made.generation }]);
    await objects.remove(name, generationOf(made));
    await expect(objects.write(long(1025, bench.fresh()), content(""), { generation: "0" })).rejects.toThrow();
  });

  test.each(["", ".", "..", "a\nb", "a\rb", "\ud800"])("refused: %j", async (name) => {
    await expect(bench.objects.write(name, content(""), { generation: "0" })).rejects.toThrow("not an object name");
  });
}
