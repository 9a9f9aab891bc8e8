import { describe, expect, test } from "@jest/globals";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { neededTables, publishOrder } from "../../lakehouse/run/publish-order.ts";

/** All that the order looks at. */
function plan(dataset: string, ...inputs: string[]): Plan {
  const derived = {
    inputs: inputs.map((input) => ({ dataset: input, driving: false })),
    partitioned: false,
    reason: null,
  };
  return { dataset, derived: inputs.length > 0 ? derived : null } as unknown as Plan;
}

const names = (plans: readonly Plan[]) => plans.map(({ dataset }) => dataset);

// By name, derived tables come before what they are made from.
const plans = [
  plan("a_months", "b_days"),
  plan("b_days", "flights", "airports"),
  plan("airports"),
  plan("flights"),
  plan("pings"),
];

describe("publishOrder", () => {
  test("what was touched, and everything that follows from it, after its inputs", () => {
    expect(names(publishOrder(plans, new Set(["flights"])))).toEqual(["flights", "b_days", "a_months"]);
    expect(names(publishOrder(plans, new Set(["pings"])))).toEqual(["pings"]);
    expect(names(publishOrder(plans, new Set(["b_days"])))).toEqual(["b_days", "a_months"]);
    expect(publishOrder(plans, new Set(["nothing"]))).toEqual([]);
  });

  test("all of them, each once", () => {
    const all = new Set(names(plans));
    expect(names(publishOrder(plans, all))).toEqual(["flights", "airports", "b_days", "a_months", "pings"]);
    expect(names(publishOrder(plans.toReversed(), all))).toEqual([
      "pings",
      "flights",
      "airports",
      "b_days",
      "a_months",
    ]);
  });

  test("a circle, which no lint lets through, does not hang it", () => {
    const circle = [plan("a", "b"), plan("b", "a")];
    expect(names(publishOrder(circle, new Set(["a"]))).sort()).toEqual(["a", "b"]);
  });
});

test("tables of inputs must be there too, though nothing of them is published", () => {
  const published = publishOrder(plans, new Set(["flights"]));
  expect(names(neededTables(plans, published))).toEqual(["a_months", "b_days", "airports", "flights"]);
});
