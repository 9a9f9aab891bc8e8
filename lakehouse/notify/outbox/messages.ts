import { z } from "zod";
import { messagePath, notedPath, outboxHintPath, toSendPath } from "../../plan/names.ts";
import { createEmpty, removeIfThere } from "../../ports/markers.ts";
import { readValue, type Stored, swapValue } from "../../ports/values.ts";
import type { Objects } from "../../ports.ts";
import { type Draft, type Message, MessageSchema } from "../message.ts";

// A dataset's messages are a log: one is added at the next number alone, by whoever has read the last one.

/** What stands before the next message. */
export interface Outbox {
  readonly last: Message | null;
  /** Messages whose notes no digest tells yet, oldest first. */
  readonly noted: readonly Message[];
}

const HintSchema = z.strictObject({ last: z.number().int().positive() });

export function readMessage(objects: Objects, dataset: string, number: number): Promise<Stored<Message> | null> {
  return readValue(objects, messagePath(dataset, number), MessageSchema);
}

/** Null: somebody else changed it. */
export function moveMessage(
  objects: Objects,
  { value, generation }: Stored<Message>,
  change: Partial<Message>,
): Promise<Stored<Message> | null> {
  return swapValue(objects, messagePath(value.dataset, value.number), { ...value, ...change }, generation);
}

/** Also finishes what the poster of a digest left undone. */
export async function readOutbox(objects: Objects, dataset: string): Promise<Outbox> {
  // In this order: a digest that was there when the last number was read has either its mark, or settled its notes.
  const number = await lastNumber(objects, dataset);
  const last = number === null ? null : ((await readMessage(objects, dataset, number))?.value ?? null);
  return { last, noted: await readNoted(objects, dataset) };
}

async function lastNumber(objects: Objects, dataset: string): Promise<number | null> {
  const hint = await readValue(objects, outboxHintPath(dataset), HintSchema).catch(() => null);
  return newestOf(objects, dataset, hint?.value.last ?? 1);
}

async function newestOf(objects: Objects, dataset: string, first: number): Promise<number | null> {
  const folder = messagePath(dataset, 0).replace(/[^/]+$/, "");
  const newest = (await objects.list(folder, messagePath(dataset, first))).at(-1);
  if (newest) return numberOf(newest.name);
  // A hint that promises more than there is: the whole log is listed.
  return first > 1 ? newestOf(objects, dataset, 1) : null;
}

async function readNoted(objects: Objects, dataset: string): Promise<Message[]> {
  const folder = notedPath(dataset, 0).replace(/[^/]+$/, "");
  const numbers = (await objects.list(folder)).map(({ name }) => numberOf(name));
  const marked = (await Promise.all(numbers.map((number) => readMessage(objects, dataset, number)))).flatMap(
    (stored) => (stored ? [stored.value] : []),
  );
  const settled = new Set<number>();
  for (const digest of marked.filter(({ collects }) => collects.length > 0)) {
    await settleDigest(objects, digest);
    for (const number of digest.collects) settled.add(number);
  }
  for (const { number } of marked.filter(isMarkedInVain)) await removeIfThere(objects, notedPath(dataset, number));
  return marked.filter(({ number, digest }) => digest !== null && digest.in === null && !settled.has(number));
}

/**
 * The mark is of a poster who lost this number, or of a sender who lost this message. While a mail is under way it may
 * still come to wait for a digest, which is marked before it is said.
 */
function isMarkedInVain({ state, digest, collects }: Message): boolean {
  const underWay = state === "PENDING" || state === "SENDING";
  return !underWay && collects.length === 0 && (digest === null || digest.in !== null);
}

/** Says in each noted message which digest tells it; their marks go before the digest's own. */
async function settleDigest(objects: Objects, digest: Message): Promise<void> {
  for (const number of digest.collects) await settleNoted(objects, digest, number);
  // A digest that was suppressed waits in its turn.
  if (digest.digest === null || digest.digest.in !== null)
    await removeIfThere(objects, notedPath(digest.dataset, digest.number));
}

async function settleNoted(objects: Objects, digest: Message, number: number): Promise<void> {
  for (;;) {
    const noted = await readMessage(objects, digest.dataset, number);
    const waits = noted?.value.digest;
    if (!noted || !waits || waits.in !== null) break;
    if (await moveMessage(objects, noted, { digest: { ...waits, in: digest.number } })) break;
  }
  await removeIfThere(objects, notedPath(digest.dataset, number));
}

/** Null: somebody else was first at this number; read the outbox and gather the facts again. */
export async function postMessage(
  objects: Objects,
  outbox: Outbox,
  draft: Draft,
  created: string,
): Promise<Message | null> {
  const { dataset } = draft;
  const number = (outbox.last?.number ?? 0) + 1;
  const message: Message = {
    format: "sluice/message/1",
    ...draft,
    number,
    state: draft.mail ? "PENDING" : "NOTED",
    created,
    attempts: 0,
    shortened: false,
    notBefore: null,
    sender: null,
    sent: null,
    sentAs: null,
    error: null,
  };
  // Marks first: a message that nobody sees would never be sent.
  if (message.digest || message.collects.length > 0) await createEmpty(objects, notedPath(dataset, number));
  if (message.mail) await createEmpty(objects, toSendPath(dataset, number));
  const posted = await swapValue(objects, messagePath(dataset, number), message, "0");
  if (!posted) return null;
  if (message.collects.length > 0) await settleDigest(objects, message);
  await hint(objects, dataset, number);
  return posted.value;
}

async function hint(objects: Objects, dataset: string, last: number): Promise<void> {
  const name = outboxHintPath(dataset);
  const known = await readValue(objects, name, HintSchema).catch(() => null);
  if (known && known.value.last >= last) return;
  await swapValue(objects, name, { last }, known?.generation ?? "0").catch(() => null);
}

function numberOf(name: string): number {
  return Number(/(\d{12})(?:\.json)?$/.exec(name)?.[1]);
}
