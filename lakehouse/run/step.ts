import type { Plan } from "../plan/plan.ts";
import type { StepRequest, StepResponse } from "../plan/step.ts";
import { pending } from "./step/pending.ts";
import { prepare } from "./step/prepare.ts";
import { publish } from "./step/publish.ts";
import type { StepTools } from "./step/tools.ts";

export type { RequestOf, StepTools } from "./step/tools.ts";

/** One step of a DAG's run over a dataset. Each may be asked at any time, and again, also beside all other paths. */
export async function step(tools: StepTools, plan: Plan, { action, days = null }: StepRequest): Promise<StepResponse> {
  const common = {
    format: "sluice/step/1" as const,
    dataset: plan.dataset,
    environment: plan.environment,
    days,
    at: await tools.objects.time(),
  };
  switch (action) {
    case "pending":
      return { ...common, action, ...(await pending(tools, plan, days)) };
    case "prepare":
      return { ...common, action, ...(await prepare(tools, plan, days)) };
    case "publish":
      return { ...common, action, ...(await publish(tools, plan, days)) };
  }
}
