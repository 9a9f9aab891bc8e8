// What is measured, who is told, what it may cost.

export const WATCHING = {
  "gcp:logging/metric:Metric": { id: "{name}" },
  "gcp:logging/projectBucketConfig:ProjectBucketConfig": {
    id: "projects/{project}/locations/{location}/buckets/{bucketId}",
    name: "projects/{project}/locations/{location}/buckets/{bucketId}",
  },
  "gcp:logging/projectSink:ProjectSink": {
    id: "projects/{project}/sinks/{name}",
    writerIdentity: "serviceAccount:service-{projectNumber}@gcp-sa-logging.iam.gserviceaccount.com",
  },
  "gcp:monitoring/alertPolicy:AlertPolicy": {
    id: "projects/{project}/alertPolicies/{number}",
    name: "projects/{project}/alertPolicies/{number}",
  },
  "gcp:monitoring/notificationChannel:NotificationChannel": {
    id: "projects/{project}/notificationChannels/{number}",
    name: "projects/{project}/notificationChannels/{number}",
  },
  "gcp:monitoring/dashboard:Dashboard": { id: "projects/{projectNumber}/dashboards/{number}" },
  "gcp:monitoring/customService:CustomService": {
    id: "projects/{projectNumber}/services/{serviceId}",
    name: "projects/{projectNumber}/services/{serviceId}",
  },
  "gcp:monitoring/genericService:GenericService": {
    id: "projects/{project}/services/{serviceId}",
    name: "projects/{projectNumber}/services/{serviceId}",
  },
  "gcp:monitoring/slo:Slo": {
    id: "projects/{projectNumber}/services/{service:last}/serviceLevelObjectives/{sloId}",
    name: "projects/{projectNumber}/services/{service:last}/serviceLevelObjectives/{sloId}",
  },
  "gcp:billing/budget:Budget": { id: "billingAccounts/{billingAccount:last}/budgets/{number}", name: "{number}" },
} as const;
