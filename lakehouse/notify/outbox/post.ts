import type { Clock, Mail, Mailer, Objects } from "../../ports.ts";

/** What delivering needs. */
export interface Post {
  readonly objects: Objects;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly from: Mail["from"];
  /** Mails an environment may send on one UTC day, each recipient counted. */
  readonly dailyCap: number;
  /** Behind each command that a mail prints on a laptop: ` --lake out/demo/lake`. Nothing by default. */
  readonly flags?: string | undefined;
  /** Different at each call: tells this sender from any other. */
  token(): string;
}

/** The message needs no more sending. `done`: it had been settled before. */
export type End = "sent" | "dead" | "suppressed" | "done";

/** `later`: it waits, and so do later ones of its dataset. `unavailable`, `denied`: the service is at fault. `absent`: only its mark is there. */
export type Sending = End | "later" | "unavailable" | "denied" | "absent";
