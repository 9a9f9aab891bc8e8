import { describe, expect, test } from "@jest/globals";
import { datasetDashboard } from "../../../infra/operations/dashboard/dataset.ts";
import { environmentDashboard } from "../../../infra/operations/dashboard/environment.ts";
import type { Dashboard } from "../../../infra/operations/dashboard/mosaic.ts";
import { METRICS } from "../../../lakehouse/plan/cloud/metrics.ts";
import { plannedContracts } from "../../plan/contracts.ts";
import { KINDS } from "./environments.ts";
import { metricsIn, queryProblems } from "./queries.ts";

const POLICIES = ["projects/acme-dev/alertPolicies/1"];
const PLANS = plannedContracts().map(({ plan }) => plan);
const [dev = KINDS[0]] = KINDS;

const dashboards: readonly (readonly [name: string, dashboard: Dashboard])[] = [
  ...KINDS.map((kind) => [kind.settings.orchestrator, environmentDashboard(kind, POLICIES)] as const),
  ...PLANS.map((plan) => [plan.dataset, datasetDashboard(dev as NonNullable<typeof dev>, plan, [])] as const),
];

const chartsOf = ({ mosaicLayout: { tiles } }: Dashboard) =>
  tiles.flatMap(({ widget }) => ("xyChart" in widget ? [widget] : []));
const queriesOf = (dashboard: Dashboard) =>
  chartsOf(dashboard).flatMap(({ xyChart }) => xyChart.dataSets.map((set) => set.timeSeriesQuery.prometheusQuery));

describe.each(dashboards)("%s", (_, dashboard) => {
  test("no tile lies over another or past the edge", () => {
    const { columns, tiles } = dashboard.mosaicLayout;
    const taken = new Set<string>();
    for (const { xPos = 0, yPos = 0, width, height } of tiles) {
      expect(xPos + width).toBeLessThanOrEqual(columns);
      for (let x = xPos; x < xPos + width; x += 1) {
        for (let y = yPos; y < yPos + height; y += 1) {
          expect(taken.has(`${x} ${y}`)).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
    expect(tiles.some(({ xPos, yPos }) => xPos === 0 || yPos === 0)).toBe(false);
  });

  test("each chart asks for metrics and labels that there are", () => {
    for (const query of queriesOf(dashboard)) {
      expect({ query, problems: queryProblems(query, "dev") }).toEqual({ query, problems: [] });
    }
  });

  test("what a legend names is left by its query", () => {
    for (const { xyChart } of chartsOf(dashboard)) {
      for (const { legendTemplate = "", timeSeriesQuery } of xyChart.dataSets) {
        const [, label] = /^\$\{labels\.(\w+)\}$/.exec(legendTemplate) ?? [];
        if (label) expect(timeSeriesQuery.prometheusQuery).toMatch(new RegExp(`by \\(${label}[,)]`));
      }
      if (xyChart.dataSets.length > 1) {
        const legends = xyChart.dataSets.map(({ legendTemplate }) => legendTemplate);
        expect(new Set(legends).size).toBe(legends.length);
      }
    }
  });

  test("titles are told apart", () => {
    const titles = dashboard.mosaicLayout.tiles.map(({ widget: { title } }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

test("every metric is on a dashboard, or has an alert of its own that needs no figure", () => {
  const shown = new Set(
    dashboards.flatMap(([, dashboard]) => queriesOf(dashboard)).flatMap((query) => metricsIn(query, "dev")),
  );
  const unseen = METRICS.map(({ name }) => name).filter((name) => !shown.has(name));
  expect(unseen).toEqual(["objects_unmatched", "mails_denied", "events_refused"]);
});

test("a promised latency is a line across", () => {
  const promised = PLANS.find(({ sla }) => sla.latencyHours !== null);
  const chart = dashboards.find(([name]) => name === promised?.dataset)?.[1];
  const thresholds = chart && chartsOf(chart).flatMap(({ xyChart }) => xyChart.thresholds ?? []);
  expect(thresholds).toEqual([{ value: (promised?.sla.latencyHours ?? 0) * 3_600, label: "promised" }]);
});
