import { type CloudEnvironment, customRoleId } from "../names.ts";

// Roles as Google Cloud names them, without `roles/`; our own begin with `sluice.`.

/** `legacyBucketReader` may list what there is, and read none of it. */
export type StorageRole =
  | "storage.objectViewer"
  | "storage.objectCreator"
  | "storage.objectUser"
  | "storage.legacyBucketReader";
export type DatasetRole = "bigquery.dataViewer" | "bigquery.dataEditor";

/** To run queries, loads and copies, to start jobs, to work for one, to be told of events: no data of its own. */
export type ProjectRole =
  | "bigquery.jobUser"
  | "dataflow.viewer"
  | "eventarc.eventReceiver"
  | "logging.logWriter"
  | "monitoring.metricWriter"
  | "pubsub.publisher"
  | CustomRole;

interface Own {
  readonly title: string;
  readonly permissions: readonly string[];
}

export const CUSTOM_ROLES = {
  /**
   * `roles/dataflow.worker` has these, and the right to read and make objects in every bucket of the project: in landing,
   * and in the outbox.
   */
  "sluice.dataflowWorker": {
    title: "Works on a Dataflow job",
    permissions: [
      "autoscaling.sites.readRecommendations",
      "autoscaling.sites.writeMetrics",
      "autoscaling.sites.writeState",
      "compute.instanceGroupManagers.update",
      "compute.instances.delete",
      "compute.instances.setDiskAutoDelete",
      "dataflow.jobs.get",
      "dataflow.shuffle.read",
      "dataflow.shuffle.write",
      "dataflow.workItems.lease",
      "dataflow.workItems.sendMessage",
      "dataflow.workItems.update",
      "logging.logEntries.create",
      "monitoring.timeSeries.create",
    ],
  },
  /** `roles/dataflow.developer` has these, and starts builds of Cloud Build, which may do anything. */
  "sluice.dataflowLauncher": {
    title: "Starts Dataflow jobs",
    permissions: [
      "dataflow.jobs.cancel",
      "dataflow.jobs.create",
      "dataflow.jobs.get",
      "dataflow.jobs.list",
      "dataflow.messages.list",
      "dataflow.metrics.get",
    ],
  },
  /** `roles/compute.instanceAdmin.v1` has these, and a few hundred more. */
  "sluice.machineScheduler": {
    title: "Starts and stops machines by their schedule",
    permissions: ["compute.instances.get", "compute.instances.start", "compute.instances.stop"],
  },
} as const satisfies Readonly<Record<string, Own>>;
export type CustomRole = keyof typeof CUSTOM_ROLES;

export function isCustom(role: string): role is CustomRole {
  return role in CUSTOM_ROLES;
}

/** The last part of a custom role's id: `dataflowWorker`. */
export function customName(role: CustomRole): string {
  return role.slice("sluice.".length);
}

/** As a grant names it: `roles/storage.objectViewer`, `projects/P/roles/sluice.dev.dataflowWorker`. */
export function roleName(environment: CloudEnvironment, role: string): string {
  if (!isCustom(role)) return `roles/${role}`;
  return `projects/${environment.project}/roles/${customRoleId(environment, customName(role))}`;
}
