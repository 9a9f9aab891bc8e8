import type { Site } from "../site.ts";
import { MOST_BUDGET_CHANNELS } from "./budget.ts";

/** What an environment does without, as long as nobody says otherwise: each with its cure. */
export function missingOf({ settings }: Pick<Site, "settings">): readonly string[] {
  const { alertsTo, budget } = settings;
  return [
    alertsTo.length === 0 && "nobody hears of alerts → `sluice:alertsTo`",
    budget === null && "nobody watches what it costs → `sluice:billingAccount` and `sluice:budget`",
    budget !== null &&
      alertsTo.length > MOST_BUDGET_CHANNELS &&
      `the budget tells the first ${MOST_BUDGET_CHANNELS} of \`sluice:alertsTo\` alone → name a mailing list`,
  ].filter((line) => line !== false);
}
