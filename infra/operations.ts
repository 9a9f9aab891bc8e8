import { billing, monitoring, organizations } from "@pulumi/gcp";
import { all, type ComponentResourceOptions, interpolate, type Output, type Resource } from "@pulumi/pulumi";
import { Component } from "./component.ts";
import type { Target } from "./functions/triggers.ts";
import { policyArgs } from "./operations/alert.ts";
import { alertsOf } from "./operations/alerts.ts";
import { budgetArgs } from "./operations/budget.ts";
import { makeChannels } from "./operations/channels.ts";
import { environmentDashboard } from "./operations/dashboard/environment.ts";
import type { Channels } from "./operations/dataset.ts";
import { makeHistory } from "./operations/history.ts";
import { makeMetrics } from "./operations/metrics.ts";
import { type Watched, watchedFunction } from "./operations/watched.ts";
import type { Platform } from "./platform.ts";
import type { Site } from "./site.ts";

export interface OperationsParts {
  readonly platform: Platform;
  /** All functions, as they are called. */
  readonly targets: readonly Target[];
  /** What takes minutes to make, functions above all: objectives wait for it, until Monitoring knows the metrics. */
  readonly slow: readonly Resource[];
}

/** What is measured, who hears of what is wrong, and what it may cost. What a contract promises is watched with its dataset. */
export class Operations extends Component {
  readonly channels: Channels;

  constructor(
    name: string,
    site: Site,
    { platform, targets, slow }: OperationsParts,
    options: ComponentResourceOptions,
  ) {
    super("Operations", name, site, options);
    const metrics = makeMetrics(site.environment, this.within);
    const ids = makeChannels(site, this.within).map((channel) => channel.name);
    this.channels = { ids, before: [...metrics, ...slow] };
    this.#watch({ ...site, functions: targets.map(watchedFunction) }, ids);
    makeHistory(site, platform, { within: this.within, kept: this.kept });
    this.#budget(site, ids, options);
    this.registerOutputs({});
  }

  #watch(watched: Watched, channels: readonly Output<string>[]): void {
    const policies = alertsOf(watched).map((alert) => {
      const args = { ...policyArgs(alert, watched), notificationChannels: [...channels] };
      return new monitoring.AlertPolicy(`alert-${alert.name}`, args, this.within);
    });
    const dashboardJson = all(policies.map((policy) => policy.name)).apply((names) =>
      JSON.stringify(environmentDashboard(watched, names)),
    );
    new monitoring.Dashboard("dashboard", { dashboardJson }, this.within);
  }

  #budget(site: Site, channels: readonly Output<string>[], { dependsOn }: ComponentResourceOptions): void {
    // A question is asked at once, unless it is told what must be there before.
    const asking = { parent: this, ...(dependsOn && { dependsOn }) };
    const project = () => {
      const { number } = organizations.getProjectOutput({ projectId: site.environment.project }, asking);
      return interpolate`projects/${number}`;
    };
    const args = budgetArgs(site, project, channels);
    if (args) new billing.Budget("budget", args, this.within);
  }
}
