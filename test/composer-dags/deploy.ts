// Lays composer-dags as `pulumi up` does: its files, plans of contracts, environment.json. `node deploy.ts DIR CONTRACTS`
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { airflowSettingsOf } from "../../lakehouse/plan/cloud/airflow.ts";
import type { Orchestrator } from "../../lakehouse/plan/cloud/orchestrator.ts";
import { writePlans } from "../../scripts/functions/plans.ts";
import { TEST_ENVIRONMENT } from "../fakes/cloud.ts";
import { projectFolder } from "../layout/tree.ts";

const LEFT_OUT = new Set([".venv", "__pycache__", "airflow2"]);

export interface DagsPlace {
  readonly folder: string;
  readonly contracts: string;
  readonly orchestrator?: Orchestrator;
  /** Addresses by service; of functions by name. */
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly functions?: Readonly<Record<string, string>>;
}

export async function deployDags({
  folder,
  contracts,
  orchestrator = "airflow-vm",
  endpoints = {},
  functions = {},
}: DagsPlace): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await writePlans(contracts, TEST_ENVIRONMENT, folder);
  const source = join(projectFolder, "composer-dags");
  cpSync(source, folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  const settings = airflowSettingsOf(TEST_ENVIRONMENT, { orchestrator, labels: {} }, endpoints);
  const told = { ...settings, functions: { ...settings.functions, ...functions } };
  writeFileSync(join(folder, "environment.json"), JSON.stringify(told));
}

if (import.meta.main) {
  const [folder = "", contracts = "contracts", orchestrator] = process.argv.slice(2);
  await deployDags({ folder, contracts, ...(orchestrator && { orchestrator: orchestrator as Orchestrator }) });
}
