import { shortType } from "../look.ts";
import type { StackRule } from "../rule.ts";

/** They cost by the hour, whether anything arrives or not. */
const BY_THE_HOUR = ["composer.Environment", "compute.Instance", "vertex.AiEndpoint", "workbench.Instance"];

export const budgetPresent: StackRule = {
  name: "budget-present",
  description: "What costs by the hour is watched by a budget.",
  // An environment to try things out may do without.
  isAdvice: ({ protect }) => !protect,
  check(resources) {
    const types = resources.map(({ type }) => shortType(type));
    if (types.includes("billing.Budget")) return [];
    return BY_THE_HOUR.filter((type) => types.includes(type)).map(
      (type) => `the stack: ${type} costs by the hour, and no budget watches → sluice:billingAccount and sluice:budget`,
    );
  },
};
