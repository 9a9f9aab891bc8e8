import { mailKeySecret } from "../../../lakehouse/plan/cloud/names.ts";
import type { Alert } from "../alert.ts";
import { counted, happened } from "./counted.ts";

// A mail that fails never fails the data's way: rows are published all the same, and people do not know.

export const MAIL_ALERTS: readonly Alert[] = [
  counted({
    name: "mail-denied",
    severity: "ERROR",
    title: "the mail service refuses the key",
    when: "SendGrid answered 401 or 403",
    means: "Nobody is told of anything. Messages wait in the outbox, and are sent once there is a key that may.",
    todo: [
      "Look at SendGrid whether the key is there, may send, and whether the sender (`sluice:mailFrom`) is verified.",
      `Add the new key: \`gcloud secrets versions add ${mailKeySecret({ id: "ID" })} --data-file=- --project=PROJECT\`, and end the old one at SendGrid.`,
      "Within half an hour what waits is sent: `sluice status --env ID` shows how many mails do.",
    ],
    by: null,
    counts: "mails_denied",
  }),
  {
    name: "mail-unsent",
    severity: "WARNING",
    title: "mails were not sent",
    when: "a mail was given up, or left out because the day's cap (`sluice:mailsPerDay`) is reached",
    means: "Somebody was not told of something. The data is not touched by it.",
    todo: [
      "`sluice mail preview DATASET --env ID` shows the newest message and to whom it was to go.",
      "Given up: the address is wrong (the contract's `support`), or SendGrid has it on a list.",
      "Over the cap: something sends far more than usual (`sluice status --env ID`), or `sluice:mailsPerDay` is too small.",
    ],
    by: "dataset",
    hours: 6,
    counts: "mails_dead",
    conditions: ({ environment }) => [
      happened(environment, "mails_dead", "mails were given up", "dataset"),
      happened(environment, "mails_suppressed", "mails were left out: the day's cap is reached", "dataset"),
    ],
  },
];
