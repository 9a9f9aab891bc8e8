import { projects } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Site } from "../site.ts";

/** BigQuery writes its own always. */
const SERVICES = ["storage.googleapis.com", "secretmanager.googleapis.com"];

/** Who has read and written which data. Of each of these services it is the project's whole setting. */
export function writeAuditLogs({ environment: { project }, settings }: Site, options: CustomResourceOptions): void {
  if (!settings.auditLogs) return;
  for (const service of SERVICES) {
    const auditLogConfigs = [{ logType: "DATA_READ" }, { logType: "DATA_WRITE" }];
    // Other environments of the project want the same.
    const kept = { ...options, retainOnDelete: true };
    new projects.IAMAuditConfig(`audit-${service.split(".")[0]}`, { project, service, auditLogConfigs }, kept);
  }
}
