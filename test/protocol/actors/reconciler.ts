import { Unavailable } from "../../../lakehouse/ports.ts";
import { publishDataset } from "../../../lakehouse/run/publish.ts";
import { processLanding, resumeOpen } from "../../../lakehouse/run/reconcile.ts";
import { sweepOutputs } from "../../../lakehouse/run/sweep/outputs.ts";
import { sweep } from "../../../lakehouse/run/sweep.ts";
import { tellDataset } from "../../../lakehouse/run/tell.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import type { Actor } from "../actor.ts";
import { DATASET } from "../contracts.ts";
import { Died } from "../engine.ts";
import { BUCKET, LEASE_SECONDS, matched, untilUnavailable, type World } from "../world.ts";

const TURNS = 2;

/** Comes now and then, while others are at work. */
export async function reconcileOften(world: World, actor: Actor): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    await actor.sleep(2 * LEASE_SECONDS * 1000);
    await untilUnavailable(() => reconcile(world, world.toolsOf(actor)));
  }
}

/** Everything that is to be found out without an event. */
export async function reconcile(world: World, tools: Tools): Promise<void> {
  const open = await resumeOpen(tools, DATASET);
  const landing = await processLanding(tools, BUCKET, matched(world.deployed));
  for (const { fault } of [...open.faults, ...landing.faults]) {
    if (!(fault instanceof Unavailable || fault instanceof Died)) throw fault;
  }
  await sweep(tools, world.deployed, BUCKET);
  // Correctness rests on reports and rounds, never on the age of a file.
  await sweepOutputs(tools, DATASET, 0);
  await publishDataset(tools, world.deployed, { limits: world.setup.limits });
  if (world.setup.derived) await publishDataset(tools, world.plans.derived);
  if (world.setup.tellers > 0) await tellDataset(tools, world.deployed);
}
