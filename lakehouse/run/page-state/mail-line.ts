import type { Message } from "../../notify/message.ts";
import type { MailState } from "../page/state.ts";
import { counted, minuteOf } from "../page/words.ts";

/** `file`: where the mail lies, relative to the page. */
export function mailLine(message: Message, file: string | null): MailState {
  const { number, dataset, kind, mail, created, state } = message;
  return {
    number,
    dataset,
    kind,
    subject: mail?.subject ?? noteSubject(message),
    created,
    state,
    note: noteOf(message),
    file,
  };
}

/** Of a message that nobody gets at once. */
function noteSubject({ dataset, kind, notes }: Message): string {
  const about = notes.length > 0 ? `, ${counted(notes.length, "drop")}` : "";
  return `${dataset}: ${kind}${about}`;
}

function noteOf({ state, digest, error }: Message): string | null {
  if (state === "SENT") return null;
  const said = error === null ? [] : [error];
  return [...said, ...digestWords(state, digest)].join("; ") || null;
}

function digestWords(state: Message["state"], digest: Message["digest"]): string[] {
  if (state !== "NOTED" && state !== "SUPPRESSED" && state !== "DEAD") return [];
  if (digest === null) return ["nobody is to be told"];
  if (digest.in !== null) return [`told in digest ${digest.in}`];
  return [`waits for the digest of ${minuteOf(digest.due)}`];
}
