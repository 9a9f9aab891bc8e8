import { systemClock } from "../../../lakehouse/adapters/clock.ts";
import { token } from "../../../lakehouse/adapters/random.ts";
import { Denied } from "../../../lakehouse/ports.ts";
import { openEngine } from "../../../lakehouse/run/engine.ts";
import { runManifest } from "../../../lakehouse/run/host.ts";
import { type FakeJob, isActive } from "../../fakes/dataflow/jobs.ts";
import { asAccount } from "./as-account.ts";
import type { Deployed } from "./deployed.ts";

/** What Dataflow does with the jobs that it has: the Node host in place of the Python one, as the workers' account. */
export async function runLaunchedJobs({ cloud }: Pick<Deployed, "cloud">): Promise<FakeJob[]> {
  const { jobs } = cloud.dataflow;
  const active = jobs.all().filter(isActive);
  for (const job of active) {
    if (!cloud.dataflow.begin(job)) continue;
    const { id, launch } = job;
    const split = await asAccount(cloud, "worker", async ({ objects, scratch }) => {
      const engine = openEngine({ workers: 1, scratch });
      const tools = { objects, engine, clock: systemClock, token };
      return runManifest(tools, launch.parameters.manifest ?? "").finally(() => engine.close());
    }).catch((fault: unknown) => fault);
    jobs.move(id, split instanceof Error ? "JOB_STATE_FAILED" : "JOB_STATE_DONE");
    if (split instanceof Error && !(split instanceof Denied)) throw split;
  }
  return active;
}
