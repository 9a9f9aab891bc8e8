import type { billing } from "@pulumi/gcp";
import type { Output } from "@pulumi/pulumi";
import type { Site } from "../site.ts";

/** Google takes no more for one budget. */
export const MOST_BUDGET_CHANNELS = 5;

const CURRENT = [0.5, 0.9, 1];

/**
 * A budget watches, and stops nothing. Over the whole project: a filter takes one label alone, and much of what an
 * environment costs (logs, operations, network) can have none. Null: the settings name none.
 *
 * @param project By its number, `projects/123`: told its id, Google answers the number, and each `up` would find a change.
 */
export function budgetArgs(
  { environment, settings }: Pick<Site, "environment" | "settings">,
  project: () => Output<string>,
  channels: readonly Output<string>[],
): billing.BudgetArgs | null {
  const { billingAccount, budget } = settings;
  if (billingAccount === null || budget === null) return null;
  return {
    billingAccount,
    displayName: `Sluice ${environment.id}`,
    amount: { specifiedAmount: { units: String(budget) } },
    budgetFilter: { projects: [project()], calendarPeriod: "MONTH" },
    thresholdRules: [
      ...CURRENT.map((thresholdPercent) => ({ thresholdPercent, spendBasis: "CURRENT_SPEND" })),
      { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
    ],
    ...(channels.length > 0 && {
      allUpdatesRule: { monitoringNotificationChannels: channels.slice(0, MOST_BUDGET_CHANNELS) },
    }),
  };
}
