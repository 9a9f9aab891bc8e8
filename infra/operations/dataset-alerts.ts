import { expectsDrops } from "../../lakehouse/plan/expected-arrivals.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { Alert } from "./alert.ts";
import { happened } from "./alerts/counted.ts";
import { boundFrom } from "./buckets.ts";
import { ours, quantile } from "./series.ts";

const HOUR = 3_600;

type Promised = Pick<Plan, "dataset" | "landing" | "sla">;

/** Of what the contract promises; empty: it promises nothing. */
export function datasetAlerts(plan: Promised): readonly Alert[] {
  const { latencyHours } = plan.sla;
  return [
    ...(expectsDrops(plan) ? [missing(plan)] : []),
    ...(latencyHours === null ? [] : [late(plan.dataset, latencyHours)]),
  ];
}

function missing({ dataset, sla: { expectedBy, schedule } }: Promised): Alert {
  return {
    name: "missing",
    severity: "ERROR",
    title: "an expected drop is missing",
    when: `a drop that the contract expects (${schedule}) was not there by ${expectedBy ?? "the end of the day"}; told once a day`,
    means:
      "The producer has not delivered, or under a name that no landing pattern takes. The dataset's owners have a mail.",
    todo: [
      "`sluice status DATASET --env ID` shows what came last.",
      "Ask the producer. What comes late is taken as ever; nothing must be told to Sluice.",
      "It came under another name: another alert tells of uploads that no contract knows.",
    ],
    by: null,
    hours: 6,
    counts: "drops_missing",
    conditions: ({ environment }) => [
      happened(environment, "drops_missing", "an expected drop is missing", null, { dataset }),
    ],
  };
}

function late(dataset: string, latencyHours: number): Alert {
  return {
    name: "late",
    severity: "WARNING",
    title: "rows come later than promised",
    when: `a drop was in the table more than ${latencyHours} hours after it arrived`,
    means:
      "The contract's `latency` is not kept. What has not come at all yet is told by other alerts: held, stuck, slow.",
    todo: [
      "`sluice ledger show DATASET --env ID` has the publication, and when its drops arrived.",
      "`sluice status DATASET --env ID` says what else waits, and for whom.",
    ],
    by: null,
    hours: 6,
    counts: "drop_lag_seconds",
    conditions: ({ environment }) => {
      const slowest = quantile(1, ours(environment, "drop_lag_seconds", { dataset }, "_bucket"), "6h", null);
      return [{ says: "later than promised", query: `${slowest} > ${boundFrom(latencyHours * HOUR)}`, forSeconds: 0 }];
    },
  };
}
