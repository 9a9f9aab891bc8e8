import { readPlan } from "../ledger/plans.ts";
import { composeMessage } from "../notify/compose.ts";
import type { Draft, Message } from "../notify/message.ts";
import { readMessage } from "../notify/outbox.ts";
import { messagePath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Objects } from "../ports.ts";
import type { Entry } from "./find-drop.ts";
import { heldDrops, pastDrops, publicationsOf, storyOf } from "./story.ts";

interface Sources {
  readonly objects: Objects;
  /** Behind each command on a laptop. */
  readonly flags: string;
}

/** A mail to look at. */
export interface Preview {
  readonly dataset: string;
  /** Which message it is, or about what it would be. */
  readonly about: string;
  /** Null: there is nothing to tell. */
  readonly kind: Message["kind"] | null;
  /** Null: nobody is told at once. */
  readonly letter: Draft["mail"];
}

/** The mail about one drop alone, as if nothing had been told before, by the contract as it is now. Posts nothing. */
export async function previewDrop({ objects, flags }: Sources, plans: readonly Plan[], entry: Entry): Promise<Preview> {
  const { dataset, drop } = entry;
  const plan = plans.find((one) => one.dataset === dataset) ?? (await readPlan(objects, entry.plan));
  const drops = [await storyOf(objects, entry, entry)];
  const draft = composeMessage({
    plan,
    flags,
    now: await objects.time(),
    drops,
    publications: await publicationsOf(objects, dataset, drops),
    past: await pastDrops(objects, dataset, drops),
    stillHeld: await heldDrops(objects, dataset),
    checked: [],
    checkedBefore: [],
    stuck: null,
    published: 0,
    missing: [],
    health: null,
  });
  return { dataset, about: `about ${drop.name}`, kind: draft?.kind ?? null, letter: draft?.mail ?? null };
}

/** The newest message of a dataset's outbox, in whatever state; null: there is none. */
export async function newestMail(objects: Objects, dataset: string): Promise<Preview | null> {
  const listed = await objects.list(messagePath(dataset, 0).replace(/[^/]+$/, ""));
  const number = Number(/(\d{12})\.json$/.exec(listed.at(-1)?.name ?? "")?.[1]);
  const message = Number.isNaN(number) ? null : (await readMessage(objects, dataset, number))?.value;
  if (!message) return null;
  const about = `message ${number} of ${dataset}, ${message.state}`;
  return { dataset, about, kind: message.kind, letter: message.mail };
}
