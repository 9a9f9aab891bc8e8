import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { costPage } from "../../bench/cost/page.ts";
import { logicalShare, queriesOfADay } from "../../bench/cost/publication.ts";
import { measuredOf, megabytesPerCoreSecond } from "../../bench/cost/speed.ts";
import { withFigures } from "../../bench/docs.ts";
import { readRecorded } from "../../bench/recorded.ts";
import { entryOf } from "../../bench/suite.ts";
import { MEGABYTES_PER_VCPU_SECOND, SHARE_OF_A_CORE } from "../../lakehouse/plan/dataflow/sizing.ts";
import { QUERY_PRICE, queryCostWords } from "../../lakehouse/plan/warehouse/prices.ts";

const recorded = await readRecorded();
const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");

describe("the docs show what is recorded", () => {
  const cure = "`npm run bench -- --write-docs` renews it";
  test("docs/cost.md", () => expect({ cure, page: page("cost.md") }).toEqual({ cure, page: costPage(recorded) }));
  test("docs/bench.md", () => {
    expect({ cure, page: page("bench.md") }).toEqual({ cure, page: withFigures(page("bench.md"), recorded) });
  });
});

test.each(["beam-pipeline", "beam-units"] as const)("no plan counts with more than was measured: %s", (way) => {
  const planned = megabytesPerCoreSecond(recorded, way) * SHARE_OF_A_CORE;
  expect(MEGABYTES_PER_VCPU_SECOND).toBeLessThanOrEqual(planned);
});

// Made-up figures.
const entry = (name: string, rows: number, cpu: number) => {
  const found = { seconds: 9, cpu_seconds: cpu, rss_mb: 1, baseline_seconds: 1, by: "cpu", bytes: rows * 100 } as const;
  return entryOf(name, rows, found);
};
const figures = (...entries: ReturnType<typeof entry>[]) => ({ machine: "2 cores", entries });

test("speed is Parquet by CPU time, at the most rows that were measured", () => {
  const both = figures(entry("beam-pipeline", 1_000, 1), entry("beam-pipeline", 2_000_000, 4));
  expect(megabytesPerCoreSecond(both, "beam-pipeline")).toBe(50);
});

test("what was not measured is named, with the cure", () => {
  expect(() => measuredOf(figures(), "beam-units")).toThrow("beam-units was not measured yet: start `npm run bench");
});

describe("queries of a day", () => {
  const rows = 2 ** 40;
  test("one publication reads its own rows alone", () => {
    const { look, merge } = queriesOfADay(rows, 1);
    expect(merge / look).toBeCloseTo(logicalShare(46), 10);
    expect(look).toBeCloseTo(46 * QUERY_PRICE.tib, 10);
  });
  test("each of many reads its own, and what those before it have brought", () => {
    const eachOf = (count: number) => Array.from({ length: count }, (_, before) => (1 + before) / count);
    const whole = queriesOfADay(rows, 1).merge;
    for (const count of [2, 24, 96]) {
      const read = eachOf(count).reduce((sum, share) => sum + share);
      expect(queriesOfADay(rows, count).merge).toBeCloseTo(read * whole, 6);
    }
  });
});

test.each([
  [1, "less than $0.01 on demand at the list price of us-central1"],
  [2 ** 40, "$6.25 on demand at the list price of us-central1"],
  [1_000.5 * 2 ** 40, "$6,253.13 on demand at the list price of us-central1"],
])("%d bytes that queries scanned cost %s", (bytes, words) => {
  expect(queryCostWords(bytes)).toBe(words);
});
