import { monitoring } from "@pulumi/gcp";
import { all, type CustomResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { labelsOf, type Site } from "../site.ts";
import { policyArgs } from "./alert.ts";
import { datasetDashboard } from "./dashboard/dataset.ts";
import { datasetAlerts } from "./dataset-alerts.ts";
import { datasetSlos, serviceId } from "./slos.ts";

/** Who hears of alerts, and what must be there before objectives are. */
export interface Channels {
  readonly ids: readonly Output<string>[];
  /** Metrics, and whatever takes minutes to make: by then Monitoring knows the metrics. */
  readonly before: readonly Resource[];
}

/** What one contract promises: alerts and objectives for that alone, and a dashboard. */
export function watchDataset(site: Site, plan: Plan, channels: Channels, options: CustomResourceOptions): void {
  const policies = datasetAlerts(plan).map((alert) => {
    const args = policyArgs(alert, { ...site, functions: [] }, plan.dataset);
    const told = { ...args, notificationChannels: [...channels.ids] };
    return new monitoring.AlertPolicy(`${plan.dataset}-${alert.name}`, told, options);
  });
  makeSlos(site, plan, channels, options);
  const dashboardJson = all(policies.map(({ name }) => name)).apply((names) =>
    JSON.stringify(datasetDashboard(site, plan, names)),
  );
  new monitoring.Dashboard(`${plan.dataset}-dashboard`, { dashboardJson }, options);
}

/** An objective over a metric that Monitoring does not know yet is refused. */
function makeSlos(site: Site, plan: Plan, { before }: Channels, options: CustomResourceOptions): void {
  const slos = datasetSlos(site.environment, plan);
  if (slos.length === 0) return;
  const userLabels = { ...labelsOf(site), "sluice-dataset": plan.dataset };
  const displayName = `Sluice ${site.environment.id}: ${plan.dataset}`;
  const service = new monitoring.CustomService(
    `${plan.dataset}-service`,
    { serviceId: serviceId(site.environment, plan), displayName, userLabels },
    options,
  );
  for (const { name, ...slo } of slos) {
    new monitoring.Slo(
      `${plan.dataset}-${name}`,
      { service: service.serviceId, sloId: name, ...slo, userLabels },
      { ...options, dependsOn: [...before] },
    );
  }
}
