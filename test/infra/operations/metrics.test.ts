import { describe, expect, test } from "@jest/globals";
import { budgetArgs } from "../../../infra/operations/budget.ts";
import { metricArgs } from "../../../infra/operations/metric.ts";
import { missingOf } from "../../../infra/operations/missing.ts";
import { METRICS } from "../../../lakehouse/plan/cloud/metrics.ts";
import { environment } from "./environments.ts";

const dev = environment();

test.each(METRICS.map((metric) => [metric.name, metric] as const))("%s is made as it is described", (name, metric) => {
  const args = metricArgs(dev.environment, metric);
  const isDistribution = metric.kind === "distribution";
  expect(args).toMatchObject({
    name: `sluice/dev/${name}`,
    metricDescriptor: { metricKind: "DELTA", valueType: isDistribution ? "DISTRIBUTION" : "INT64", unit: metric.unit },
  });
  // Cloud Logging refuses either without the other.
  expect("bucketOptions" in args).toBe(isDistribution);
  expect("valueExtractor" in args).toBe(isDistribution);
  const { labels = [] } = args.metricDescriptor as { labels?: readonly { key: string }[] };
  expect(labels.map(({ key }) => key)).toEqual(Object.keys(args.labelExtractors ?? {}));
});

describe("a budget", () => {
  const channels = Array.from({ length: 7 }, (_, at) => `channel ${at}`);
  const of = (settings: object, told: readonly string[] = channels) =>
    budgetArgs(environment({ ...settings }), () => "projects/1" as never, told as never);

  test("is watched where account and amount are named", () => {
    expect(of({})).toBeNull();
    expect(of({ billingAccount: "012345-6789AB-CDEF01", budget: 300 })).toMatchObject({
      amount: { specifiedAmount: { units: "300" } },
      budgetFilter: { projects: ["projects/1"] },
      thresholdRules: [
        { thresholdPercent: 0.5, spendBasis: "CURRENT_SPEND" },
        { thresholdPercent: 0.9, spendBasis: "CURRENT_SPEND" },
        { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
        { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
      ],
      allUpdatesRule: { monitoringNotificationChannels: channels.slice(0, 5) },
    });
  });

  test("tells the account's own people alone where nobody is named", () => {
    expect(of({ billingAccount: "012345-6789AB-CDEF01", budget: 300 }, [])).not.toHaveProperty("allUpdatesRule");
  });
});

test.each([
  [{}, ["nobody hears of alerts", "nobody watches what it costs"]],
  [{ alertsTo: ["a@example.com"], billingAccount: "012345-6789AB-CDEF01", budget: 1 }, []],
  [
    { alertsTo: [..."abcdef"].map((a) => `${a}@example.com`), billingAccount: "012345-6789AB-CDEF01", budget: 1 },
    ["the budget tells the first 5 of `sluice:alertsTo` alone"],
  ],
])("of %j is said what is missing", (settings, expected) => {
  expect(missingOf(environment(settings)).map((line) => line.split(" → ")[0])).toEqual(expected);
});
