import { isAddress, mailboxOf } from "../contract/address.ts";
import { type Mail, MailRefused } from "../ports.ts";

// What SendGrid's mail/send takes: the limits that its schema holds, and those that only its pages name. Every mailer
// is as strict, so that a mail which is written on a laptop can be sent from the cloud.

const MAIL_BYTES = 30 * 1024 * 1024;
const RECIPIENTS = 1000;
const SUBJECT_CHARACTERS = 200;
/** Ids travel as custom arguments, which hold fewer than 10,000 bytes together; the store of ids needs far less. */
const ID_CHARACTERS = 400;

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** Tab, line feed and carriage return are all that a body may hold of these. */
const CONTROL_IN_BODY = /[^\P{Cc}\t\n\r]/u;

/** Throws `MailRefused`, in words that quote nothing of the mail. */
export function assertMail(mail: Mail): void {
  const { id, from, to, subject, text, html, thread } = mail;
  if (!isId(id) || !isId(thread)) refuse("an id that is empty, too long or not plain ASCII");
  if (!isAddress(from.email)) refuse("a sender's address that is none");
  if (!/^[ -~]*$/.test(from.name)) refuse("a sender's name that is not ASCII");
  if (to.length === 0) refuse("no recipient");
  if (to.length > RECIPIENTS) refuse(`more than ${RECIPIENTS} recipients`);
  if (!to.every(isAddress)) refuse("a recipient's address that is none");
  if (new Set(to.map(mailboxOf)).size < to.length) refuse("a recipient twice");
  if (subject.trim() === "" || [...subject].length > SUBJECT_CHARACTERS) refuse("a subject that is empty or too long");
  if (CONTROL.test(subject)) refuse("a control character in the subject");
  if (text === "" || html === "") refuse("an empty body");
  if (CONTROL_IN_BODY.test(text) || CONTROL_IN_BODY.test(html)) refuse("a control character in a body");
  if (![subject, text, html].every((part) => part.isWellFormed())) refuse("a lone surrogate");
  if (bytesOf(mail) >= MAIL_BYTES) throw new MailRefused("tooLarge", "the mail is 30 MiB or more");
}

function refuse(what: string): never {
  throw new MailRefused("invalid", `the mail has ${what}`);
}

function isId(id: string): boolean {
  return id.length <= ID_CHARACTERS && /^[A-Za-z0-9._-]+$/.test(id);
}

/** As JSON, which is how it travels. */
function bytesOf(mail: Mail): number {
  return Buffer.byteLength(JSON.stringify(mail));
}
