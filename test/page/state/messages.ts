import type { Message } from "../../../lakehouse/notify/message.ts";

const created = "2026-11-24T06:00:00.000Z";

const message: Message = {
  format: "sluice/message/1",
  dataset: "device_pings",
  environment: "local",
  number: 1,
  kind: "error",
  facts: [],
  state: "SENT",
  mail: { to: ["owner@example.com"], subject: "[local] device_pings: HELD", text: "held", html: "<p>held</p>" },
  thread: "device_pings",
  notes: [],
  checkNotes: [],
  digest: null,
  collects: [],
  created,
  attempts: 1,
  shortened: false,
  notBefore: null,
  sender: null,
  sent: created,
  sentAs: "20261124T060000000Z-held.eml",
  error: null,
  health: {
    state: "healthy",
    since: created,
    problems: [],
    told: false,
    mailed: { error: null, warning: null },
    warnings: [],
    stuck: null,
    missing: [],
    checks: { upTo: 0, failing: [] },
  },
};

const note = {
  key: "0".repeat(24),
  round: 1,
  name: "device_pings/dt=2026-11-21/part-0.parquet",
  arrivalDay: "2026-11-21",
  outcome: "committed",
  rows: { in: 40, quarantined: 0 },
  findings: [],
};

/** One of each state. */
export function messagesOf(): Message[] {
  const unsent = { sent: null, sentAs: null } as const;
  const due = "2026-11-25T05:00:00.000Z";
  const waits = { to: ["owner@example.com"], due, in: null };
  return [
    message,
    { ...message, ...unsent, number: 2, kind: "warning", state: "NOTED", mail: null, notes: [note], digest: waits },
    { ...message, ...unsent, number: 3, kind: "warning", state: "NOTED", mail: null, digest: { ...waits, in: 4 } },
    { ...message, ...unsent, number: 4, kind: "digest", state: "PENDING", error: "the mail service did not answer" },
    { ...message, ...unsent, number: 5, state: "SENDING" },
    {
      ...message,
      ...unsent,
      number: 6,
      state: "SUPPRESSED",
      digest: waits,
      error: "the cap of 80 mails a day was reached",
    },
    { ...message, ...unsent, number: 7, state: "DEAD", digest: waits, error: "refused by the mail service: invalid" },
    {
      ...message,
      dataset: "flights",
      kind: "missing",
      health: { ...message.health, missing: ["2026-11-19", "2026-11-23"] },
    },
  ];
}
