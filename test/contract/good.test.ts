import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { readContract } from "../../lakehouse/contract/read.ts";
import { checkGolden } from "../golden.ts";
import { CONTRACTS, contractsIn, FIXTURES } from "./fixtures.ts";

const good = [
  ...contractsIn(join(FIXTURES, "good")),
  ...contractsIn(CONTRACTS).map((source) => ({ ...source, file: `contracts/${source.file}` })),
];

test.each(good)("$file", ({ file, text, sql }) => {
  const { contract, problems } = readContract(text, file, sql);
  expect(problems.filter(({ severity }) => severity !== "info")).toEqual([]);
  const name =
    file
      .split("/")
      .at(-1)
      ?.replace(/\.odcs\.yaml$/, ".contract.json") ?? "";
  checkGolden(join(FIXTURES, "good", name), `${JSON.stringify(contract, null, 2)}\n`, "test/contract/good.test.ts");
});

test("fifteen lines are enough, and a contract cannot be changed", () => {
  const clicks = good.find(({ file }) => file === "clicks.odcs.yaml");
  expect(clicks?.text.trimEnd().split("\n")).toHaveLength(15);
  const { contract } = readContract(clicks?.text ?? "", "clicks.odcs.yaml");
  expect(Object.isFrozen(contract?.policies) && Object.isFrozen(contract?.rules[0]?.test)).toBe(true);
});
