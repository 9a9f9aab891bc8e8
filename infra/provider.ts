import { Provider } from "@pulumi/gcp";
import { labelsOf, type Site } from "./site.ts";

/** Google Cloud in the environment's project and region; nothing is made by whatever the machine has for a default. */
export function makeProvider(site: Site): Provider {
  const { project, region } = site.environment;
  // Budgets belong to no project: who asks for one must say which pays for the question.
  const billing = site.settings.budget === null ? {} : { billingProject: project, userProjectOverride: true };
  return new Provider("google", { project, region, defaultLabels: labelsOf(site), ...billing });
}
