import type { Message } from "../../notify/message.ts";
import { styled, type Text, text } from "./text.ts";

/** `mail: [ERROR] flights … → flights-alerts@example.com (out/lake/mail/….eml)`. */
export function mailLine(message: Message, lake: string): Text {
  const { mail, kind, dataset, digest } = message;
  if (!mail) {
    const due = digest ? ` in the digest of ${digest.due.slice(0, 16).replace("T", " ")} UTC` : "";
    const about = text`${kind} of ${styled("name", dataset)}`;
    return text`${styled("dim", "mail:")} ${about} ${digest ? `is told${due}` : "is kept, nobody is to be told"}`;
  }
  return text`${styled("dim", "mail:")} ${mail.subject} → ${mail.to.join(", ")} ${styled("dim", text`(${fate(message, lake)})`)}`;
}

function fate({ state, sentAs, error, notBefore }: Message, lake: string): string {
  switch (state) {
    case "SENT":
      return sentAs?.endsWith(".eml") ? `${lake}/mail/${sentAs}` : `sent as ${sentAs ?? "?"}`;
    case "DEAD":
      return `not sent: ${error ?? "refused"}`;
    case "SUPPRESSED":
      return error ?? "the daily cap was reached";
    default:
      return `waits${notBefore ? ` until ${notBefore}` : ""}${error ? `: ${error}` : ""}`;
  }
}

/** What a script reads of a message. */
export function mailValue({ dataset, number, kind, state, mail, sentAs, error }: Message): object {
  return { dataset, number, kind, state, subject: mail?.subject ?? null, to: mail?.to ?? [], sentAs, error };
}
