import { dropFile, type Landing } from "../run/drop-file.ts";
import type { Engine } from "../run/engine.ts";
import type { Tools } from "../run/tools.ts";
import { validateFile } from "../run/validate.ts";
import { candidateOf } from "./candidate.ts";
import type { PlannedOrder } from "./orders.ts";
import { type Job, workedOf } from "./run-jobs.ts";

export interface Workbench extends Tools, Landing {
  readonly engine: Engine;
}

/** An order as work: the whole way from its upload, or only what its report would be. */
export function jobOf(tools: Workbench, order: PlannedOrder): Job {
  const { shown, plan, path } = order;
  return {
    shown,
    dataset: plan.dataset,
    work: async (progress) => {
      if (order.kept) return workedOf(await dropFile(tools, order, progress));
      const report = await validateFile(tools, plan, await candidateOf(path, order), progress);
      return { entry: null, report, alreadyDone: false };
    },
  };
}
