import type { monitoring } from "@pulumi/gcp";
import type { CloudEnvironment } from "../../lakehouse/plan/cloud/names.ts";
import { expectsDrops } from "../../lakehouse/plan/expected-arrivals.ts";
import { hashText } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { metricType } from "./series.ts";

const HOUR = 3_600;
const DAYS = 30;
/** Of a month's daily drops one may be late, or not come; two are too many. */
const GOAL = 0.95;
const LONGEST = 63;

type Slo = Pick<monitoring.SloArgs, "displayName" | "goal" | "rollingPeriodDays" | "requestBasedSli"> & {
  /** Its id, too. */
  readonly name: string;
};

/** What the contract promises, over a month; empty: it promises nothing that can be counted. */
export function datasetSlos(
  environment: Pick<CloudEnvironment, "id">,
  plan: Pick<Plan, "dataset" | "landing" | "sla">,
): readonly Slo[] {
  const { dataset, sla } = plan;
  const common = { goal: GOAL, rollingPeriodDays: DAYS };
  const filter = (metric: string, more = "") =>
    [
      `metric.type="${metricType(environment, metric)}"`,
      'resource.type="cloud_run_revision"',
      `metric.label.dataset="${dataset}"${more}`,
    ].join(" AND ");
  const latency: Slo[] =
    sla.latencyHours === null
      ? []
      : [
          {
            name: "latency",
            displayName: `in the table within ${sla.latencyHours} hours of arrival`,
            ...common,
            requestBasedSli: {
              distributionCut: {
                distributionFilter: filter("drop_lag_seconds"),
                range: { max: sla.latencyHours * HOUR },
              },
            },
          },
        ];
  const arrival: Slo[] = expectsDrops(plan)
    ? [
        {
          name: "arrival",
          displayName: `there by ${sla.expectedBy ?? "the end of the day"}`,
          ...common,
          requestBasedSli: {
            goodTotalRatio: {
              goodServiceFilter: filter("drops_ended", ' AND metric.label.state="COMMITTED"'),
              badServiceFilter: filter("drops_missing"),
            },
          },
        },
      ]
    : [];
  return [...arrival, ...latency];
}

/** Without underscores; long names end in their hash. */
export function serviceId({ id }: Pick<CloudEnvironment, "id">, { dataset }: Pick<Plan, "dataset">): string {
  const name = `sluice-${id}-${dataset.replaceAll("_", "-")}`;
  if (name.length <= LONGEST) return name;
  const hash = hashText(dataset).slice(0, 8);
  return `${name.slice(0, LONGEST - hash.length - 1)}-${hash}`;
}
