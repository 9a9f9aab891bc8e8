// Serves the fakes until it is ended, and prints where they are as one line of JSON: `node test/fakes/main.ts --contracts DIR`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDeployedPlans } from "../../lakehouse/catalog/plans.ts";
import type { Flags } from "../../lakehouse/cli/command.ts";
import { WrongUse } from "../../lakehouse/cli/wrong-use.ts";
import type { ServedCloud } from "../../scripts/functions/cloud.ts";
import { contractsFlag, contractsProblems, writePlans } from "../../scripts/functions/plans.ts";
import { flagsHelp, readTyped, runScript } from "../../scripts/script.ts";
import { createAdminService } from "./admin/service.ts";
import { startCloud, TEST_ENVIRONMENT } from "./cloud.ts";
import { alone } from "./http/alone.ts";
import { serve } from "./http/serve.ts";

const FLAGS = { contracts: contractsFlag, help: { kind: "switch", meaning: "this text" } } as const satisfies Flags;

await runScript(async (args) => {
  const contracts = await readArguments(args);
  if (contracts === null)
    process.stdout.write(`usage: node test/fakes/main.ts [--contracts DIR]\n\n${flagsHelp(FLAGS)}`);
  else await serveFakes(contracts);
});

/** The folder of contracts; null: only help was asked for. */
async function readArguments(args: readonly string[]): Promise<string | null> {
  const { flags, problems } = readTyped(args, FLAGS);
  if (flags.help) return null;
  const wrong = [...problems, ...(await contractsProblems(flags.contracts))];
  if (wrong.length > 0) throw new WrongUse(wrong);
  return flags.contracts;
}

async function serveFakes(contracts: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-fakes-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await writePlans(contracts, TEST_ENVIRONMENT, folder);
  const plans = join(folder, "plans");
  const cloud = await startCloud({ plans: await readDeployedPlans(plans) });
  const admin = await serve(createAdminService(cloud), alone());
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void Promise.all([cloud.close(), admin.close()]));
  }
  const { settings, metadata } = cloud;
  const served: ServedCloud & { readonly plans: string } = { settings, metadata, admin: `${admin.url}/-/`, plans };
  process.stdout.write(`${JSON.stringify(served)}\n`);
}
