import { epochOf } from "../ledger/epoch.ts";
import type { Publication } from "../ledger/publication.ts";
import type { PublishTools } from "./context.ts";

/** A publication of which nothing has been done yet, at the number after the last one. */
export async function begin(
  { objects, warehouse, clock, token }: Pick<PublishTools, "objects" | "warehouse" | "clock" | "token">,
  last: Publication | null,
  what: Pick<Publication, "dataset" | "environment" | "plan" | "drops" | "passedOver" | "inputs">,
): Promise<Publication> {
  return {
    format: "sluice/publication/1",
    number: (last?.number ?? 0) + 1,
    epoch: await epochOf(objects, what.dataset, () => last?.epoch ?? token()),
    location: warehouse.location,
    created: clock.now(),
    committed: null,
    state: "PREPARED",
    shape: null,
    load: 0,
    decision: null,
    jobs: {},
    counts: null,
    abort: null,
    stuck: null,
    ...what,
  };
}
