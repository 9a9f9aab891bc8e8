import { accountEmail } from "../../../lakehouse/plan/cloud/names.ts";
import { type StepRequest, type StepResponse, StepResponseSchema } from "../../../lakehouse/plan/step.ts";
import { tokenFor } from "../../fakes/http/tokens.ts";
import type { Deployed } from "./deployed.ts";
import { callFunction } from "./front.ts";

/** What a DAG does. */
export async function askStep(
  deployed: Pick<Deployed, "function" | "cloud">,
  action: StepRequest["action"],
  dataset: string,
): Promise<StepResponse> {
  const { status, body } = await callFunction(deployed, "airflow", "step", { action, dataset });
  if (status !== 200) throw new Error(`step ${action} answers ${status}: ${JSON.stringify(body)}`);
  return StepResponseSchema.parse(body);
}

/** Launches what `prepare` says, as Airflow's operator does; how each launch was answered: 409 where the job runs already. */
export async function launchAsDag(deployed: Pick<Deployed, "function" | "cloud">, dataset: string): Promise<number[]> {
  const { environment, settings, clock } = deployed.cloud;
  const step = await askStep(deployed, "prepare", dataset);
  const statuses: number[] = [];
  for (const { launch } of step.action === "prepare" ? step.jobs : []) {
    const { projectId, location, launchParameter } = launch;
    const path = `/v1b3/projects/${projectId}/locations/${location}/flexTemplates:launch`;
    const token = tokenFor(accountEmail(environment, "airflow"), clock.now() + 60_000);
    const response = await fetch(`${settings.endpoints.dataflow}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ launchParameter }),
    });
    statuses.push(response.status);
  }
  return statuses;
}
