import { describe, expect, test } from "@jest/globals";
import { readArguments } from "../../bench/arguments.ts";
import { findSuites } from "../../bench/find-suites.ts";
import type { Case, Suite } from "../../bench/suite.ts";

const suite = (takesMillions: boolean, names: readonly string[], usual: readonly number[]): Suite => ({
  about: "",
  takesMillions,
  cases: (millions) =>
    names.flatMap((name) =>
      (millions === null ? usual : [millions]).map(
        (size): Case => ({ name, rows: size * 1_000_000, run: async () => ({ skipped: "test" }) }),
      ),
    ),
});

const suites = [
  suite(true, ["split"], [1, 5]),
  suite(true, ["rules-9", "rules-25"], [2]),
  suite(false, ["small-10"], [0.001]),
];

const cases = (...args: string[]) => {
  const wanted = readArguments(args, suites);
  return wanted.kind === "run" ? wanted.cases.map(({ name, rows }) => `${name} ${rows}`) : wanted.kind;
};

test.each([
  [[], ["split 1000000", "split 5000000", "rules-9 2000000", "rules-25 2000000", "small-10 1000"]],
  [["split"], ["split 1000000", "split 5000000"]],
  [["split", "0.5"], ["split 500000"]],
  [
    ["rules", "1"],
    ["rules-9 1000000", "rules-25 1000000"],
  ],
  [["rules-25"], ["rules-25 2000000"]],
  [["small"], ["small-10 1000"]],
  [
    ["small", "split"],
    ["small-10 1000", "split 1000000", "split 5000000"],
  ],
  [
    ["split", "rules-9", "0.5"],
    ["split 500000", "rules-9 500000"],
  ],
])("%p runs %p", (args, wanted) => expect(cases(...args)).toEqual(wanted));

test.each([
  [["--help"], "help"],
  [["-h"], "help"],
  [["--list"], "list"],
  [["--write-docs"], "write-docs"],
])("%p is %p", (args, kind) => expect(cases(...args)).toBe(kind));

describe("a wrong call says what is wrong", () => {
  test.each([
    [["spilt"], "there is no bench 'spilt'. There are split, rules-9, rules-25, small-10"],
    [["split", "many"], "there is no bench 'many'"],
    [["split", "5000"], "MILLIONS is a number from 0.001 to 1000, not '5000'"],
    [["5"], "name a bench before '5'"],
    [["split", "0"], "MILLIONS is a number"],
    [["small-10", "5"], "small-10 has its size in its name"],
    [["split", "5", "fast"], "there is no bench '5'"],
    [["--lsit"], "there is no flag '--lsit'"],
    [["split", "--list"], "--list stands alone"],
  ])("%p", (args, message) => expect(() => cases(...args)).toThrow(message));
});

test("the suites of bench/suites/ are found", async () => {
  const found = await findSuites();
  const names = new Set(found.flatMap((it) => it.cases(null).map(({ name }) => name)));
  for (const name of [
    "split",
    "mixed",
    "validate",
    "polars",
    "rules-9",
    "rules-200",
    "small-10",
    "small-10000",
    "beam-host",
    "beam-memory-50k",
  ]) {
    expect(names).toContain(name);
  }
  expect(
    found
      .flatMap((it) => it.cases(null))
      .filter(({ name }) => name === "split")
      .map(({ rows }) => rows),
  ).toEqual([1_000_000, 5_000_000, 20_000_000]);
});
