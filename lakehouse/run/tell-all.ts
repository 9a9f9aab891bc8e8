import type { Message } from "../notify/message.ts";
import { type Delivery, type Post, readMessage } from "../notify/outbox.ts";
import type { Plan } from "../plan/plan.ts";
import { deliverMail } from "./deliver.ts";
import type { Standstill } from "./publish.ts";
import { tellDataset } from "./tell.ts";

/** What people were told, or will be. */
export interface Informed {
  /** Messages that were added, as they are after the delivery. */
  readonly messages: readonly Message[];
  readonly delivery: Delivery | null;
  /** Mail never fails the work that it tells of: what went wrong with it is said and left to the next try. */
  readonly faults: readonly Error[];
}

/** What a publisher has just found the open publications to wait for, by dataset. */
export type Waits = ReadonlyMap<string, Standstill | null>;

/** Adds to the outbox what is to be told of these datasets, and sends what is due in it, whosever it is. */
export async function tellAll(post: Post, plans: readonly Plan[], waits: Waits): Promise<Informed> {
  const { messages: added, faults: before } = await composeAll(post, plans, waits);
  const faults = [...before];
  const delivery = await orNone(faults, deliverMail(post));
  const messages = await Promise.all(
    added.map(async (message) => {
      const { dataset, number } = message;
      return (await orNone(faults, readMessage(post.objects, dataset, number)))?.value ?? message;
    }),
  );
  return { messages, delivery, faults };
}

/** The same without sending: for who has the ledger, but not the key of the mail service. */
export async function composeAll(
  post: Pick<Post, "objects" | "clock" | "flags">,
  plans: readonly Plan[],
  waits: Waits,
): Promise<Omit<Informed, "delivery">> {
  const faults: Error[] = [];
  const messages: Message[] = [];
  for (const plan of plans) {
    const told = await orNone(faults, tellDataset(post, plan, waits.get(plan.dataset) ?? null));
    messages.push(...(told ?? []));
  }
  return { messages, faults };
}

async function orNone<Result>(faults: Error[], work: Promise<Result>): Promise<Result | null> {
  return work.catch((error: unknown) => {
    faults.push(error instanceof Error ? error : new Error(String(error)));
    return null;
  });
}
