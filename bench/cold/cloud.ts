import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readDeployedPlans } from "../../lakehouse/catalog/plans.ts";
import { accountEmail, bucketName } from "../../lakehouse/plan/cloud/names.ts";
import { writePlans } from "../../scripts/functions/plans.ts";
import type { Place } from "../../scripts/functions/processes.ts";
import { startCloud, TEST_ENVIRONMENT } from "../../test/fakes/cloud.ts";
import { type EventRequest, requestOf } from "../../test/fakes/eventarc/event.ts";
import { storageEvent } from "../../test/fakes/eventarc/storage-event.ts";
import { pingFiles } from "../data.ts";

const CONTRACTS = join(import.meta.dirname, "../contracts");
/** So few that the drop itself costs next to nothing. */
const ROWS = 100;

export interface ColdCloud {
  /** What a function is told of its surroundings. */
  readonly place: Place;
  /** Puts one more drop into landing; the request that tells of it. */
  upload(): Promise<EventRequest>;
  close(): Promise<void>;
}

/** A cloud of fakes in this process, with the bench's dataset. `folder` is for its plans. */
export async function openColdCloud(folder: string): Promise<ColdCloud> {
  await writePlans(CONTRACTS, TEST_ENVIRONMENT, folder);
  const folderOfPlans = join(folder, "plans");
  const plans = await readDeployedPlans(folderOfPlans);
  const { environment, settings, metadata, storage, clock, close } = await startCloud({ plans });
  let uploads = 0;
  return {
    place: { settings, metadata, plans: folderOfPlans },
    async upload() {
      uploads += 1;
      const [drop = ""] = await pingFiles(ROWS);
      const name = `bench_pings/cold-${uploads}.parquet`;
      const object = storage.put(bucketName(environment, "landing"), name, await readFile(drop));
      const trigger = accountEmail(environment, "trigger");
      return requestOf(storageEvent(object, String(uploads)), trigger, "https://on-drop", clock.now());
    },
    close,
  };
}
