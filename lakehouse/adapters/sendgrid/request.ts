import type standing from "@sendgrid/mail";
import type { Mail } from "../../ports.ts";

/** The package's types name neither its class nor what that takes. */
export type SendGrid = typeof standing;
type Request = Exclude<Parameters<SendGrid["send"]>[0], readonly unknown[]>;

/** By which an account's statistics tell these mails from others of it. */
const CATEGORY = "sluice";

/**
 * One mail to all of its recipients. Ids travel twice: as custom arguments with the service's own events, and as headers,
 * by which mail programs put mails of one thread together and show a mail that came twice once. Both stand with the
 * recipients, not with the mail: the description takes no object there, and the client sends the mail's headers as
 * headers of its request too.
 */
export function requestOf({ id, from, to, subject, text, html, thread }: Mail): Request {
  const domain = from.email.split("@").at(-1) ?? "localhost";
  const threadId = `<${thread}@${domain}>`;
  return {
    personalizations: [
      {
        to: to.map((email) => ({ email })),
        customArgs: { sluice_mail: id, sluice_thread: thread },
        headers: {
          "Message-ID": `<${id}@${domain}>`,
          // No mail has this id; programs group by it all the same.
          "In-Reply-To": threadId,
          References: threadId,
          "Auto-Submitted": "auto-generated",
        },
      },
    ],
    from: from.name === "" ? { email: from.email } : { email: from.email, name: from.name },
    subject,
    content: [
      { type: "text/plain", value: text },
      { type: "text/html", value: html },
    ],
    categories: [CATEGORY],
    // Each of these changes the words of a mail, unless an account has it off.
    trackingSettings: {
      clickTracking: { enable: false, enableText: false },
      openTracking: { enable: false },
      subscriptionTracking: { enable: false },
      ganalytics: { enable: false },
    },
    mailSettings: { footer: { enable: false } },
  };
}
