import { METRICS, type Metric, metricName } from "../../lakehouse/plan/cloud/metrics.ts";
import type { CloudEnvironment } from "../../lakehouse/plan/cloud/names.ts";
import { GOOGLE_METRICS, type GoogleLabel, type GoogleMetric } from "./google-metrics.ts";

// Time series as PromQL selects them. Alerts and dashboards speak PromQL, not Monitoring's filters: a condition in it
// may name a metric that nobody has written yet, where a filter over a metric that was just made is refused for minutes
// (so a first `pulumi up` would fail); it tells of absence without a first point; and it takes the sum of a distribution.

/** Equal to a text, to one of several, or fitting a pattern as a whole (RE2, without backslashes). */
type Wanted = string | readonly string[] | RegExp;

/** Of a distribution: how many values, their sum, or its histogram. */
type Part = "" | "_count" | "_sum" | "_bucket";

/** One of METRICS, of this environment. */
export function ours(
  environment: Pick<CloudEnvironment, "id">,
  name: string,
  labels: Readonly<Record<string, Wanted>> = {},
  part: Part = "",
): string {
  return select(`${metricType(environment, name)}${part}`, "cloud_run_revision", labels);
}

/** As Cloud Monitoring names it. */
export function metricType(environment: Pick<CloudEnvironment, "id">, name: string): string {
  return `logging.googleapis.com/user/${metricName(environment, metricOf(name))}`;
}

/** @throws {RangeError} if there is none. */
export function metricOf(name: string): Metric {
  const metric = METRICS.find((one) => one.name === name);
  if (!metric) throw new RangeError(`no metric '${name}' → lakehouse/plan/cloud/metrics.ts has them`);
  return metric;
}

/** One of Google's own. */
export function googles<Type extends GoogleMetric>(
  type: Type,
  labels: { readonly [Label in GoogleLabel<Type>]?: Wanted },
  part: Part = "",
): string {
  const wanted = Object.entries(labels) as [string, Wanted][];
  return select(`${type}${part}`, GOOGLE_METRICS[type].resource, Object.fromEntries(wanted));
}

function select(name: string, resource: string, labels: Readonly<Record<string, Wanted>>): string {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}${matcher(value)}`);
  return `{${[JSON.stringify(name), `monitored_resource=${JSON.stringify(resource)}`, ...wanted].join(",")}}`;
}

function matcher(wanted: Wanted): string {
  if (typeof wanted === "string") return `=${JSON.stringify(wanted)}`;
  return `=~${JSON.stringify(wanted instanceof RegExp ? wanted.source : wanted.join("|"))}`;
}

/** How many there were in a time (`6h`, or a chart's own step), by a label or altogether. */
export function increase(series: string, time: string, by: string | null): string {
  return `sum${by === null ? "" : ` by (${by})`} (increase(${series}[${time}]))`;
}

/** The value below which this share of a histogram's are, rounded up to a bound of it. */
export function quantile(share: number, buckets: string, time: string, by: string | null): string {
  return `histogram_quantile(${share}, ${increase(buckets, time, by === null ? "le" : `${by}, le`)})`;
}
