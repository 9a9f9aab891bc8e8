import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { openPublisher, publishDataset } from "../../../lakehouse/run/publish.ts";
import type { Actor } from "../actor.ts";
import { DATASET, DERIVED } from "../contracts.ts";
import { untilUnavailable, type World } from "../world.ts";

const TURNS = 2;
const STEPS = 14;

/** A publisher that comes when there is something to do, and may be one of many. */
export async function publishOften(world: World, actor: Actor): Promise<void> {
  const { setup, plans } = world;
  await actor.sleep(world.chance.between(0, setup.publishersRest));
  if (world.chance.next() < world.setup.stepwise) return publishInSteps(world, actor);
  for (let turn = 0; turn < TURNS; turn += 1) {
    await actor.when("waits for something to publish", () => hasWork(world));
    const tools = world.toolsOf(actor);
    await untilUnavailable(async () => {
      await publishDataset(tools, world.deployed, { limits: setup.limits });
      if (setup.derived) await publishDataset(tools, plans.derived);
    });
  }
}

/** As a DAG does it: one small step a call, and whatever others do between two of them. */
async function publishInSteps(world: World, actor: Actor): Promise<void> {
  const open = (plan: Plan) => openPublisher(world.toolsOf(actor), plan, world.setup.limits);
  const publishers = [open(world.deployed), ...(world.setup.derived ? [open(world.plans.derived)] : [])];
  for (let step = 0; step < STEPS; step += 1) {
    await actor.when("waits for something to publish", () => hasWork(world));
    for (const publisher of publishers) await untilUnavailable(async () => void (await publisher.advance()));
  }
}

function hasWork({ ledger }: World): boolean {
  return ledger.hasReady() || ledger.isPublishing(DATASET) || ledger.isPublishing(DERIVED);
}
