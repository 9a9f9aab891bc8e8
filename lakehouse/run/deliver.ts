import { type Delivery, deliver, type Post } from "../notify/outbox.ts";

// Apart from what composes mails, so that who only sends them loads no more than that.

/** Sends what is due in the outbox. Failures of mail are told, never thrown. */
export function deliverMail(post: Post): Promise<Delivery> {
  return deliver(post);
}
