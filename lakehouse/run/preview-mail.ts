import type { Entry } from "../ledger/entry.ts";
import { composeMessage } from "../notify/compose.ts";
import type { Draft, Message } from "../notify/message.ts";
import { readMessage } from "../notify/outbox.ts";
import { messagePath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Objects } from "../ports.ts";
import { heldDrops, pastDrops, publicationsOf, storyOf } from "./story.ts";

/** The message about one drop alone, as if nothing had been told before; null: there is nothing to tell. Posts nothing. */
export async function previewDrop(objects: Objects, plan: Plan, entry: Entry): Promise<Draft | null> {
  const drops = [await storyOf(objects, entry, entry)];
  return composeMessage({
    plan,
    now: await objects.time(),
    drops,
    publications: await publicationsOf(objects, plan.dataset, drops),
    past: await pastDrops(objects, plan.dataset, drops),
    stillHeld: await heldDrops(objects, plan.dataset),
    stuck: null,
    missing: [],
    health: null,
  });
}

/** The newest message of a dataset's outbox, in whatever state. */
export async function newestMessage(objects: Objects, dataset: string): Promise<Message | null> {
  const listed = await objects.list(messagePath(dataset, 0).replace(/[^/]+$/, ""));
  const number = Number(/(\d{12})\.json$/.exec(listed.at(-1)?.name ?? "")?.[1]);
  return Number.isNaN(number) ? null : ((await readMessage(objects, dataset, number))?.value ?? null);
}
