import { tellDataset } from "../../../lakehouse/run/tell.ts";
import type { Actor } from "../actor.ts";
import { untilUnavailable, type World } from "../world.ts";

const TURNS = 2;

/** Puts into the outbox what is to be told; more than one may do it at the same time. */
export async function tellOften(world: World, actor: Actor): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const known = world.ledger.ended;
    await actor.when("waits for something to tell", () => world.ledger.ended > known);
    const tools = world.toolsOf(actor);
    await untilUnavailable(async () => {
      await tellDataset(tools, world.deployed);
    });
  }
}
