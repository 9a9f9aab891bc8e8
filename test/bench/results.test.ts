import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { mergeEntries, readEntries, saveEntries } from "../../bench/results.ts";
import { type Entry, entryOf } from "../../bench/suite.ts";

const entry = (name: string, rows: number, seconds = 1): Entry =>
  entryOf(name, rows, { seconds, cpu_seconds: 1, rss_mb: 1, baseline_seconds: 2 });

test("one entry per name and rows: the newer one stays", () => {
  const merged = mergeEntries([entry("split", 5), entry("split", 1)], [entry("split", 5, 7), entry("mixed", 5)]);
  expect(merged).toEqual([entry("mixed", 5), entry("split", 1), entry("split", 5, 7)]);
});

test("names are sorted as people count", () => {
  const names = ["rules-100", "rules-9", "small-10", "rules-25"].map((name) => entry(name, 1));
  expect(mergeEntries(names, []).map(({ name }) => name)).toEqual(["rules-9", "rules-25", "rules-100", "small-10"]);
});

test("an entry is rounded and its ratio is seconds / baseline_seconds", () => {
  const found = { seconds: 1.23456, cpu_seconds: null, rss_mb: 301.7, baseline_seconds: 0.9 };
  expect(entryOf("split", 1_000_000, found)).toEqual({
    name: "split",
    rows: 1_000_000,
    seconds: 1.235,
    cpu_seconds: null,
    rss_mb: 302,
    baseline_seconds: 0.9,
    ratio: 1.372,
  });
});

test("an entry by processor time says so, and its ratio is of that", () => {
  const found = { seconds: 9, cpu_seconds: 3, rss_mb: 1, baseline_seconds: 4, by: "cpu", bytes: 100 } as const;
  expect(entryOf("beam-host", 1_000, found)).toEqual({ name: "beam-host", rows: 1_000, ...found, ratio: 0.75 });
  expect(() => entryOf("beam-host", 1_000, { ...found, cpu_seconds: null })).toThrow("was not measured");
});

test("saving merges into the file and makes its folder", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "bench-")), "out/bench.json");
  expect(await readEntries(file)).toEqual([]);
  await saveEntries([entry("split", 1)], file);
  await saveEntries([entry("split", 5)], file);
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual([entry("split", 1), entry("split", 5)]);
});

test("a broken file says what to do", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "bench-")), "bench.json");
  await writeFile(file, "[{");
  await expect(readEntries(file)).rejects.toThrow("delete it to start anew");
});
