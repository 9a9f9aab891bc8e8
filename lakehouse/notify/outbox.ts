import { toSendPath } from "../plan/names.ts";
import { removeIfThere } from "../ports/markers.ts";
import { readMailDay } from "./outbox/mail-day.ts";
import type { End, Post, Sending } from "./outbox/post.ts";
import { sendMessage } from "./outbox/send.ts";

export type { Outbox } from "./outbox/messages.ts";
export { postMessage, readMessage, readOutbox } from "./outbox/messages.ts";
export type { Post } from "./outbox/post.ts";

/** How many messages were brought to which end, and how many wait. */
export interface Delivery {
  readonly sent: number;
  readonly dead: number;
  readonly suppressed: number;
  readonly waiting: number;
  /** True: the service refuses the key, so nothing is sent for a while. */
  readonly denied: boolean;
}

/** A service that does not answer is not asked more often than this in one delivery. */
const PATIENCE = 3;

/**
 * Sends what is due, each dataset's messages in order. Safe at any time and by any number at once; a sender that dies
 * between sending and saying so lets one mail be sent twice. Failures of mail are counted and kept with the message,
 * never thrown; what the store throws is thrown.
 */
export async function deliver(post: Post): Promise<Delivery> {
  const due = await dueMessages(post);
  const counts = { sent: 0, dead: 0, suppressed: 0, waiting: 0, denied: false };
  const now = await post.objects.time();
  const closed = (await readMailDay(post.objects, now)).closedUntil;
  if (closed !== null && closed > now) return { ...counts, waiting: due.length, denied: true };
  const halted = new Set<string>();
  let unanswered = 0;
  for (const { dataset, number } of due) {
    if (counts.denied || unanswered >= PATIENCE || halted.has(dataset)) {
      counts.waiting += 1;
      continue;
    }
    const sending = await sendMessage(post, dataset, number);
    if (sending === "absent") continue;
    if (isEnd(sending)) {
      if (sending !== "done") counts[sending] += 1;
      await removeIfThere(post.objects, toSendPath(dataset, number));
      continue;
    }
    counts.waiting += 1;
    counts.denied = sending === "denied";
    unanswered = sending === "unavailable" ? unanswered + 1 : unanswered;
    halted.add(dataset);
  }
  return counts;
}

function isEnd(sending: Sending): sending is End {
  return sending === "sent" || sending === "dead" || sending === "suppressed" || sending === "done";
}

async function dueMessages({ objects }: Post): Promise<{ dataset: string; number: number }[]> {
  const listed = await objects.list(toSendPath("", 0).replace(/\/\/.*$/, "/"));
  return listed.flatMap(({ name }) => {
    const [, dataset, digits] = /\/([^/]+)\/(\d{12})$/.exec(name) ?? [];
    return dataset && digits ? [{ dataset, number: Number(digits) }] : [];
  });
}
