// Serves the fakes until it is ended, and prints where they are as one line of JSON: `node test/fakes/main.ts --contracts DIR`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readDeployedPlans } from "../../lakehouse/catalog/plans.ts";
import type { ServedCloud } from "../../scripts/functions/cloud.ts";
import { writePlans } from "../../scripts/functions/plans.ts";
import { createAdminService } from "./admin/service.ts";
import { startCloud, TEST_ENVIRONMENT } from "./cloud.ts";
import { alone } from "./http/alone.ts";
import { serve } from "./http/serve.ts";

const { values } = parseArgs({ options: { contracts: { type: "string", default: "contracts" } } });
const folder = mkdtempSync(join(tmpdir(), "sluice-fakes-"));
await writePlans(values.contracts, TEST_ENVIRONMENT, folder);
const plans = join(folder, "plans");
const cloud = await startCloud({ plans: await readDeployedPlans(plans) });
const admin = await serve(createAdminService(cloud), alone());
const { settings, metadata } = cloud;
const served: ServedCloud & { readonly plans: string } = { settings, metadata, admin: `${admin.url}/-/`, plans };
process.stdout.write(`${JSON.stringify(served)}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await Promise.all([cloud.close(), admin.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
}
