import { CUSTOM_ROLES } from "../../../lakehouse/plan/cloud/rights.ts";
import type { FakeJob } from "./jobs.ts";

/** E-mail of the account that its machines run as. */
export function workerOf({ launch }: FakeJob): string {
  return String(launch.environment.serviceAccountEmail ?? "the default account");
}

/** What Dataflow's own programs on launcher and workers ask for, besides what the template's do. */
export function workerNeeds({ launch: { environment } }: FakeJob): [permission: string, resource: string][] {
  const own = [environment.stagingLocation, environment.tempLocation].flatMap((url) =>
    typeof url === "string" ? [`${url.replace(/^gs:\/\//, "").replace(/\/$/, "")}/job`] : [],
  );
  return [
    ["artifactregistry.repositories.downloadArtifacts", "images"],
    ...CUSTOM_ROLES["sluice.dataflowWorker"].permissions.map((one): [string, string] => [one, "project"]),
    ...own.flatMap((object) =>
      ["create", "get", "delete"].map((verb): [string, string] => [`storage.objects.${verb}`, object]),
    ),
  ];
}
