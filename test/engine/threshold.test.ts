import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { holds } from "../../lakehouse/engine/threshold.ts";
import { measuredWords, shareWords, thresholdWords } from "../../lakehouse/plan/words.ts";

const percent = (operator: "mustBeLessThan" | "mustBeLessOrEqualTo" | "mustBe", value: number) =>
  ({ operator, values: [value], unit: "percent" }) as const;
const rows = (operator: Parameters<typeof holds>[0]["operator"], ...values: number[]) =>
  ({ operator, values, unit: "rows" }) as const;

describe("a threshold in percent", () => {
  test.each([
    [0.1, 1, 1000, true],
    [0.1, 2, 1000, false],
    [0.07, 7, 10_000, true],
    [0.07, 8, 10_000, false],
    [33.3333, 1, 3, false], // 33.33333… is more: nothing is rounded
    [33.3334, 1, 3, true],
    [1e-7, 1, 1_000_000_000, true],
    [100, 9_007_199_254_740_991, 9_007_199_254_740_991, true],
  ])("at most %d %%: %d of %d is %s", (bound, count, of, wanted) => {
    expect(holds(percent("mustBeLessOrEqualTo", bound), { count, of })).toBe(wanted);
  });

  test("of an empty drop is 0", () => {
    expect(holds(percent("mustBe", 0), { count: 0, of: 0 })).toBe(true);
    expect(holds(percent("mustBeLessThan", 0.1), { count: 0, of: 0 })).toBe(true);
  });
});

test("every operator", () => {
  const of = (operator: Parameters<typeof rows>[0], ...values: number[]) =>
    [4, 5, 6].map((count) => holds(rows(operator, ...values), { count, of: 10 }));
  expect(of("mustBe", 5)).toEqual([false, true, false]);
  expect(of("mustNotBe", 5)).toEqual([true, false, true]);
  expect(of("mustBeGreaterThan", 5)).toEqual([false, false, true]);
  expect(of("mustBeGreaterOrEqualTo", 5)).toEqual([false, true, true]);
  expect(of("mustBeLessThan", 5)).toEqual([true, false, false]);
  expect(of("mustBeLessOrEqualTo", 5)).toEqual([true, true, false]);
  expect(of("mustBeBetween", 4, 5)).toEqual([true, true, false]);
  expect(of("mustNotBeBetween", 4, 5)).toEqual([false, false, true]);
});

test("numbers that are no counts", () => {
  expect(holds(rows("mustBeLessThan", 24), { count: 23.999999999, of: 0 })).toBe(true);
  expect(holds(rows("mustBeLessThan", 24), { count: 1e21, of: 0 })).toBe(false);
  expect(holds(rows("mustBe", -0.5), { count: -0.5, of: 0 })).toBe(true);
});

test("words", () => {
  expect(thresholdWords(percent("mustBeLessThan", 0.5))).toBe("less than 0.5 %");
  expect(thresholdWords(rows("mustBeBetween", 1, 9))).toBe("between 1 and 9");
});

describe("a rounded measure stays on its side of the bound", () => {
  test.each([
    [0.01, 10_001, 100_000_000, "0.010001 %"],
    [0.01, 9_999, 100_000_000, "0.009999 %"],
    [0.01, 10_000, 100_000_000, "0.01 %"],
    [33.3333, 1, 3, "33.33333 %"],
    [1, 11, 1000, "1.10 %"],
    [5, 1, 1_000_000, "0.0001 %"],
    [5, 999_999, 1_000_000, "99.9999 %"],
    [5, 0, 3, "0 %"],
    [5, 3, 3, "100 %"],
  ])("allowed %d %%: %d of %d is %s", (bound, part, whole, words) => {
    expect(shareWords(part, whole, percent("mustBeLessOrEqualTo", bound))).toBe(words);
  });

  test("what a query or a clock measured, too", () => {
    expect(measuredWords(5.000001, rows("mustBeLessOrEqualTo", 5))).toBe("5.000001");
    expect(measuredWords(23.123456, rows("mustBeLessThan", 24))).toBe("23.1235");
    expect(measuredWords(6784, rows("mustBeBetween", 13_000, 19_000))).toBe("6,784");
    expect(measuredWords(0.00001, rows("mustBeLessThan", 24))).toBe("0.00001");
    expect(measuredWords(40, percent("mustBeLessThan", 20))).toBe("40 %");
    expect(measuredWords(-20.0001, percent("mustBeLessThan", -20))).toBe("-20.0001 %");
  });

  test("for any counts and bound: words and verdict never disagree", () => {
    const counts = fc.tuple(fc.nat(3_000_000_000), fc.integer({ min: 1, max: 3_000_000_000 }));
    fc.assert(
      fc.property(counts, fc.nat(10_000), (drawn, bound) => {
        const [part, whole] = [Math.min(...drawn), Math.max(...drawn)];
        const threshold = percent("mustBeLessOrEqualTo", bound / 100);
        const read = Number(shareWords(part, whole, threshold).replace(" %", ""));
        expect(read <= bound / 100).toBe(holds(threshold, { count: part, of: whole }));
        expect([read === 0, read === 100]).toEqual([part === 0, part === whole]);
      }),
    );
  });
});
