// Metrics that Google's services write, with the resource they are written for and the labels that are asked for here:
// https://cloud.google.com/monitoring/api/metrics_gcp. A name that is none would only ever be silent.

export const GOOGLE_METRICS = {
  "run.googleapis.com/request_count": {
    resource: "cloud_run_revision",
    labels: ["service_name", "response_code_class"],
  },
  /** Milliseconds. */
  "run.googleapis.com/request_latencies": { resource: "cloud_run_revision", labels: ["service_name"] },
  /** Seconds. */
  "pubsub.googleapis.com/subscription/oldest_unacked_message_age": {
    resource: "pubsub_subscription",
    labels: ["subscription_id"],
  },
  /** 1 of a job that has failed. */
  "dataflow.googleapis.com/job/is_failed": { resource: "dataflow_job", labels: ["job_name", "region"] },
  "dataflow.googleapis.com/job/current_num_vcpus": { resource: "dataflow_job", labels: ["job_name", "region"] },
  /** 1 while a DAG of Composer's own is run to its end. */
  "composer.googleapis.com/environment/healthy": {
    resource: "cloud_composer_environment",
    labels: ["environment_name"],
  },
  "composer.googleapis.com/environment/database_health": {
    resource: "cloud_composer_environment",
    labels: ["environment_name"],
  },
  "compute.googleapis.com/instance/uptime_total": { resource: "gce_instance", labels: ["instance_name"] },
  "compute.googleapis.com/instance/cpu/utilization": { resource: "gce_instance", labels: ["instance_name"] },
  /** 0 to 100; written by the Ops Agent of the machine. */
  "agent.googleapis.com/disk/percent_used": {
    resource: "gce_instance",
    labels: ["metadata_system_name", "state", "device"],
  },
  /** Lines of a machine's logs; `log` is the name that the Ops Agent gives them. */
  "logging.googleapis.com/log_entry_count": {
    resource: "gce_instance",
    labels: ["metadata_system_name", "log", "severity"],
  },
} as const;

export type GoogleMetric = keyof typeof GOOGLE_METRICS;
export type GoogleLabel<Type extends GoogleMetric> = (typeof GOOGLE_METRICS)[Type]["labels"][number];
