import { accountEmail, bucketName } from "../../../lakehouse/plan/cloud/names.ts";
import type { DagNote } from "../../../lakehouse/plan/dag-note.ts";
import { type MaintainRequest, MaintainResponseSchema } from "../../../lakehouse/plan/maintain.ts";
import { dagNotePath, hashText } from "../../../lakehouse/plan/names.ts";
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

/** What the maintenance DAG does: what kept something from being done; none if all was. */
export async function askMaintain(
  deployed: Pick<Deployed, "function" | "cloud">,
  task: MaintainRequest["task"],
): Promise<readonly (number | string)[]> {
  const { status, body } = await callFunction(deployed, "airflow", "maintain", { task });
  return status === 200 ? MaintainResponseSchema.parse(body).faults : [status];
}

/** What a DAG does whose task has failed: the status that Cloud Storage answers. */
export async function writeNote({ cloud }: Pick<Deployed, "cloud">, dataset: string, run: string): Promise<number> {
  const { environment, settings, clock } = cloud;
  const dag = `sluice_${dataset}`;
  const note: DagNote = {
    format: "sluice/dag-note/1",
    kind: "task",
    dataset,
    dag,
    run,
    task: "launch",
    tries: 4,
    at: new Date(clock.now()).toISOString(),
    message: "it does not work",
    link: null,
  };
  const key = hashText([dag, run, note.task, note.kind].join("|")).slice(0, 24);
  const name = dagNotePath(dataset, key).replace(/^outbox\//, "");
  const query = new URLSearchParams({ uploadType: "media", name, ifGenerationMatch: "0" });
  const token = tokenFor(accountEmail(environment, "airflow"), clock.now() + 60_000);
  const path = `/upload/storage/v1/b/${bucketName(environment, "outbox")}/o?${query}`;
  const { status } = await fetch(`${settings.endpoints.storage}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(note),
  });
  return status;
}
