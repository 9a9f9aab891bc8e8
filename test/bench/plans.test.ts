import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { benchPlan } from "../../bench/plans.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";

const rowRules = ({ rules }: Plan) => rules.filter(({ kind }) => kind === "row");

test.each([9, 25, 50, 100, 200])("a plan with %p rules, all of them different", (rules) => {
  const found = rowRules(benchPlan({ rules }));
  expect(found).toHaveLength(rules);
  expect(new Set(found.map(({ fails }) => fails)).size).toBe(rules);
});

test("passThrough is put into the contract", () => {
  expect(benchPlan().policies.passThrough).toBe(false);
  expect(benchPlan({ passThrough: true }).policies.passThrough).toBe(true);
});

test("Polars is asked for the same rules", () => {
  const program = readFileSync(new URL("../../bench/polars/split.py", import.meta.url), "utf8");
  const names = [...program.matchAll(/^ {4}"([\w.]+)": /gm)].map(([, name]) => name);
  expect(names).toEqual(rowRules(benchPlan()).map(({ id }) => id));
});
