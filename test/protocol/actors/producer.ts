import { landingPath } from "../../../lakehouse/plan/names.ts";
import { type Arrival, arrivalOf } from "../../../lakehouse/run/arrival.ts";
import type { Actor } from "../actor.ts";
import { encodeContent } from "../content.ts";
import type { Delivery } from "../setup.ts";
import { BUCKET, matched, type World } from "../world.ts";
import { startWorker } from "./worker.ts";

/** Writes one object after another; each of its events sets a worker going, at any time after. */
export async function produce(world: World, actor: Actor): Promise<void> {
  const latest = new Map<string, string>();
  let created: string | null = null;
  for (const delivery of world.setup.deliveries) {
    if (latest.size > 0) await actor.sleep(world.chance.between(0, world.setup.producerRest));
    const before = latest.get(delivery.name);
    if (delivery.patient && before) {
      await actor.when("waits for the original", () => world.ledger.originals.has(before));
    }
    const arrival = await actor.call(`uploads ${delivery.name}`, () =>
      upload(world, delivery, delivery.tie ? created : null),
    );
    created = arrival.arrived;
    latest.set(delivery.name, arrival.key);
    world.scheduler.note("producer", `made ${arrival.key} of generation ${arrival.generation}`);
    for (let event = 0; event < delivery.events; event += 1) startWorker(world, arrival);
    if (delivery.removed) world.scheduler.spawn("remover", (remover) => remove(world, remover, arrival), false);
  }
}

/** Over whatever is there, as producers do. `created`: when, if not now. */
export async function upload(
  world: World,
  { name, content }: Delivery,
  created: string | null = null,
): Promise<Arrival> {
  const store = world.store();
  const path = landingPath(name);
  const bytes = encodeContent(content);
  const generation = (await store.stat(path))?.generation ?? "0";
  const write = () => store.write(path, { kind: "bytes", bytes }, { generation });
  const meta = await world.createdAt(created, write);
  const arrival = arrivalOf(BUCKET, name, meta, matched(world.deployed)(name)?.day ?? null);
  world.ledger.uploads.set(arrival.key, { key: arrival.key, name, meta, bytes });
  return arrival;
}

async function remove(world: World, actor: Actor, { name, generation }: Arrival): Promise<void> {
  await actor.call(`removes ${name}`, async () => {
    const present = await world.store().stat(landingPath(name));
    if (present?.generation === generation) await world.store().remove(present.name, present);
  });
}
