import { logging } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { METRICS } from "../../lakehouse/plan/cloud/metrics.ts";
import type { CloudEnvironment } from "../../lakehouse/plan/cloud/names.ts";
import { metricArgs } from "./metric.ts";

/** Cloud Logging counts from now on: lines that were written before are not counted. */
export function makeMetrics(environment: CloudEnvironment, options: CustomResourceOptions): readonly logging.Metric[] {
  return METRICS.map((metric) => new logging.Metric(`metric-${metric.name}`, metricArgs(environment, metric), options));
}
