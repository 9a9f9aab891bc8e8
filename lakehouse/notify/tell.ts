import type { Objects } from "../ports.ts";
import { composeMessage } from "./compose.ts";
import { composeDigest } from "./digest.ts";
import { healthyAt } from "./health.ts";
import type { Draft, Health, Message } from "./message.ts";
import { type Outbox, postMessage, readOutbox } from "./outbox/messages.ts";
import { weekCostFor } from "./outbox/week-cost.ts";
import type { Addressed } from "./recipients.ts";
import type { RunStory } from "./story.ts";

/** Who posts a message to a dataset's outbox. */
export interface Poster {
  readonly plan: Addressed;
  /** Behind each command that a mail prints on a laptop. */
  readonly flags: string;
  /**
   * Records with the drops that the message holds their facts. Called before anything is added after it, so that no
   * fact is in two messages; again for the same message must do no harm.
   */
  settle(message: Message): Promise<void>;
}

/** What the outbox must be told by whoever keeps the ledger. */
export interface Teller extends Poster {
  /** What is to be told now; null: nothing. */
  gather(now: string, health: Health | null): Promise<RunStory | null>;
}

/** Adds a due digest and the message of this run to the dataset's outbox; what was added, oldest first. Sends nothing. */
export async function tell(objects: Objects, teller: Teller): Promise<Message[]> {
  const digests = await tellDigest(objects, teller);
  const messages = await addMessage(objects, teller, async (outbox, now) => {
    const story = await teller.gather(now, outbox.last?.health ?? null);
    return story && composeMessage(story);
  });
  return [...digests, ...messages];
}

/** Adds a due digest. */
export function tellDigest(objects: Objects, poster: Poster): Promise<Message[]> {
  const { plan, flags } = poster;
  return addMessage(objects, poster, async ({ noted, last }, now) => {
    if (noted.length === 0) return null;
    const cost = await weekCostFor(objects, plan.dataset, now);
    return composeDigest({ plan, flags, now, noted, health: last?.health ?? healthyAt(now), cost });
  });
}

/** Adds what `compose` makes of the outbox as it is; it is asked again where somebody else was first. */
export async function addMessage(
  objects: Objects,
  { plan, settle }: Poster,
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
