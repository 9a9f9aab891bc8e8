import type { Post } from "../notify/outbox.ts";
import type { Plan } from "../plan/plan.ts";
import { type Advanced, type AdvanceOptions, publishAll } from "./publish-all.ts";
import { type Informed, tellAll } from "./tell-all.ts";
import type { Tools } from "./tools.ts";

/** What the whole chain needs: the work on drops, and the mail about it. */
export type ChainTools = Tools &
  Post & {
    /** Who hears of what is of no dataset; absent, or nobody: all whom contracts name. */
    readonly alertsTo?: readonly string[];
  };

export interface Followed {
  readonly advanced: readonly Advanced[];
  readonly informed: Informed;
}

/**
 * What follows once drops are split: ready drops are published, then the tables derived from them, then people are
 * told. `plans` come in this order (`publishOrder`). May be called at any time, and again.
 */
export async function publishAndTell(
  tools: ChainTools,
  plans: readonly Plan[],
  options: AdvanceOptions = {},
): Promise<Followed> {
  const advanced = await publishAll(tools, plans, options);
  const waits = new Map(advanced.map(({ dataset, waitingOn }) => [dataset, waitingOn]));
  return { advanced, informed: await tellAll(tools, plans, waits) };
}
