import { type StepRequest, type StepResponse, StepResponseSchema } from "../../../lakehouse/plan/step.ts";
import type { Deployed } from "./deployed.ts";

/** What a DAG does. */
export async function askStep(
  deployed: Pick<Deployed, "function">,
  action: StepRequest["action"],
  dataset: string,
): Promise<StepResponse> {
  const response = await fetch(deployed.function("step").url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ action, dataset }),
  });
  const body = await response.json();
  if (response.status !== 200) throw new Error(`step ${action} answers ${response.status}: ${JSON.stringify(body)}`);
  return StepResponseSchema.parse(body);
}
