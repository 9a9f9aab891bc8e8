import { join } from "node:path";
import { findTargets } from "../../../infra/functions/triggers.ts";
import { type Watched, watchedFunction } from "../../../infra/operations/watched.ts";
import { readStack } from "../../../lakehouse/plan/cloud/stack/read.ts";

const targets = await findTargets(join(import.meta.dirname, "../../.."));

/** An environment with the functions that there are, and these settings besides what must be said. */
export function environment(settings: Readonly<Record<string, unknown>> = {}, id = "dev"): Watched {
  const said = { "gcp:project": "acme-dev", "gcp:region": "europe-west1", "sluice:mailFrom": "sluice@example.com" };
  const more = Object.entries(settings).map(([name, value]) => [`sluice:${name}`, value]);
  const text = JSON.stringify({ config: { ...said, ...Object.fromEntries(more) } });
  const read = readStack(text, `Pulumi.${id}.yaml`, id);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  return { ...read.stack, functions: targets.map(watchedFunction) };
}

/** One of each orchestrator. */
export const KINDS = [
  environment(),
  environment({ orchestrator: "airflow-vm" }),
  environment({ orchestrator: "composer" }),
];
