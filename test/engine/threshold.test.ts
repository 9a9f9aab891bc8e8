import { describe, expect, test } from "@jest/globals";
import { holds } from "../../lakehouse/engine/threshold.ts";
import { thresholdWords } from "../../lakehouse/plan/words.ts";

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
