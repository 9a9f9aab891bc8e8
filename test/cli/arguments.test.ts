import { describe, expect, test } from "@jest/globals";
import { argumentProblems, parseArguments } from "../../lakehouse/cli/arguments.ts";
import type { Flags } from "../../lakehouse/cli/command.ts";
import { nearest } from "../../lakehouse/cli/did-you-mean.ts";

const flags = {
  json: { kind: "switch", meaning: "" },
  help: { kind: "switch", meaning: "" },
  lake: { kind: "text", value: "DIR", meaning: "", default: "out/lake" },
  contracts: { kind: "text", value: "DIR", meaning: "" },
  workers: { kind: "count", value: "N", meaning: "", least: 1 },
  arrived: { kind: "instant", value: "TIME", meaning: "" },
} as const satisfies Flags;

const read = (...argv: string[]) => parseArguments(argv, flags);
const said = (...argv: string[]) => read(...argv).problems.map(({ message, cure }) => `${message} → ${cure}`);

describe("flags", () => {
  test("values, defaults and words", () => {
    const { words, flags, problems } = read(
      "run",
      "--workers",
      "3",
      "a b",
      "--lake=x",
      "--arrived",
      "2026-11-20T07:00:00+01:00",
      "--",
      "--json",
    );
    expect(problems).toEqual([]);
    expect(words).toEqual(["run", "a b", "--json"]);
    expect(flags).toEqual({
      json: false,
      help: false,
      lake: "x",
      contracts: undefined,
      workers: 3,
      arrived: "2026-11-20T06:00:00.000Z",
    });
  });

  test.each([
    [["--jsno"], "there is no flag --jsno → did you mean --json?"],
    [["--json=yes"], "--json takes no value → write --json alone"],
    [["--lake"], "--lake needs a value → write --lake DIR"],
    [["--lake", "--json"], "--lake needs a value → write --lake DIR"],
    [["--lake="], "--lake needs a value → write --lake DIR"],
    [["--lake", "a", "--lake", "b"], "--lake is given twice → give it once"],
    [["--workers", "0"], "--workers 0 cannot be read → give a whole number from 1"],
    [["--workers", "1.5"], "--workers 1.5 cannot be read → give a whole number from 1"],
    [["--workers", "-1"], "--workers -1 cannot be read → give a whole number from 1"],
    [
      ["--arrived", "yesterday"],
      "--arrived yesterday cannot be read → give a time such as 2026-11-20T06:00:00Z, or a day such as 2026-11-20",
    ],
    [
      ["--arrived", "2026-02-30"],
      "--arrived 2026-02-30 cannot be read → give a time such as 2026-11-20T06:00:00Z, or a day such as 2026-11-20",
    ],
    ...["1500-01-01", "1970-01-01", "2262-04-12", "9999-12-31T00:00:00Z"].map((time): [string[], string] => [
      ["--arrived", time],
      `--arrived ${time} cannot be read → give a time from 1980 on that is not in the future`,
    ]),
    [["-x"], "there is no flag -x → known: --json, --help, --lake, --contracts, --workers, --arrived"],
    [
      ["--__proto__", "x"],
      "there is no flag --__proto__ → known: --json, --help, --lake, --contracts, --workers, --arrived",
    ],
  ])("%j", (argv, problem) => {
    expect(said(...argv)).toContain(problem);
  });

  test("all that is wrong is told at once", () => {
    expect(said("--jsno", "--workers", "x", "--arrived", "y", "--lake")).toHaveLength(4);
  });

  test("a day is its first moment in UTC", () => {
    expect(read("--arrived", "2026-11-20").flags.arrived).toBe("2026-11-20T00:00:00.000Z");
  });
});

describe("arguments", () => {
  const file = { name: "FILE", meaning: "a file", required: true, many: false };
  test("too few, too many", () => {
    expect(argumentProblems([], [file], false).map(({ message }) => message)).toEqual(["FILE is missing"]);
    expect(argumentProblems(["a", "b"], [file], false).map(({ message }) => message)).toEqual([
      "'b' is one argument too many",
    ]);
    expect(argumentProblems(["a", "b"], [{ ...file, many: true }], false)).toEqual([]);
  });

  test("the value of an unknown flag is not blamed as well", () => {
    expect(argumentProblems(["a", "value"], [file], true)).toEqual([]);
  });
});

test("did you mean", () => {
  const commands = ["init", "lint", "plan", "query", "report", "run"];
  expect(["lnit", "linnt", "rnu", "qeury", "rep", "pln", "zebra", "x"].map((word) => nearest(word, commands))).toEqual([
    "lint",
    "lint",
    "run",
    "query",
    "report",
    "plan",
    null,
    null,
  ]);
});
