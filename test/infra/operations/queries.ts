import { GOOGLE_METRICS } from "../../../infra/operations/google-metrics.ts";
import { METRICS, metricName } from "../../../lakehouse/plan/cloud/metrics.ts";

/** One selector of a query: `{"NAME",label="value"}`. */
export interface Selected {
  readonly name: string;
  readonly labels: readonly string[];
}

/** Reads as much of PromQL as these queries hold; a brace within quotes would be misread, and is in none. */
export function selected(query: string): Selected[] {
  return [...query.matchAll(/\{"([^"]+)"((?:,\w+=~?"[^"]*")*)\}/g)].map(([, name = "", labels = ""]) => ({
    name,
    labels: [...labels.matchAll(/,(\w+)=/g)].map(([, label = ""]) => label),
  }));
}

/** What is wrong with a query: a metric or label that is not there, a bracket too many, a part that it does not have. */
export function queryProblems(query: string, id: string): string[] {
  const found = selected(query);
  return [
    ...(found.length === 0 ? ["it selects nothing"] : []),
    ...(["()", "{}", "[]"].some(([open = "", close = ""]) => query.split(open).length !== query.split(close).length)
      ? ["its brackets do not match"]
      : []),
    ...(query.includes("\\") ? ["a backslash, which PromQL's own quoting would take"] : []),
    ...(/=~?""|\(\)|undefined|null|NaN/.test(query) ? ["an empty matcher or value"] : []),
    ...found.flatMap((one) => selectedProblems(one, id)),
  ];
}

const EVERYWHERE = ["monitored_resource"];

function selectedProblems({ name, labels }: Selected, id: string): string[] {
  const [, type = name, part = ""] = /^(.*?)(_count|_sum|_bucket)?$/.exec(name) ?? [];
  const metric = METRICS.find((one) => `logging.googleapis.com/user/${metricName({ id }, one)}` === type);
  // Some names of counters end like a part.
  const whole = Object.hasOwn(GOOGLE_METRICS, name) ? name : type;
  const google = Object.entries(GOOGLE_METRICS).find(([known]) => known === whole)?.[1];
  const known: readonly string[] | undefined = metric?.labels ?? google?.labels;
  if (!known) return [`${name} is no metric`];
  const has = part !== "" && metric?.kind === "counter" ? [`${name} has no part ${part}`] : [];
  const lacks = part === "" && metric?.kind === "distribution" ? [`${name} is a distribution`] : [];
  const strange = labels.filter((label) => !EVERYWHERE.includes(label) && !known.includes(label));
  return [...has, ...lacks, ...strange.map((label) => `${name} has no label ${label}`)];
}

/** Our metrics that a query reads. */
export function metricsIn(query: string, id: string): string[] {
  const prefix = `logging.googleapis.com/user/${metricName({ id }, { name: "" })}`;
  return selected(query)
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name }) => name.slice(prefix.length).replace(/_(count|sum|bucket)$/, ""));
}
