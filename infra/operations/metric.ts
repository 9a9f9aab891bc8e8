import type { logging } from "@pulumi/gcp";
import {
  labelExtractors,
  type Metric,
  metricFilter,
  metricName,
  valueExtractor,
} from "../../lakehouse/plan/cloud/metrics.ts";
import type { CloudEnvironment } from "../../lakehouse/plan/cloud/names.ts";
import { bucketsOf } from "./buckets.ts";

export function metricArgs(environment: Pick<CloudEnvironment, "id">, metric: Metric): logging.MetricArgs {
  const value = valueExtractor(metric);
  return {
    name: metricName(environment, metric),
    description: metric.description,
    filter: metricFilter(environment, metric),
    metricDescriptor: {
      metricKind: "DELTA",
      valueType: metric.kind === "counter" ? "INT64" : "DISTRIBUTION",
      unit: metric.unit,
      displayName: `Sluice ${environment.id}: ${metric.description}`,
      ...(metric.labels.length > 0 && { labels: metric.labels.map((key) => ({ key, valueType: "STRING" })) }),
    },
    ...(metric.labels.length > 0 && { labelExtractors: { ...labelExtractors(metric) } }),
    ...(value !== null && { valueExtractor: value, bucketOptions: bucketsOf(metric) }),
  };
}
