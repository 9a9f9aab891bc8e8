import { notedPath } from "../../plan/names.ts";
import { withoutValues } from "../../plan/words-redact.ts";
import { createEmpty } from "../../ports/markers.ts";
import type { Stored } from "../../ports/values.ts";
import { Denied, MailRefused } from "../../ports.ts";
import { nextDigestAfter } from "../digest-time.ts";
import type { Message } from "../message.ts";
import { recipientsOf } from "../recipients.ts";
import { shortened } from "../render/shortened.ts";
import { closeUntil } from "./mail-day.ts";
import { mailId } from "./mail-id.ts";
import { moveMessage } from "./messages.ts";
import type { Post, Sending } from "./post.ts";

const MINUTE = 60_000;
const CLOSED_AFTER_DENIAL = 30 * MINUTE;
const FIRST_WAIT = MINUTE;
const LONGEST_WAIT = 60 * MINUTE;
/** Nobody is helped by an alert of last week. */
const TOO_OLD = 7 * 24 * 60 * MINUTE;
const LONGEST_REASON = 300;

/** Writes down what came of a try; the message, shortened, if it may be tried again at once. */
export async function settleFailure(
  post: Post,
  taken: Stored<Message>,
  error: unknown,
): Promise<Sending | Stored<Message>> {
  const { value: message } = taken;
  const now = await post.objects.time();
  if (error instanceof MailRefused) {
    if (error.why === "tooLarge" && message.mail && !message.shortened) {
      const cut = { shortened: true, mail: shortened(message.mail), error: "the mail service found it too large" };
      return (await settle(post, taken, { state: "PENDING", ...cut })) ?? "later";
    }
    const reason = withoutValues(`refused by the mail service: ${error.message}`).slice(0, LONGEST_REASON);
    return bury(post, taken, now, reason);
  }
  if (error instanceof Denied) {
    const until = after(now, CLOSED_AFTER_DENIAL);
    await closeUntil(post.objects, post.clock, now, until);
    await settle(post, taken, { state: "PENDING", notBefore: until, error: "the mail service denied the key" });
    return "denied";
  }
  // Whatever else went wrong, the mail may be out or not. Foreign words may hold the key or the mail: not kept.
  if (after(message.created, TOO_OLD) < now) {
    return bury(post, taken, now, "the mail service did not take it for a week");
  }
  const notBefore = after(now, waitOf(message));
  await settle(post, taken, { state: "PENDING", notBefore, error: "the mail service did not answer" });
  return "unavailable";
}

function settle({ objects }: Post, taken: Stored<Message>, change: Partial<Message>): Promise<Stored<Message> | null> {
  return moveMessage(objects, taken, { sender: null, ...change });
}

async function bury(post: Post, taken: Stored<Message>, now: string, error: string): Promise<Sending> {
  return (await leaveToDigest(post, taken, now, { state: "DEAD", error })) ? "dead" : "later";
}

/** Over the daily cap: told in the next digest instead. */
export async function suppress(post: Post, stored: Stored<Message>, now: string): Promise<Sending> {
  const error = `the cap of ${post.dailyCap} mails a day was reached`;
  const tomorrow = `${now.slice(0, 10)}T23:59:59.999Z`;
  return (await leaveToDigest(post, stored, tomorrow, { state: "SUPPRESSED", error })) ? "suppressed" : "later";
}

/** What the mail would have told is told by the first digest after an instant, to all who were to get it. */
async function leaveToDigest(
  post: Post,
  stored: Stored<Message>,
  instant: string,
  end: Pick<Message, "state" | "error">,
): Promise<boolean> {
  const { dataset, number, digest, mail } = stored.value;
  const mark = notedPath(dataset, number);
  const to = recipientsOf([...(mail?.to ?? []), ...(digest?.in === null ? digest.to : [])]);
  const waits = { to, due: nextDigestAfter(instant), in: null };
  await createEmpty(post.objects, mark);
  if (!(await settle(post, stored, { ...end, notBefore: null, digest: waits }))) return false;
  // Again: whoever finished this digest's own notes meanwhile, and read it before, may have removed the mark.
  await createEmpty(post.objects, mark);
  return true;
}

/** Doubles, up to an hour; spread by a part that differs from message to message. */
function waitOf(message: Message): number {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(message.attempts - 1, 10));
  const spread = Number.parseInt(mailId(message).slice(-4), 16) / 0x10000;
  return Math.round(wait * (0.75 + 0.5 * spread));
}

export function after(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
