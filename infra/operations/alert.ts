import type { monitoring } from "@pulumi/gcp";
import { logLink } from "../../lakehouse/plan/cloud/links.ts";
import { metricFilter } from "../../lakehouse/plan/cloud/metrics.ts";
import { labelsOf } from "../site.ts";
import { metricOf } from "./series.ts";
import type { Watched } from "./watched.ts";

/** Something that is wrong for an engineer, who finds in the mail what to do. */
export interface Alert {
  /** Of a-z and -, unique. */
  readonly name: string;
  readonly severity: "CRITICAL" | "ERROR" | "WARNING";
  /** What is wrong, in few words: subject of the mail. */
  readonly title: string;
  /** What must have happened, in words: docs/alerts.md. */
  readonly when: string;
  /** What that means. */
  readonly means: string;
  /** Steps in markdown. `ID`, `PROJECT` and `REGION` are the environment's; `DATASET` is what it is about, if anything. */
  readonly todo: readonly string[];
  /** An incident for each value of this label; null: one for all. */
  readonly by: "dataset" | "service_name" | "subscription_id" | "job_name" | null;
  /** An incident lasts until all was well for so many hours: so much is between two mails about the same. */
  readonly hours: number;
  /** The metric whose lines the mail links to; null: it is none of ours. */
  readonly counts: string | null;
  /** One to six; one that holds is enough. None: there is nothing of the kind in this environment. */
  conditions(watched: Watched): readonly Condition[];
}

export interface Condition {
  readonly says: string;
  /** PromQL; each series that it returns is an incident. */
  readonly query: string;
  /** It must hold for so long. */
  readonly forSeconds: number;
}

/** An incident's own end is no news: closed this long after the last sign of it. Google's least. */
const CLOSED_AFTER = "1800s";

/** An alert policy, but for whom it tells. `dataset`: it is about this one alone. */
export function policyArgs(alert: Alert, watched: Watched, dataset: string | null = null): monitoring.AlertPolicyArgs {
  const { environment } = watched;
  const named = dataset === null ? alert.title : `${dataset}: ${alert.title}`;
  return {
    displayName: `Sluice ${environment.id}: ${named}`,
    severity: alert.severity,
    combiner: "OR",
    conditions: alert.conditions(watched).map(({ says, query, forSeconds }) => ({
      displayName: says,
      conditionPrometheusQueryLanguage: {
        query,
        duration: `${forSeconds}s`,
        evaluationInterval: "60s",
        // Metrics of ours are known to Monitoring minutes after they were made; some of Google's once they are written.
        disableMetricValidation: true,
      },
    })),
    alertStrategy: { autoClose: CLOSED_AFTER, notificationPrompts: ["OPENED"] },
    documentation: {
      subject: subjectOf(alert, watched, named),
      content: contentOf(alert, watched, dataset),
      mimeType: "text/markdown",
      ...(alert.counts !== null && {
        links: [{ displayName: "Lines of the log", url: linesOf(alert.counts, watched) }],
      }),
    },
    userLabels: { ...labelsOf(watched), "sluice-alert": alert.name, ...(dataset && { "sluice-dataset": dataset }) },
  };
}

/** As Monitoring fills it in. */
const labelOf = (label: string) => `\${metric_or_resource.label.${label}}`;

function subjectOf({ by }: Alert, { environment }: Watched, named: string): string {
  return `Sluice ${environment.id}: ${named}${by === null ? "" : `: ${labelOf(by)}`}`;
}

function contentOf({ means, todo, by }: Alert, { environment }: Watched, dataset: string | null): string {
  const about = dataset ?? (by === "dataset" ? labelOf("dataset") : "DATASET");
  const steps = todo.map((step, at) => `${at + 1}. ${step}`);
  return ["## What it means", means, "", "## What to do", ...steps]
    .join("\n")
    .replaceAll("DATASET", about)
    .replaceAll("PROJECT", environment.project)
    .replaceAll("REGION", environment.region)
    .replaceAll(/\bID\b/g, environment.id);
}

function linesOf(metric: string, { environment }: Watched): string {
  return logLink(environment.project, metricFilter(environment, metricOf(metric)));
}

/** Most mails that it sends to one address in a day, for one of what it is told by; trouble that lasts sends one. */
export function mailsADay({ hours }: Pick<Alert, "hours">): number {
  return Math.ceil(24 / hours);
}
