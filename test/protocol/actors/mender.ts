import { CannotResume, resumePublication } from "../../../lakehouse/run/resume.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import type { Actor } from "../actor.ts";
import { DATASET } from "../contracts.ts";
import { untilUnavailable, type World } from "../world.ts";

/** A person who is told that a publication waits, mends what is wrong with the warehouse, and resumes it. */
export async function mendOnce(world: World, actor: Actor): Promise<void> {
  await actor.when("waits for a publication that is stuck", () => world.ledger.isStuck(DATASET));
  await untilUnavailable(async () => {
    await actor.call("mends the warehouse", async () => world.tables.mend());
    await resume(world, world.toolsOf(actor), actor.name);
  });
}

export async function resume({ scheduler }: World, tools: Tools, who: string): Promise<void> {
  try {
    await resumePublication(tools, DATASET);
  } catch (error) {
    if (!(error instanceof CannotResume)) throw error;
    scheduler.note(who, `gives up: ${error.message}`);
  }
}
