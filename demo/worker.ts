// Started by scenes/killed.ts: one morning's work in a process of its own, which never comes to its end. Before the
// first job that would change the pings' table it says so and stands still, so that it can be killed right there.
import type { Laptop } from "../lakehouse/environment.ts";
import type { Warehouse } from "../lakehouse/ports.ts";
import { openStage, type StageOptions } from "./stage.ts";
import type { Upload } from "./upload.ts";

/** The one argument, as JSON. */
export interface WorkerOrder {
  readonly stage: Pick<StageOptions, "lake" | "contracts" | "starts" | "edition">;
  readonly sent: readonly Upload[];
}

const order = JSON.parse(process.argv[2] ?? "null") as WorkerOrder;
const stage = await openStage({ ...order.stage, around: standingStill });
await stage.arrive(order.sent);
await stage.publish();
throw new Error("the worker should have been killed before it came to its end");

function standingStill(laptop: Laptop): Laptop {
  const { warehouse } = laptop;
  const insert: Warehouse["insert"] = (id, labels, spec) => {
    const changes = spec.kind === "copy" || spec.kind === "merge";
    return changes && id.includes("-device_pings-") ? standStill(id) : warehouse.insert(id, labels, spec);
  };
  return { ...laptop, warehouse: { ...warehouse, insert } };
}

function standStill(job: string): Promise<never> {
  process.stdout.write(`${job}\n`);
  setInterval(() => undefined, 1_000); // or Node would find that there is nothing left to do
  return new Promise(() => undefined);
}
