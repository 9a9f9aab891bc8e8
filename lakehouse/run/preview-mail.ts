import { readPlan } from "../ledger/plans.ts";
import { composeMessage } from "../notify/compose.ts";
import type { Draft, Message } from "../notify/message.ts";
import { readMessage } from "../notify/outbox.ts";
import { messagePath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Objects } from "../ports.ts";
import type { Entry } from "./find-drop.ts";
import { heldDrops, pastDrops, publicationsOf, storyOf } from "./story.ts";
import type { Contradiction } from "./verify/contradiction.ts";
import { numbersBeside, readAll } from "./verify/readable.ts";

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
    waiting: null,
    published: 0,
    missing: [],
    cameLast: null,
    health: null,
  });
  return { dataset, about: `about ${drop.name}`, kind: draft?.kind ?? null, letter: draft?.mail ?? null };
}

/** The newest message of a dataset's outbox that can be read, in whatever state; null: there is none. */
export async function newestMail(
  objects: Objects,
  dataset: string,
): Promise<{ readonly preview: Preview | null; readonly leftOut: readonly Contradiction[] }> {
  const leftOut: Contradiction[] = [];
  for (const number of (await numbersBeside(objects, messagePath(dataset, 0))).reverse()) {
    const { values, problems } = await readAll([number], (of) => readMessage(objects, dataset, of));
    leftOut.push(...problems);
    const message = values[0]?.value;
    if (!message) continue;
    const about = `message ${number} of ${dataset}, ${message.state}`;
    return { preview: { dataset, about, kind: message.kind, letter: message.mail }, leftOut };
  }
  return { preview: null, leftOut };
}
