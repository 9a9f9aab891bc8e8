import { openBacklog } from "../run/backlog.ts";
import { dropFile, type Landing } from "../run/drop-file.ts";
import type { Engine } from "../run/engine.ts";
import type { Tools } from "../run/tools.ts";
import { validateFile } from "../run/validate.ts";
import { awaitHosts } from "./await-hosts.ts";
import { candidateOf } from "./candidate.ts";
import type { Context } from "./command.ts";
import type { PlannedOrder } from "./orders.ts";
import { type Job, type Outcome, type Running, runJobs, workedOf } from "./run-jobs.ts";

interface Workbench extends Tools, Landing {
  readonly engine: Engine;
}

/** Works on all orders; those for launched hosts are handed over together, when all others are done. */
export async function runOrders(
  context: Context,
  tools: Workbench,
  orders: readonly PlannedOrder[],
  running: Omit<Running, "context">,
): Promise<Outcome[]> {
  const backlog = openBacklog(tools);
  try {
    const jobs = orders.map((order) => jobOf({ ...tools, backlog }, order));
    const outcomes = await runJobs(jobs, { ...running, context });
    return await awaitHosts(tools, outcomes, await backlog.handOver(), { ...running, context });
  } finally {
    await backlog.close();
  }
}

/** An order as work: the whole way from its upload, or only what its report would be. */
function jobOf(tools: Workbench, order: PlannedOrder): Job {
  const { shown, plan, path } = order;
  return {
    shown,
    dataset: plan.dataset,
    work: async (progress) => {
      if (order.kept) return workedOf(await dropFile(tools, order, progress));
      const report = await validateFile(tools, plan, await candidateOf(path, order), progress);
      return { entry: null, report, alreadyDone: false, drafted: order.drafted };
    },
  };
}
