import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Granularity } from "../../lakehouse/contract/contract.ts";
import { partitionRange, wholeRange } from "../../lakehouse/plan/warehouse/partition-range.ts";

const DAYS = "t.d BETWEEN DATE {firstDay} AND DATE {lastDay}";
const CLOCK = "t.c BETWEEN TIMESTAMP {firstClock} AND TIMESTAMP {lastClock}";
const INSTANT = "t.i BETWEEN TIMESTAMP {firstInstant} AND TIMESTAMP {lastInstant}";

test.each<[string, Granularity, string[], string]>([
  [DAYS, "DAY", ["20261120"], "(t.d BETWEEN DATE '2026-11-20' AND DATE '2026-11-20')"],
  [DAYS, "MONTH", ["202702", "202701"], "(t.d BETWEEN DATE '2027-01-01' AND DATE '2027-02-28')"],
  [DAYS, "YEAR", ["0001"], "(t.d BETWEEN DATE '0001-01-01' AND DATE '0001-12-31')"],
  [
    CLOCK,
    "HOUR",
    ["2026112023"],
    "(t.c BETWEEN TIMESTAMP '2026-11-20 23:00:00' AND TIMESTAMP '2026-11-20 23:59:59.999999')",
  ],
  [
    INSTANT,
    "DAY",
    ["99991231"],
    "(t.i BETWEEN TIMESTAMP '9999-12-31 00:00:00+00' AND TIMESTAMP '9999-12-31 23:59:59.999999+00')",
  ],
  [
    DAYS,
    "DAY",
    ["20240228", "20240229", "20240301", "20240305", "20240301"],
    "(t.d BETWEEN DATE '2024-02-28' AND DATE '2024-03-05' AND ((t.d BETWEEN DATE '2024-02-28' AND DATE '2024-03-01') OR (t.d BETWEEN DATE '2024-03-05' AND DATE '2024-03-05')))",
  ],
])("%s by %s of %j", (template, granularity, ids, expected) => {
  expect(partitionRange(template, granularity, ids)).toBe(expected);
});

test.each<[Granularity, string]>([
  ["DAY", "202611"],
  ["DAY", "20261301"],
  ["DAY", "20260230"],
  ["HOUR", "2026112024"],
  ["DAY", "__NULL__"],
  ["DAY", "2026-1-1"],
])("by %s there is no %s", (granularity, id) => {
  expect(() => partitionRange(DAYS, granularity, [id])).toThrow(RangeError);
});

test.each([
  [DAYS, "(t.d BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')"],
  [CLOCK, "(t.c BETWEEN TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999')"],
  [INSTANT, "(t.i BETWEEN TIMESTAMP '0001-01-01 00:00:00+00' AND TIMESTAMP '9999-12-31 23:59:59.999999+00')"],
])("all partitions: %s", (template, expected) => {
  expect(wholeRange(template)).toBe(expected);
});

test("no partitions would mean no restriction", () => {
  expect(() => partitionRange(DAYS, "DAY", [])).toThrow(/no partition named/);
});

test("exactly the days named are inside", () => {
  const day = fc
    .integer({ min: 0, max: 60 })
    .map((offset) => new Date(Date.UTC(2024, 1, 1 + offset)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 20 }), fc.array(day, { maxLength: 20 }), (named, asked) => {
      const text = partitionRange(
        DAYS,
        "DAY",
        named.map((text) => text.replaceAll("-", "")),
      );
      const bounds = [...text.matchAll(/DATE '([^']+)' AND DATE '([^']+)'/g)].map(([, from = "", to = ""]) => [
        from,
        to,
      ]);
      const inside =
        (value: string) =>
        ([from, to]: string[]) =>
          (from ?? "") <= value && value <= (to ?? "");
      const [all, ...runs] = bounds.length > 1 ? bounds : [...bounds, ...bounds];
      for (const value of [...named, ...asked]) {
        const found = inside(value)(all ?? []) && runs.some(inside(value));
        expect(found).toBe(named.includes(value));
      }
    }),
  );
});
