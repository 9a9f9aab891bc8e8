/** One mail to one set of recipients. Bodies are final: the mailer renders nothing. */
export interface Mail {
  /** Of the message; the same message sent twice has the same id. */
  readonly id: string;
  readonly from: { readonly email: string; readonly name: string };
  readonly to: readonly string[];
  /** One line, at most 200 characters, no control characters. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Mails of one thread share it. */
  readonly thread: string;
}

/** Hands mails over to a mail service, which may deliver one twice. May throw `Unavailable`, `Denied` (the key), `MailRefused`. */
export interface Mailer {
  /** Returns the service's own id of the mail. */
  send(mail: Mail): Promise<string>;
}

/** The service will never take this mail as it is. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
  /** `tooLarge`: a shorter one may be taken. */
  readonly why: "tooLarge" | "invalid";
  constructor(why: "tooLarge" | "invalid", message: string) {
    super(message);
    this.why = why;
  }
}
