import type { Plan } from "../plan/plan.ts";
import type { Objects } from "../ports.ts";
import { composeMessage } from "./compose.ts";
import { composeDigest } from "./digest.ts";
import { healthyAt } from "./health.ts";
import type { Draft, Health, Message } from "./message.ts";
import { type Outbox, postMessage, readOutbox } from "./outbox/messages.ts";
import type { RunStory } from "./story.ts";

/** What the outbox must be told by whoever keeps the ledger. */
export interface Teller {
  readonly plan: Plan;
  /** Behind each command that a mail prints on a laptop. */
  readonly flags: string;
  /**
   * Records with the drops that the message holds their facts. Called before anything is added after it, so that no
   * fact is in two messages; again for the same message must do no harm.
   */
  settle(message: Message): Promise<void>;
  /** What is to be told now; null: nothing. */
  gather(now: string, health: Health | null): Promise<RunStory | null>;
}

/** Adds a due digest and the message of this run to the dataset's outbox; what was added, oldest first. Sends nothing. */
export async function tell(objects: Objects, teller: Teller): Promise<Message[]> {
  const digests = await addMessage(objects, teller, async (outbox, now) =>
    composeDigest({
      plan: teller.plan,
      flags: teller.flags,
      now,
      noted: outbox.noted,
      health: outbox.last?.health ?? healthyAt(now),
    }),
  );
  const messages = await addMessage(objects, teller, async (outbox, now) => {
    const story = await teller.gather(now, outbox.last?.health ?? null);
    return story && composeMessage(story);
  });
  return [...digests, ...messages];
}

async function addMessage(
  objects: Objects,
  { plan, settle }: Teller,
  compose: (outbox: Outbox, now: string) => Promise<Draft | null>,
): Promise<Message[]> {
  for (;;) {
    const outbox = await readOutbox(objects, plan.dataset);
    if (outbox.last) await settle(outbox.last);
    const now = await objects.time();
    const draft = await compose(outbox, now);
    if (!draft) return [];
    const message = await postMessage(objects, outbox, draft, now);
    if (!message) continue;
    await settle(message);
    return [message];
  }
}
