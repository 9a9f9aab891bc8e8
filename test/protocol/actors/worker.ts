import type { Arrival } from "../../../lakehouse/run/arrival.ts";
import { processDrop } from "../../../lakehouse/run/process.ts";
import { publishDataset } from "../../../lakehouse/run/publish.ts";
import type { Actor } from "../actor.ts";
import { untilUnavailable, type World } from "../world.ts";

/** An event is delivered again when nobody acknowledges it, but not for ever. */
const DELIVERIES = 3;

/** One event of a drop, as a function hears it. */
export function startWorker(world: World, arrival: Arrival, delivery = 1): void {
  const name = `worker ${arrival.key.slice(0, 4)}`;
  const worker = world.scheduler.spawn(name, async (actor) => {
    const heard = await untilUnavailable(() => work(world, actor, arrival));
    if (!heard && delivery < DELIVERIES) startWorker(world, arrival, delivery + 1);
  });
  worker.onEnd = () => {
    if (worker.state === "dead" && delivery < DELIVERIES && world.chance.next() < 0.5) {
      startWorker(world, arrival, delivery + 1);
    }
  };
}

async function work(world: World, actor: Actor, arrival: Arrival): Promise<void> {
  const { eventsRest } = world.setup;
  if (eventsRest > 0) await actor.sleep(world.chance.between(0, eventsRest));
  const tools = world.toolsOf(actor);
  const { busy } = await processDrop(tools, world.deployed, arrival);
  if (!busy && world.chance.next() < world.setup.workersPublish) {
    await publishDataset(tools, world.deployed, { limits: world.setup.limits });
  }
}
