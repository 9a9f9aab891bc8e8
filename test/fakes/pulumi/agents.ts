// Accounts of Google's own that work for a project, by the service that they belong to. {number} is the project's.

export const AGENTS = {
  "aiplatform.googleapis.com": "service-{number}@gcp-sa-aiplatform.iam.gserviceaccount.com",
  "artifactregistry.googleapis.com": "service-{number}@gcp-sa-artifactregistry.iam.gserviceaccount.com",
  // Makes nothing but keys' work; its other one reads and writes.
  "bigquery.googleapis.com": "bq-{number}@bigquery-encryption.iam.gserviceaccount.com",
  "cloudbuild.googleapis.com": "service-{number}@gcp-sa-cloudbuild.iam.gserviceaccount.com",
  "cloudfunctions.googleapis.com": "service-{number}@gcf-admin-robot.iam.gserviceaccount.com",
  "cloudscheduler.googleapis.com": "service-{number}@gcp-sa-cloudscheduler.iam.gserviceaccount.com",
  "composer.googleapis.com": "service-{number}@cloudcomposer-accounts.iam.gserviceaccount.com",
  "compute.googleapis.com": "service-{number}@compute-system.iam.gserviceaccount.com",
  "dataflow.googleapis.com": "service-{number}@dataflow-service-producer-prod.iam.gserviceaccount.com",
  "eventarc.googleapis.com": "service-{number}@gcp-sa-eventarc.iam.gserviceaccount.com",
  "iap.googleapis.com": "service-{number}@gcp-sa-iap.iam.gserviceaccount.com",
  "logging.googleapis.com": "service-{number}@gcp-sa-logging.iam.gserviceaccount.com",
  "monitoring.googleapis.com": "service-{number}@gcp-sa-monitoring-notification.iam.gserviceaccount.com",
  "pubsub.googleapis.com": "service-{number}@gcp-sa-pubsub.iam.gserviceaccount.com",
  "run.googleapis.com": "service-{number}@serverless-robot-prod.iam.gserviceaccount.com",
  "secretmanager.googleapis.com": "service-{number}@gcp-sa-secretmanager.iam.gserviceaccount.com",
  "storage.googleapis.com": "service-{number}@gs-project-accounts.iam.gserviceaccount.com",
} as const;
export type AgentService = keyof typeof AGENTS;

export function isAgentService(service: string): service is AgentService {
  return Object.hasOwn(AGENTS, service);
}

export function agentEmail(service: AgentService, projectNumber: string): string {
  return AGENTS[service].replace("{number}", projectNumber);
}

/** Whether `serviceAccount:…` is the agent of a service, in whatever project. */
export function isAgentOf(service: AgentService, member: unknown): boolean {
  const email = typeof member === "string" ? /^serviceAccount:(.+)$/.exec(member)?.[1] : undefined;
  const projectNumber = /\d+/.exec(email ?? "")?.[0];
  return projectNumber !== undefined && email === agentEmail(service, projectNumber);
}
