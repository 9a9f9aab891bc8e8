import { resume } from "../actors/mender.ts";
import { reconcile } from "../actors/reconciler.ts";
import { DATASET } from "../contracts.ts";
import { Failure } from "../trace.ts";
import type { World } from "../world.ts";
import { loseAndRebuild } from "./lose.ts";

/** Three attempts, each after a lease; a job that failed for a quota; and a last round in which nothing happens. */
const MOST_ROUNDS = 12;
/** Longer than a lease, and than a quota rests. */
const ROUND_MS = 20 * 60_000;

/** The reconciler alone brings everything to rest; then once more, when the slowest have gone on and come to their end. */
export async function finish(world: World): Promise<void> {
  await settle(world);
  if (world.scheduler.thaw() > 0) {
    world.hosts = null;
    await world.scheduler.run();
    await settle(world);
  }
  if (!world.setup.losing) return;
  await loseAndRebuild(world);
  await settle(world);
}

async function settle(world: World): Promise<void> {
  world.hosts = [];
  world.tables.up();
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const before = world.ledger.changes;
    world.scheduler.now += ROUND_MS;
    world.scheduler.note("alone", `reconciles, round ${round}`);
    await alone(world);
    if (world.ledger.changes === before) return;
  }
  throw new Failure("it does not come to rest", `${MOST_ROUNDS} rounds of the reconciler alone change something each`);
}

async function alone(world: World): Promise<void> {
  try {
    if (world.tables.luck.dealt() > 0 && world.ledger.isStuck(DATASET)) await mend(world);
    await reconcile(world, world.toolsAlone());
    await Promise.all(world.hosts ?? []);
    await world.tables.warehouse.settle();
  } catch (error) {
    throw new Failure("the reconciler alone fails", error);
  }
  world.scheduler.throwFailure();
}

async function mend(world: World): Promise<void> {
  world.tables.mend();
  await resume(world, world.toolsAlone(), "alone");
}
