import type { CloudEnvironment } from "../../plan/cloud/names.ts";
import type { Plan } from "../../plan/plan.ts";
import { withoutValues } from "../../plan/words-redact.ts";
import type { ChainTools } from "../chain.ts";
import { logFault } from "../log-fault.ts";
import type { Nudging } from "../nudge.ts";

/** What a task has at hand: neither engine nor mailer. */
export type MaintainTools = Omit<ChainTools, "engine" | "launcher" | "mailer"> &
  Nudging & { readonly place: Pick<CloudEnvironment, "id"> };

/** Goes on with the others where one dataset fails; what failed is logged, and said in words. */
export async function eachOf(
  { log }: Pick<MaintainTools, "log">,
  datasets: readonly string[],
  faults: string[],
  work: (dataset: string) => Promise<void>,
): Promise<void> {
  for (const dataset of datasets) {
    try {
      await work(dataset);
    } catch (error) {
      logFault(log, error, { dataset });
      faults.push(`${dataset}: ${wordsOf(error)}`);
    }
  }
}

/** Without what services quote. */
export function wordsOf(error: unknown): string {
  return withoutValues(error instanceof Error ? error.message : String(error));
}

export function namesOf(plans: readonly Pick<Plan, "dataset">[]): string[] {
  return plans.map(({ dataset }) => dataset);
}
