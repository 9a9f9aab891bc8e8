import type { Laptop } from "../environment.ts";
import type { Plan } from "../plan/plan.ts";
import { Denied, Unavailable } from "../ports.ts";
import { type UseProblem, useProblem, WrongUse } from "./wrong-use.ts";

/**
 * Makes the warehouse's tables as the plans have them, before anything is done that relies on them. A contract that no
 * longer fits its table is for the user to mend.
 */
export async function deploy({ up }: Pick<Laptop, "up">, plans: readonly Plan[]): Promise<void> {
  const problems: UseProblem[] = [];
  for (const plan of plans) {
    await up(plan).catch((error: unknown) => {
      if (error instanceof Unavailable || error instanceof Denied || !(error instanceof Error)) throw error;
      problems.push(useProblem("table-differs", `${plan.dataset}: ${error.message}`, "mend its contract"));
    });
  }
  if (problems.length > 0) throw new WrongUse(problems);
}
