import type { Draft, Message } from "../../lakehouse/notify/message.ts";

/** A draft as it lies in the outbox before anything was sent. */
export function draftedMessage(draft: Draft, number: number, created: string): Message {
  return {
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
}
