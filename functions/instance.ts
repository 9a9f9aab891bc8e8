import { readDeployedPlans } from "../lakehouse/catalog/plans.ts";
import { type Cloud, openCloud } from "../lakehouse/environment/cloud.ts";
import type { CloudSettings } from "../lakehouse/plan/cloud/settings.ts";
import type { Plan } from "../lakehouse/plan/plan.ts";
import { type Engine, openEngine } from "../lakehouse/run/engine.ts";
import { logChanges } from "../lakehouse/run/log-changes.ts";
import { logFault } from "../lakehouse/run/log-fault.ts";
import type { TimeBox } from "../lakehouse/run/time-box.ts";
import type { Work } from "./work.ts";

/** One process, which serves one request at a time. */
export interface Instance {
  readonly cloud: Cloud;
  work(time: TimeBox): Work;
  /** Between requests: what one has left on the disk, which is memory, goes. Never throws. */
  tidy(): Promise<void>;
  /** Ends the work of a request that is over its time: it must not go on beside the next one. */
  stop(): Promise<void>;
}

export async function openInstance(settings: CloudSettings, name: string, plansFolder: string): Promise<Instance> {
  const cloud = await openCloud(settings, { function: name });
  const objects = logChanges(cloud.objects, cloud.log);
  let engine = openEngine(cloud.engine);
  let plans: Promise<readonly Plan[]> | null = null;
  const tidy = () => cloud.tidy().catch((error: unknown) => logFault(cloud.log, error));
  // One drop after the other is split: nobody reads the original of the one before.
  const split: Engine["split"] = (...given) => engine.split(...given).finally(tidy);
  const tools = { ...cloud, objects, engine: { split } };
  return {
    cloud,
    work: (time) => ({ tools, time, plans: () => (plans ??= readDeployedPlans(plansFolder)) }),
    tidy,
    stop: async () => {
      const stopped = engine;
      engine = openEngine(cloud.engine);
      await stopped.close();
    },
  };
}
