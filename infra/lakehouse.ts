import { type ComponentResourceOptions, RunError } from "@pulumi/pulumi";
import { settingsOf } from "../lakehouse/plan/cloud/settings-of.ts";
import { functionEndpoints } from "../lakehouse/plan/cloud/stack/read.ts";
import { Dataset } from "./dataset.ts";
import { writeArchive } from "./functions/archive.ts";
import { findTargets } from "./functions/triggers.ts";
import { Functions } from "./functions.ts";
import { Lake } from "./lake.ts";
import { Network } from "./network.ts";
import { Operations } from "./operations.ts";
import { makeOrchestrator } from "./orchestrator.ts";
import { Platform } from "./platform.ts";
import { type Project, readSite, WrongProject } from "./project.ts";
import { makeProvider } from "./provider.ts";
import { Serving } from "./serving.ts";
import type { Site } from "./site.ts";
import { specOf, Template } from "./template.ts";
import { type Told, tell } from "./told.ts";

/**
 * Contracts and settings are read, and what they ask for exists.
 * @throws {RunError} with everything that is wrong with them, which Pulumi shows as it is; nothing is made.
 */
export async function runProject(project: Project, checkout: string): Promise<Told> {
  const site = await readSite(project).catch((error: unknown) => {
    throw error instanceof WrongProject ? new RunError(error.message) : error;
  });
  return buildLakehouse(site, checkout);
}

/** Every component of an environment, in the order in which they need each other. */
async function buildLakehouse(site: Site, root: string): Promise<Told> {
  const [targets, archive] = await Promise.all([findTargets(root), writeArchive(site, root)]);
  const spec = specOf(site, root);
  const settings = settingsOf(site.environment, site.settings, {
    spec: spec?.name ?? null,
    endpoints: functionEndpoints(site),
  });

  const providers = { gcp: makeProvider(site) };
  const platform = new Platform("platform", site, { providers });
  const after: ComponentResourceOptions = { providers, dependsOn: [...platform.apis] };
  const network = new Network("network", site, after);
  const lake = new Lake("lake", site, platform, after);
  if (spec) new Template("template", site, spec, { platform, lake }, after);
  const datasets = site.plans.map((plan) => new Dataset(site, plan, { platform, lake }, after));
  const catalog = datasets.map(({ catalogued }) => catalogued);
  const functions = new Functions("functions", site, { platform, lake, targets, archive, settings, catalog }, after);
  const operations = new Operations("operations", site, { platform, targets, slow: functions.deployed }, after);
  for (const dataset of datasets) dataset.watch(operations.channels);
  const readable = [...lake.dagReaders, ...datasets.flatMap(({ dagPlan }) => dagPlan ?? [])];
  makeOrchestrator(site, { platform, network, lake, readable, root }, after);
  if (site.settings.serving) new Serving("serving", site, platform, after);
  return tell(site);
}
