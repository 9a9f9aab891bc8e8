import type { CloudEnvironment } from "../../../lakehouse/plan/cloud/names.ts";
import { increase, metricOf, ours, quantile } from "../series.ts";
import type { Widget } from "./mosaic.ts";

/** A chart's own step: each bar or point is of the time since the one before. */
const STEP = `\${__interval}`;

type Environment = Pick<CloudEnvironment, "id">;
type Labels = Readonly<Record<string, string>>;

interface Drawn {
  readonly query: string;
  /** What one of its lines is called: `${labels.state}` is filled in. */
  readonly legend?: string;
}

/** Counts by step. */
export function bars(title: string, unit: string, ...drawn: readonly Drawn[]): Widget {
  return { title, xyChart: chart("STACKED_BAR", unit, drawn) };
}

/** `most`: what is promised, as a line across. */
export function lines(title: string, unit: string, drawn: readonly Drawn[], most: number | null = null): Widget {
  const thresholds = most === null ? [] : [{ value: most, label: "promised" }];
  return { title, xyChart: { ...chart("LINE", unit, drawn), ...(thresholds.length > 0 && { thresholds }) } };
}

export function words(title: string, ...content: readonly string[]): Widget {
  return { title, text: { content: content.join("\n\n"), format: "MARKDOWN" } };
}

export function incidents(title: string, policyNames: readonly string[]): Widget {
  return { title, incidentList: { policyNames } };
}

/** Lines of the log that one of our metrics counted. */
export function count(environment: Environment, metric: string, labels: Labels, by: string | null): Drawn {
  return {
    query: increase(ours(environment, metric, labels), STEP, by),
    legend: by === null ? metric : `\${labels.${by}}`,
  };
}

/** Sum of the values of one of our distributions. */
export function sum(environment: Environment, metric: string, labels: Labels, by: string | null): Drawn {
  const query = increase(ours(environment, metric, labels, "_sum"), STEP, by);
  return { query, legend: by === null ? metric : `\${labels.${by}}` };
}

/** What 95 of a hundred stay below. */
export function most(environment: Environment, metric: string, labels: Labels, by: string | null): Drawn {
  const query = quantile(0.95, ours(environment, metric, labels, "_bucket"), STEP, by);
  return { query, legend: by === null ? "95 %" : `\${labels.${by}}` };
}

export const unitOf = (metric: string) => metricOf(metric).unit;

export function increaseOf(series: string, by: string): Drawn {
  return { query: increase(series, STEP, by), legend: `\${labels.${by}}` };
}

export function mostOf(buckets: string, by: string): Drawn {
  return { query: quantile(0.95, buckets, STEP, by), legend: `\${labels.${by}}` };
}

function chart(plotType: "LINE" | "STACKED_BAR", unit: string, drawn: readonly Drawn[]) {
  return {
    dataSets: drawn.map(({ query, legend }) => ({
      timeSeriesQuery: { prometheusQuery: query, unitOverride: unit },
      plotType,
      ...(legend !== undefined && { legendTemplate: legend }),
    })),
    yAxis: { scale: "LINEAR" as const },
  };
}
