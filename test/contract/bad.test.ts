import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { LINT_RULES } from "../../lakehouse/contract/lint.ts";
import { formatProblem } from "../../lakehouse/contract/problem.ts";
import { readContract } from "../../lakehouse/contract/read.ts";
import { checkGolden } from "../golden.ts";
import { contractsIn, FIXTURES } from "./fixtures.ts";

// To add one: a contract in test/fixtures/contracts/bad/, then the command that the failing test prints.
const bad = contractsIn(join(FIXTURES, "bad"));

test.each(bad)("$file", ({ file, text }) => {
  const { contract, problems } = readContract(text, file);
  expect(contract === null).toBe(problems.some(({ severity }) => severity === "error"));
  const lines = problems.map((problem) => `${formatProblem(problem)}\n`).join("");
  const golden = join(FIXTURES, "bad", file.replace(/\.odcs\.yaml$/, ".problems.txt"));
  checkGolden(golden, lines, "test/contract/bad.test.ts");
});

test("every lint rule is broken by a fixture", () => {
  const found = new Set(bad.flatMap(({ file, text }) => readContract(text, file).problems.map(({ rule }) => rule)));
  expect(Object.keys(LINT_RULES).filter((rule) => !found.has(rule))).toEqual([]);
});

test("a problem stands in the text, and says what to do", () => {
  for (const { file, text } of bad) {
    const lines = text.split("\n");
    for (const { where, message, cure } of readContract(text, file).problems) {
      expect(where.file).toBe(file);
      expect(lines[where.line - 1]?.length ?? -1).toBeGreaterThanOrEqual(where.column - 1);
      expect(`${message} ${cure}`).not.toMatch(/undefined|NaN|\[object|null\b/);
    }
  }
});
