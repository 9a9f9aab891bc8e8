import { Provider } from "@pulumi/gcp";
import { labelsOf, type Site } from "./site.ts";

/** Google Cloud in the environment's project and region; nothing is made by whatever the machine has for a default. */
export function makeProvider(site: Site): Provider {
  const { project, region } = site.environment;
  // A person's own login belongs to no project: some services answer it only if it says which one the question is for.
  const asking = { billingProject: project, userProjectOverride: true };
  return new Provider("google", { project, region, defaultLabels: labelsOf(site), ...asking });
}
