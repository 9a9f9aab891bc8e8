import { bucketName } from "../../lakehouse/plan/cloud/names.ts";
import { OWNER } from "../../test/fakes/cloud.ts";
import { tokenFor } from "../../test/fakes/http/tokens.ts";
import { deploy } from "../../test/functions/cloud/deployed.ts";
import type { Running } from "./running.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Everything that `pulumi up` would make, on this machine and in memory: gone when it ends. */
export async function serveWithFakes(
  contracts: string,
  names: readonly string[],
  onLine: (name: string, line: string) => void,
): Promise<Running> {
  const deployed = await deploy({ contracts, functions: names, onLine });
  const { cloud, plans } = deployed;
  const ticking = ticks((topic) => deployed.tick(topic));
  return {
    environment: cloud.environment,
    functions: names.map((name) => deployed.function(name)),
    datasets: plans.map(({ dataset }) => dataset),
    hints: [
      "a drop is uploaded by",
      `  curl -X POST -H 'Authorization: Bearer ${tokenFor(OWNER, cloud.clock.now() + DAY)}' --data-binary @FILE \\`,
      `    '${cloud.settings.endpoints.storage}/upload/storage/v1/b/${bucketName(cloud.environment, "landing")}/o?uploadType=media&ifGenerationMatch=0&name=NAME'`,
    ],
    close: async () => {
      clearInterval(ticking);
      await deployed.close();
    },
  };
}

/** About when Cloud Scheduler would send them. */
function ticks(tick: (topic: "publish" | "mail" | "reconcile") => void): NodeJS.Timeout {
  let minutes = 0;
  return setInterval(() => {
    minutes += 1;
    tick("publish");
    if (minutes % 5 === 0) for (const topic of ["mail", "reconcile"] as const) tick(topic);
  }, MINUTE);
}
