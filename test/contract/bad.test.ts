import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { sqlFileOf } from "../../lakehouse/contract/files.ts";
import { LINT_RULES } from "../../lakehouse/contract/lint.ts";
import { formatProblem, type Problem } from "../../lakehouse/contract/problem.ts";
import { readContract } from "../../lakehouse/contract/read.ts";
import { type ContractText, readCatalog } from "../../lakehouse/contract/read-catalog.ts";
import { checkGolden } from "../golden.ts";
import { contractsIn, FIXTURES, filesIn } from "./fixtures.ts";

// To add one: a contract in test/fixtures/contracts/bad/, or a folder of contracts that do not fit together in
// catalogs/; then the command that the failing test prints.
const bad = contractsIn(join(FIXTURES, "bad"));
const catalogs = ["tangled", "neighbours"].map((name) => {
  const folder = join(FIXTURES, "catalogs", name);
  const texts = contractsIn(folder);
  const queries = new Set(texts.map(({ file }) => sqlFileOf(file)));
  const strays = filesIn(folder, ".sql").filter((file) => !queries.has(file));
  return { name, folder, texts, strays, catalog: readCatalog(texts, strays) };
});

const linesOf = (problems: readonly Problem[]) => problems.map((problem) => `${formatProblem(problem)}\n`).join("");

test.each(bad)("$file", ({ file, text, sql }) => {
  const { contract, problems } = readContract(text, file, sql);
  expect(contract === null).toBe(problems.some(({ severity }) => severity === "error"));
  const golden = join(FIXTURES, "bad", file.replace(/\.odcs\.yaml$/, ".problems.txt"));
  checkGolden(golden, linesOf(problems), "test/contract/bad.test.ts");
});

test.each(catalogs)("catalog $name", ({ folder, texts, catalog: { contracts, problems } }) => {
  const wrong = new Set(problems.filter(({ severity }) => severity === "error").map(({ where }) => where.file));
  const fine = texts.filter(({ file }) => !wrong.has(file) && !wrong.has(sqlFileOf(file)));
  expect(contracts.map(({ file }) => file)).toEqual(fine.map(({ file }) => file));
  checkGolden(join(folder, "problems.txt"), linesOf(problems), "test/contract/bad.test.ts");
});

const single = bad.map(({ file, text, sql }) => ({
  texts: [{ file, text, sql }],
  problems: readContract(text, file, sql).problems,
}));
const together = catalogs.map(({ texts, strays, catalog }) => {
  const alone = strays.map((file): ContractText => ({ file, text: "SELECT 1", sql: null }));
  return { texts: [...texts, ...alone], problems: catalog.problems };
});

test("every lint rule is broken by a fixture", () => {
  const found = new Set([...single, ...together].flatMap(({ problems }) => problems.map(({ rule }) => rule)));
  expect(Object.keys(LINT_RULES).filter((rule) => !found.has(rule))).toEqual([]);
});

test("a problem stands in the text, and says what to do", () => {
  for (const { texts, problems } of [...single, ...together]) {
    const linesIn = new Map(
      texts.flatMap(({ file, text, sql }): [string, string[]][] => [
        [file, text.split("\n")],
        [sqlFileOf(file), (sql ?? "").split("\n")],
      ]),
    );
    for (const { where, message, cure } of problems) {
      expect(linesIn.get(where.file)?.[where.line - 1]?.length ?? -1).toBeGreaterThanOrEqual(where.column - 1);
      expect(`${message} ${cure}`).not.toMatch(/undefined|NaN|\[object|null\b/);
    }
  }
});
