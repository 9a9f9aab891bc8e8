import { listPendingChecks, unmarkPendingChecks } from "../ledger/checks.ts";
import { lastPublication } from "../ledger/log.ts";
import { listPending, rememberTold, unmarkPending } from "../ledger/pending.ts";
import type { Message } from "../notify/message.ts";
import { settleDagNotes } from "../notify/outbox/dag-notes.ts";
import type { Addressed } from "../notify/recipients.ts";
import type { RunStory } from "../notify/story.ts";
import { tell } from "../notify/tell.ts";
import type { Plan } from "../plan/plan.ts";
import type { Clock, Objects } from "../ports.ts";
import { checkedBefore, untoldChecks } from "./after-publish/story.ts";
import { checksAfter } from "./after-publish.ts";
import type { Standstill } from "./publish.ts";
import { finishedAfter } from "./story/finished.ts";
import { pendingStories } from "./story/pending.ts";
import { longWait } from "./story/waiting.ts";
import { cleanDrops, heldDrops, pastDrops, publicationsOf } from "./story.ts";

export { deliverMail } from "./deliver.ts";

interface Telling {
  readonly objects: Objects;
  readonly clock: Clock;
  readonly flags?: string | undefined;
}

/**
 * Puts what is to be told of a dataset into the outbox; what was added. Sends nothing. `on`: what a publisher has just
 * found its open publication to wait for.
 */
export function tellDataset(
  { objects, flags = "" }: Telling,
  plan: Plan,
  on: Standstill | null = null,
): Promise<Message[]> {
  return tell(objects, {
    plan,
    flags,
    settle: (message) => settleTold(objects, plan, message),
    gather: (now, health) => gather(objects, { plan, flags, now, health }, on),
  });
}

type Asked = Pick<RunStory, "plan" | "flags" | "now" | "health">;

async function gather(
  objects: Objects,
  { plan, flags, now, health }: Asked,
  on: Standstill | null,
): Promise<RunStory | null> {
  const { dataset } = plan;
  // Before the marks: what is bad in a publication that counts as considered must be among them.
  const stored = await lastPublication(objects, dataset);
  const last = stored?.value ?? null;
  const stood = health !== null && (health.stuck !== null || health.waiting !== undefined);
  const fails = health !== null && (stood || health.state === "failing");
  const since = fails ? await finishedAfter(objects, dataset, health.published ?? 0, last) : null;
  const pending = await pendingStories(objects, dataset);
  const stuck = last?.stuck ? { number: last.number, ...last.stuck } : null;
  const waiting = longWait({ last: stored, on, now, health });
  const clean = since ? await cleanDrops(objects, since.entries) : [];
  const checked = asksAfter(plan) ? await untoldChecks(objects, dataset, health) : [];
  const stands = stuck !== null || waiting !== null;
  if (pending.length === 0 && clean.length === 0 && checked.length === 0 && !stands) return null;
  const drops = [...pending, ...clean];
  drops.sort((a, b) => Date.parse(a.arrived) - Date.parse(b.arrived) || (a.key < b.key ? -1 : 1));
  const { upTo } = since ?? (await finishedAfter(objects, dataset, (last?.number ?? 0) - 1, last));
  return {
    plan,
    flags,
    now,
    drops,
    publications: await publicationsOf(objects, dataset, drops),
    past: await pastDrops(objects, dataset, drops),
    stillHeld: await heldDrops(objects, dataset),
    checked,
    checkedBefore: await checkedBefore(objects, dataset, checked),
    stuck,
    waiting,
    published: Math.max(0, upTo, ...drops.map(({ publication }) => publication ?? 0)),
    missing: [],
    cameLast: null,
    health,
  };
}

/** What the message tells is remembered, then the marks go: in this order, or a crash would tell it twice. */
export async function settleTold(objects: Objects, plan: Addressed | Plan, message: Message): Promise<void> {
  await settleDagNotes(objects, message);
  if ("checks" in plan && asksAfter(plan)) await settleChecks(objects, message);
  if (message.facts.length === 0) return;
  const told = new Set(message.facts.map(stateOfFact));
  for (const pending of await listPending(objects, message.dataset)) {
    if (!told.has(`${pending.state} ${pending.key} ${pending.round}`)) continue;
    await rememberTold(objects, pending);
    await unmarkPending(objects, pending);
  }
}

/** The message itself remembers how far it tells, so that a mark which somebody makes again says nothing. */
async function settleChecks(objects: Objects, { dataset, health }: Message): Promise<void> {
  for (const number of await listPendingChecks(objects, dataset)) {
    if (number <= health.checks.upTo) await unmarkPendingChecks(objects, dataset, number);
  }
}

function asksAfter(plan: Plan): boolean {
  return checksAfter(plan).length > 0;
}

const ENDS: ReadonlySet<string> = new Set(["held", "rejected", "poison", "gone"]);

/** `quarantined <key> <round>` and the like are told of committed drops. */
function stateOfFact(fact: string): string {
  const [word = "", ...rest] = fact.split(" ");
  return [ENDS.has(word) ? word.toUpperCase() : "COMMITTED", ...rest].join(" ");
}
