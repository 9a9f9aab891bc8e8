import { publishDataset } from "../../../lakehouse/run/publish.ts";
import type { Actor } from "../actor.ts";
import { DATASET, DERIVED } from "../contracts.ts";
import { untilUnavailable, type World } from "../world.ts";

const TURNS = 2;

/** A publisher that comes when there is something to do, and may be one of many. */
export async function publishOften(world: World, actor: Actor): Promise<void> {
  const { ledger, setup, plans } = world;
  await actor.sleep(world.chance.between(0, setup.publishersRest));
  for (let turn = 0; turn < TURNS; turn += 1) {
    await actor.when("waits for something to publish", () => {
      return ledger.hasReady() || ledger.isPublishing(DATASET) || ledger.isPublishing(DERIVED);
    });
    const tools = world.toolsOf(actor);
    await untilUnavailable(async () => {
      await publishDataset(tools, world.deployed, { limits: setup.limits });
      if (setup.derived) await publishDataset(tools, plans.derived);
    });
  }
}
