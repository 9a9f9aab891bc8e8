import type { Alert } from "../alert.ts";
import { increase, ours, quantile } from "../series.ts";
import { counted } from "./counted.ts";

const HOUR = 3_600;

export const PUBLICATION_ALERTS: readonly Alert[] = [
  counted({
    name: "stuck",
    severity: "CRITICAL",
    title: "publishing is stuck",
    when: "a publication waits for a person",
    means:
      "Going on could do harm: counts do not add up, a job is not its own, the warehouse refuses a statement. Nothing of the dataset is published behind it.",
    todo: [
      "`sluice status DATASET --env ID` says which; `sluice ledger show DATASET --env ID` has drops, decision and jobs.",
      "Mend what the reason names: table, contract, right.",
      "`sluice ledger verify DATASET --env ID` holds ledger, files and table against each other.",
      "`sluice ledger resume DATASET --env ID` lets it go on from where it stopped.",
    ],
    by: "dataset",
    counts: "publications_stuck",
  }),
  {
    name: "slow",
    severity: "WARNING",
    title: "publishing is slow",
    when: "a publication took more than an hour, or has waited for an hour",
    means: "Rows come later than they could. It needs nobody as long as the warehouse is only busy.",
    todo: [
      "`sluice status DATASET --env ID` says what it waits for; `sluice ledger show DATASET --env ID` has its jobs.",
      "The table lacks columns of the plan: `pulumi up`. The warehouse asks for time: look for other work of the project, and for slots.",
      "Each publication is slow: larger `publishEvery`, hourly partitions, or a key that holds the partition's column.",
    ],
    by: "dataset",
    hours: 6,
    counts: "publications_waiting",
    conditions: ({ environment }) => [
      {
        says: "a publication took more than an hour",
        query: `${quantile(1, ours(environment, "publish_seconds", {}, "_bucket"), "6h", "dataset")} > ${HOUR}`,
        forSeconds: 0,
      },
      {
        says: "a publication has waited for an hour",
        query: `${increase(ours(environment, "publications_waiting"), "15m", "dataset")} > 0`,
        forSeconds: HOUR,
      },
    ],
  },
];
