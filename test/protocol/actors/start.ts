import type { World } from "../world.ts";
import { mendOnce } from "./mender.ts";
import { startDeployment, startExpiry, startLoss } from "./nature.ts";
import { decideOnce } from "./person.ts";
import { produce } from "./producer.ts";
import { publishOften } from "./publisher.ts";
import { reconcileOften } from "./reconciler.ts";
import { tellOften } from "./teller.ts";

/** Who takes part in a run, as its setup says. */
export function startActors(world: World): void {
  const { setup, scheduler } = world;
  scheduler.spawn("producer", (actor) => produce(world, actor), false);
  for (let number = 1; number <= setup.publishers; number += 1) {
    scheduler.spawn(`publisher ${number}`, (actor) => publishOften(world, actor));
  }
  for (let number = 1; number <= setup.reconcilers; number += 1) {
    scheduler.spawn(`reconciler ${number}`, (actor) => reconcileOften(world, actor));
  }
  for (let number = 1; number <= setup.tellers; number += 1) {
    scheduler.spawn(`teller ${number}`, (actor) => tellOften(world, actor));
  }
  for (const [at, wish] of setup.persons.entries()) {
    scheduler.spawn(`person ${at + 1}`, (actor) => decideOnce(world, actor, wish));
  }
  for (let number = 1; number <= setup.menders; number += 1) {
    scheduler.spawn(`mender ${number}`, (actor) => mendOnce(world, actor));
  }
  if (setup.losing) startLoss(world);
  if (setup.second === "some time") startDeployment(world);
  for (let number = 1; number <= setup.vanishing; number += 1) startExpiry(world, number);
}
