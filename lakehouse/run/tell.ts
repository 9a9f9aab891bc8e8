import { listPendingChecks, unmarkPendingChecks } from "../ledger/checks.ts";
import { readEntry } from "../ledger/entries.ts";
import { type Entry, isTerminal } from "../ledger/entry.ts";
import { lastPublication } from "../ledger/log.ts";
import { cameTrue, isTold, listPending, type Pending, rememberTold, unmarkPending } from "../ledger/pending.ts";
import { factOf } from "../notify/facts.ts";
import type { Health, Message } from "../notify/message.ts";
import { type Delivery, deliver, type Post } from "../notify/outbox.ts";
import type { DropStory, RunStory } from "../notify/story.ts";
import { tell } from "../notify/tell.ts";
import type { Plan } from "../plan/plan.ts";
import type { Clock, Objects } from "../ports.ts";
import { checkedBefore, untoldChecks } from "./after-publish/story.ts";
import { checksAfter } from "./after-publish.ts";
import { cleanSince, heldDrops, pastDrops, publicationsOf, storyOf } from "./story.ts";

interface Telling {
  readonly objects: Objects;
  readonly clock: Clock;
}

/** Puts what is to be told of a dataset into the outbox; what was added. Sends nothing. */
export function tellDataset({ objects }: Telling, plan: Plan): Promise<Message[]> {
  return tell(objects, {
    plan,
    settle: (message) => settle(objects, plan, message),
    gather: (now, health) => gather(objects, plan, now, health),
  });
}

/** Sends what is due in the outbox. Failures of mail are told, never thrown. */
export function deliverMail(post: Post): Promise<Delivery> {
  return deliver(post);
}

interface Told {
  readonly pending: Pending;
  readonly story: DropStory;
}

async function gather(objects: Objects, plan: Plan, now: string, health: Health | null): Promise<RunStory | null> {
  const { dataset } = plan;
  const pending = await takePending(objects, dataset);
  const last = await lastPublication(objects, dataset);
  const stuck = last?.value.stuck ? { number: last.value.number, ...last.value.stuck } : null;
  const clean = health?.state === "failing" || health?.stuck ? await cleanSince(objects, dataset) : [];
  const checked = asksAfter(plan) ? await untoldChecks(objects, dataset, health) : [];
  if (pending.length === 0 && clean.length === 0 && checked.length === 0 && !stuck) return null;
  const drops = [...pending.map(({ story }) => story), ...clean];
  drops.sort((a, b) => Date.parse(a.arrived) - Date.parse(b.arrived) || (a.key < b.key ? -1 : 1));
  return {
    plan,
    now,
    drops,
    publications: await publicationsOf(objects, dataset, drops),
    past: await pastDrops(objects, dataset, drops),
    stillHeld: await heldDrops(objects, dataset),
    checked,
    checkedBefore: await checkedBefore(objects, dataset, checked),
    stuck,
    missing: [],
    health,
  };
}

/** What is marked, came true, and is in no message yet. Other marks go. */
async function takePending(objects: Objects, dataset: string): Promise<Told[]> {
  const found: Told[] = [];
  for (const pending of await listPending(objects, dataset)) {
    const entry = (await readEntry(objects, dataset, pending.day, pending.key))?.value;
    if (!entry || !(cameTrue(pending, entry) || isPast(pending, entry))) continue;
    const story = cameTrue(pending, entry) ? await storyOf(objects, pending, entry) : null;
    const news = story !== null && factOf(story) !== null && !(await isTold(objects, pending));
    if (news) found.push({ pending, story });
    else await unmarkPending(objects, pending);
  }
  return found;
}

/** It will not come true any more. What is held may still be rejected, in the same round. */
function isPast({ round, state }: Pending, entry: Entry): boolean {
  if (entry.round > round || isTerminal(entry.state)) return true;
  return entry.state === "HELD" && state !== "REJECTED";
}

/** What the message tells is remembered, then the marks go: in this order, or a crash would tell it twice. */
async function settle(objects: Objects, plan: Plan, message: Message): Promise<void> {
  if (asksAfter(plan)) await settleChecks(objects, message);
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
