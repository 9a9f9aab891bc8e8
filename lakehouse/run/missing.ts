import { awaitedFrom, moveAwaited } from "../ledger/awaited.ts";
import type { Message } from "../notify/message.ts";
import { readMessage } from "../notify/outbox.ts";
import { tell } from "../notify/tell.ts";
import { dueArrivals, expectsDrops } from "../plan/expected-arrivals.ts";
import type { Plan } from "../plan/plan.ts";
import { missingStory, type Watching } from "./story/missing.ts";
import { settleTold } from "./tell.ts";

/** What people are told of drops that did not come, and what kept some datasets from being looked at. */
export interface Missed {
  readonly messages: readonly Message[];
  readonly faults: readonly { readonly dataset: string; readonly fault: Error }[];
}

/**
 * Puts into the outbox, once for each day, that a drop which the contract promised has not come by its deadline. To be
 * called when all of landing has its entries: what merely waits to be claimed is not missing. Sends nothing.
 */
export async function tellMissing(tools: Watching, plans: readonly Plan[]): Promise<Missed> {
  const messages: Message[] = [];
  const faults: { dataset: string; fault: Error }[] = [];
  for (const plan of plans.filter(expectsDrops)) {
    try {
      messages.push(...(await lookFor(tools, plan)));
    } catch (error) {
      faults.push({ dataset: plan.dataset, fault: error instanceof Error ? error : new Error(String(error)) });
    }
  }
  return { messages, faults };
}

/** Those messages as they are now, after a delivery. */
export async function lookAgainAt({ objects }: Watching, messages: readonly Message[]): Promise<Message[]> {
  return Promise.all(
    messages.map(async (message) => (await readMessage(objects, message.dataset, message.number))?.value ?? message),
  );
}

async function lookFor(tools: Watching, plan: Plan): Promise<Message[]> {
  const { objects, flags = "" } = tools;
  const now = await objects.time();
  const promise = `${plan.sla.schedule} ${plan.sla.expectedBy ?? ""}`.trim();
  const awaited = await awaitedFrom(objects, plan.dataset, promise, now);
  const due = dueArrivals(plan.sla, awaited.value.since, now);
  const last = due.at(-1);
  if (!last) return [];
  const told = await tell(objects, {
    plan,
    flags,
    settle: (message) => settleTold(objects, plan, message),
    gather: (at, health) => missingStory(tools, plan, due, { now: at, health }),
  });
  // Only now: who dies before this looks again, and nobody is told twice.
  await moveAwaited(objects, plan.dataset, awaited, last.fires);
  return told;
}
