import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { planFile } from "../../infra/archive.ts";
import { deployedPlans } from "../../lakehouse/cli/deployed.ts";
import { canonicalJson } from "../../lakehouse/plan/canonical.ts";
import type { Environment } from "../../lakehouse/plan/environment.ts";

/** The plans of a folder of contracts, where an archive that is unpacked in `into` has them; their datasets. */
export async function writePlans(contracts: string, environment: Environment, into: string): Promise<string[]> {
  const root = { env: environment.id, lake: "", json: false, contracts };
  const plans = await deployedPlans({ root, cwd: process.cwd() }, environment);
  rmSync(into, { recursive: true, force: true });
  for (const plan of plans) {
    const path = join(into, planFile(plan.dataset));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, canonicalJson(plan));
  }
  return plans.map(({ dataset }) => dataset);
}
