import { bigquery, organizations, projects, storage } from "@pulumi/gcp";
import { type CustomResourceOptions, interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { AgentName } from "../../lakehouse/plan/cloud/rights.ts";
import type { Site } from "../site.ts";

/** Of all agents, or one that has no rights of ours but must exist before others are made. */
export type Identity = Exclude<AgentName, "biglake"> | "eventarc";

/** An account of Google's own, through which one of its services works for the project. */
export interface Agent {
  /** `serviceAccount:…` */
  readonly member: Output<string>;
  /** What makes it exist; empty: it does once its service is enabled. */
  readonly made: readonly Resource[];
}

/** Asked for, not guessed: some do not exist until somebody asks. */
export function makeAgent(name: Identity, { environment: { project } }: Site, options: CustomResourceOptions): Agent {
  const { parent, dependsOn } = options;
  const asking = { ...(parent && { parent }), ...(dependsOn && { dependsOn }) };
  switch (name) {
    case "storage":
      return { member: storage.getProjectServiceAccountOutput({ project }, asking).member, made: [] };
    case "bigquery":
      return { member: bigquery.getDefaultServiceAccountOutput({ project }, asking).member, made: [] };
    case "compute": {
      const { number } = organizations.getProjectOutput({ projectId: project }, asking);
      return { member: interpolate`serviceAccount:service-${number}@compute-system.iam.gserviceaccount.com`, made: [] };
    }
    default: {
      const service = `${name}.googleapis.com`;
      const identity = new projects.ServiceIdentity(`agent-${name}`, { project, service }, options);
      return { member: identity.member, made: [identity] };
    }
  }
}
