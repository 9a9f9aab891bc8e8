import { epochPath } from "../../../lakehouse/plan/names.ts";
import { DATASET } from "../contracts.ts";
import type { World } from "../world.ts";

// What happens to the world without anybody's call: new versions, and tables whose time has come.

/** The plan and the table of version 2 come in any order, with work going on before, between and after. */
export function startDeployment(world: World): void {
  const { scheduler, chance } = world;
  const [table, plan] = [chance.between(0, 300), chance.between(0, 300)];
  const from = (step: number) => () => scheduler.trace.length >= step;
  scheduler.spawn(
    "up",
    async (actor) => {
      await actor.when("waits", from(table));
      await actor.call("gives the table its new column", async () => world.tables.up());
    },
    false,
  );
  scheduler.spawn(
    "deployment",
    async (actor) => {
      await actor.when("waits", from(plan));
      await actor.call("deploys version 2", async () => {
        world.deploy(world.plans.second);
      });
    },
    false,
  );
}

/** Whoever comes after it must not take the jobs of a publication for jobs that nobody has begun. */
export function startLoss(world: World): void {
  const isPlanned = () => world.ledger.log(DATASET).at(-1)?.state === "PLANNED";
  world.scheduler.spawn(
    "loss",
    async (actor) => {
      await actor.when("waits for a publication", isPlanned);
      const step = world.scheduler.trace.length + world.chance.between(0, 20);
      await actor.when("waits", () => world.scheduler.trace.length >= step);
      await actor.call("the epoch is lost", () => world.lose(epochPath(DATASET)));
    },
    false,
  );
}

const TRIES = 5;

export function startExpiry(world: World, number: number): void {
  const { scheduler, chance, ledger, tables } = world;
  scheduler.spawn(
    `expiry ${number}`,
    async (actor) => {
      for (let turn = 0; turn < TRIES; turn += 1) {
        const step = scheduler.trace.length + chance.between(1, 60);
        await actor.when("waits", () => scheduler.trace.length >= step && ledger.isPublishing(DATASET));
        if (await actor.call("a staging table expires", async () => tables.vanish())) return;
      }
    },
    false,
  );
}
