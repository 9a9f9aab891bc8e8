import type { CloudEnvironment } from "../lakehouse/plan/cloud/names.ts";
import type { Settings } from "../lakehouse/plan/cloud/stack/read.ts";
import type { Plan } from "../lakehouse/plan/plan.ts";

/** What every component is told: the environment, its settings, and one plan a dataset. */
export interface Site {
  readonly environment: CloudEnvironment;
  readonly settings: Settings;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly plans: readonly Plan[];
}

/** On everything that can have labels: bills and searches go by them. */
export function labelsOf({ environment: { id }, settings: { labels } }: Pick<Site, "environment" | "settings">) {
  return { ...labels, "sluice-environment": id };
}
