import type { Message } from "../notify/message.ts";
import type { Plan } from "../plan/plan.ts";
import type { ChainTools } from "./chain.ts";
import { mayHaveNews } from "./news.ts";
import { readLostPlans } from "./page-state/facts.ts";
import type { Advanced } from "./publish-all.ts";
import { publishDue } from "./publish-due.ts";
import { publishOrder } from "./publish-order.ts";
import { sweepTables } from "./sweep.ts";
import { composeAll } from "./tell-all.ts";
import { tellDags } from "./tell-dags.ts";
import { isOver, type TimeBox } from "./time-box.ts";

/** What a publisher was asked for. */
export type Scope =
  /** Whatever is due. */
  | { readonly kind: "due" }
  /** This dataset, and what is derived from it. */
  | { readonly kind: "dataset"; readonly dataset: string }
  /** All of them, and all that comes round in time: digests, what DAGs tell, waits that have become long, tables that nobody needs. */
  | { readonly kind: "all" };

export interface Cycle {
  readonly advanced: readonly Advanced[];
  /** Datasets that nobody came to, for want of time. */
  readonly left: readonly string[];
  /** That were added to the outbox; none is sent. */
  readonly messages: readonly Message[];
  readonly faults: readonly CycleFault[];
}

/** What kept something from being done; everything else was. */
export interface CycleFault {
  /** Null: nobody can tell. */
  readonly dataset: string | null;
  readonly fault: Error;
}

/** One call of the publisher: what is due is published, then what is to be told is put into the outbox. */
export async function publishCycle(
  tools: ChainTools,
  deployed: readonly Plan[],
  scope: Scope,
  time: TimeBox,
): Promise<Cycle> {
  const plans = await plansIn(tools, deployed, scope);
  const { advanced, left } = await publishDue(tools, plans, time);
  const faults: CycleFault[] = advanced.flatMap(({ dataset, fault }) => (fault ? [{ dataset, fault }] : []));
  const waits = new Map(advanced.map(({ dataset, waitingOn }) => [dataset, waitingOn]));
  const told: Plan[] = [];
  for (const one of advanced) {
    const asks = scope.kind === "all" || (await orFault(faults, one.dataset, () => mayHaveNews(tools.objects, one)));
    if (asks) told.push(...plans.filter(({ dataset }) => dataset === one.dataset));
  }
  const composed = await composeAll(tools, told, waits);
  faults.push(...composed.faults.map((fault) => ({ dataset: null, fault })));
  const messages = [...composed.messages];
  if (scope.kind === "all") {
    const dags = await orFault(faults, null, () => tellDags(tools, deployed));
    messages.push(...(dags?.messages ?? []));
    faults.push(...(dags?.faults ?? []).map((fault) => ({ dataset: null, fault })));
  }
  for (const plan of scope.kind === "all" ? plans : []) {
    if (!isOver(time)) await orFault(faults, plan.dataset, () => sweepTables(tools, plan));
  }
  return { advanced, left, messages, faults };
}

/** A dataset whose contract is gone is published to its end by the plan that it had. */
async function plansIn({ objects }: ChainTools, deployed: readonly Plan[], scope: Scope): Promise<Plan[]> {
  if (scope.kind !== "dataset") return publishOrder(deployed, new Set(deployed.map(({ dataset }) => dataset)));
  const { dataset } = scope;
  const known = deployed.some((plan) => plan.dataset === dataset);
  const plans = known ? deployed : [...deployed, ...(await readLostPlans(objects, deployed))];
  return publishOrder(plans, new Set([dataset]));
}

async function orFault<Result>(
  faults: CycleFault[],
  dataset: string | null,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    faults.push({ dataset, fault: error instanceof Error ? error : new Error(String(error)) });
    return null;
  }
}
