import type { Plan } from "../plan/plan.ts";

/** The plans of datasets that were touched, and of all tables that follow from them; each after what it is made from. */
export function publishOrder(plans: readonly Plan[], touched: ReadonlySet<string>): Plan[] {
  const follows = new Set(touched);
  for (let before = -1; before !== follows.size; ) {
    before = follows.size;
    for (const { dataset, derived } of plans) {
      if (derived?.inputs.some((input) => follows.has(input.dataset))) follows.add(dataset);
    }
  }
  return inputsFirst(plans).filter(({ dataset }) => follows.has(dataset));
}

/** Plans whose tables must be there before these are published. */
export function neededTables(plans: readonly Plan[], published: readonly Plan[]): Plan[] {
  const inputs = new Set(published.flatMap(({ derived }) => derived?.inputs.map(({ dataset }) => dataset) ?? []));
  return plans.filter((plan) => published.includes(plan) || inputs.has(plan.dataset));
}

function inputsFirst(plans: readonly Plan[]): Plan[] {
  const sorted = new Set<Plan>();
  const visit = (plan: Plan, path: readonly Plan[]) => {
    if (sorted.has(plan) || path.includes(plan)) return;
    for (const { dataset } of plan.derived?.inputs ?? []) {
      const input = plans.find((candidate) => candidate.dataset === dataset);
      if (input) visit(input, [...path, plan]);
    }
    sorted.add(plan);
  };
  for (const plan of plans) visit(plan, []);
  return [...sorted];
}
