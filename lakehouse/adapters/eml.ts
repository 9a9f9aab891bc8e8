import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import MailComposer from "nodemailer/lib/mail-composer";
import { hashText } from "../plan/names.ts";
import type { Clock, Mail, Mailer } from "../ports.ts";
import { assertMail } from "./mail-limits.ts";
import { token } from "./random.ts";

/**
 * Mails as files of a folder that any mail program opens, named by time and subject. The same mail sent twice is two
 * files, as it would be two mails. What is written depends on mail and clock alone.
 */
export function createEmlMailer(folder: string, clock: Pick<Clock, "now">): Mailer {
  return { send };

  async function send(mail: Mail): Promise<string> {
    assertMail(mail);
    const now = clock.now();
    const content = await emlOf(mail, now);
    await mkdir(folder, { recursive: true });
    const beside = join(folder, `.${token()}.part`);
    await writeFile(beside, content, { flag: "wx" });
    try {
      return await publish(beside, `${stampOf(now)}-${slugOf(mail.subject)}`);
    } finally {
      await rm(beside, { force: true });
    }
  }

  /** Under the first free name: a mail appears whole, and never takes the place of another. */
  async function publish(beside: string, stem: string): Promise<string> {
    for (let copy = 1; ; copy += 1) {
      const name = copy === 1 ? `${stem}.eml` : `${stem}-${copy}.eml`;
      try {
        await link(beside, join(folder, name));
        return name;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
  }
}

/** The message of RFC 5322, bytes that are the same for the same mail and time. */
export async function emlOf(mail: Mail, now: string): Promise<Buffer> {
  const domain = mail.from.email.split("@").at(-1) ?? "localhost";
  const thread = `<${mail.thread}@${domain}>`;
  const composed = new MailComposer({
    from: { name: mail.from.name, address: mail.from.email },
    to: [...mail.to],
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: new Date(now),
    messageId: `<${mail.id}@${domain}>`,
    // No mail has this id; programs group by it all the same.
    inReplyTo: thread,
    references: thread,
    headers: { "Auto-Submitted": "auto-generated" },
    baseBoundary: hashText(mail.id).slice(0, 24),
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composed.compile().build();
}

function stampOf(instant: string): string {
  return instant.replaceAll(/[-:.]/g, "");
}

/** `error-flights-2001-01-05-3-rules-failed`; names of files are ASCII everywhere. */
function slugOf(subject: string): string {
  const words = subject.toLowerCase().match(/[a-z0-9]+/g) ?? ["mail"];
  return words.join("-").slice(0, 60).replace(/-$/, "");
}
