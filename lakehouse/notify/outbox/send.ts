import { type Stored, UnreadableValue } from "../../ports/values.ts";
import { type Mail, Unavailable } from "../../ports.ts";
import type { Message } from "../message.ts";
import { withCapNotice } from "../render/cap-notice.ts";
import { after, settleFailure, suppress } from "./failure.ts";
import { claimMails } from "./mail-day.ts";
import { mailId } from "./mail-id.ts";
import { moveMessage, readMessage } from "./messages.ts";
import type { Post, Sending } from "./post.ts";

const SECOND = 1_000;
/** A sender that has not ended after this long is taken for dead. */
const SENDER_LIVES = 600 * SECOND;
const STORE_PATIENCE = 4;

/** Moves one message on as far as it goes now. Throws only what the store throws. */
export async function sendMessage(post: Post, dataset: string, number: number): Promise<Sending> {
  const stored = await readMessage(post.objects, dataset, number).catch(otherVersion);
  if (stored === "unreadable") return "later";
  if (!stored) return "absent";
  const now = await post.objects.time();
  const { value: message, updated } = stored;
  if (message.state === "SENDING") return after(updated, SENDER_LIVES) > now ? "later" : trySending(post, stored, now);
  if (message.state !== "PENDING") return "done";
  if (message.notBefore !== null && message.notBefore > now) return "later";
  return trySending(post, stored, now);
}

/** Of a newer Sluice, which will send it itself. */
function otherVersion(error: unknown): "unreadable" {
  if (error instanceof UnreadableValue) return "unreadable";
  throw error;
}

async function trySending(post: Post, stored: Stored<Message>, now: string): Promise<Sending> {
  const { value: message } = stored;
  if (!message.mail) return "done";
  const claim = await claimMails(post, now, mailId(message), message.mail.to.length, post.dailyCap);
  if (!claim.granted) return suppress(post, stored, now);
  const taken = await moveMessage(post.objects, stored, {
    state: "SENDING",
    attempts: message.attempts + 1,
    sender: post.token(),
    notBefore: null,
  });
  if (!taken) return "later";
  let sentAs: string;
  try {
    sentAs = await post.mailer.send(mailOf(post, taken.value, claim.last));
  } catch (error) {
    const failed = await settleFailure(post, taken, error);
    return typeof failed === "string" ? failed : trySending(post, failed, now);
  }
  // Lost to another sender after a long sleep: that one settles the message, and removes its mark.
  return (await saySent(post, taken, sentAs)) ? "sent" : "later";
}

/** The mail is out: a try that fails here may cost a second one, so the store is asked patiently. */
async function saySent({ objects, clock }: Post, taken: Stored<Message>, sentAs: string): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const sent = await objects.time();
      const change = { state: "SENT", sender: null, sent, sentAs, error: null } as const;
      return (await moveMessage(objects, taken, change)) !== null;
    } catch (error) {
      if (!(error instanceof Unavailable) || attempt === STORE_PATIENCE) throw error;
      await clock.sleep(SECOND * attempt);
    }
  }
}

function mailOf({ from, dailyCap }: Post, message: Message, last: boolean): Mail {
  const { mail, thread } = message;
  if (!mail) throw new Error(`message ${message.number} of ${message.dataset} has no mail`);
  const { to, subject, text, html } = last ? withCapNotice(mail, message.environment, dailyCap) : mail;
  return { id: mailId(message), from, to, subject, text, html, thread };
}
