import { assertMail } from "../../../lakehouse/adapters/mail-limits.ts";
import type { Mail, Mailer } from "../../../lakehouse/ports.ts";

export interface MailerHooks {
  /** Before anything is looked at; what it throws is the service's answer, and nothing was taken. */
  before?(mail: Mail): Promise<void> | void;
  /** After the mail was taken; what it throws is an answer that was lost. */
  after?(mail: Mail): Promise<void> | void;
}

export interface MemoryMailer extends Mailer {
  /** What recipients have got, oldest first; a mail that was sent twice is there twice. */
  readonly taken: readonly Mail[];
  /** The same mailer as one worker sees it. */
  seenBy(hooks: MailerHooks): Mailer;
}

/**
 * Mails in memory, stricter than any service: a mail is frozen, its limits are those of SendGrid, and an id stands for
 * one content: it may come again, shortened once, but never with other words or other people.
 */
export function createMemoryMailer(hooks: MailerHooks = {}): MemoryMailer {
  const taken: Mail[] = [];
  const known = new Map<string, string>();

  return { ...seenBy(hooks), seenBy, taken };

  function seenBy(own: MailerHooks): Mailer {
    return {
      async send(mail) {
        await own.before?.(mail);
        assertMail(mail);
        const identity = JSON.stringify([mail.from, mail.to, mail.subject, mail.thread]);
        if ((known.get(mail.id) ?? identity) !== identity) throw new Error(`${mail.id} was another mail before`);
        known.set(mail.id, identity);
        taken.push(Object.freeze({ ...mail, to: Object.freeze([...mail.to]) }));
        const number = taken.length;
        await own.after?.(mail);
        return `memory-${number}`;
      },
    };
  }
}
