import type { CheckRecord } from "../../lakehouse/ledger/checks.ts";
import type { DropState, Entry } from "../../lakehouse/ledger/entry.ts";
import type { Publication } from "../../lakehouse/ledger/publication.ts";
import type { Message } from "../../lakehouse/notify/message.ts";
import { NO_LIFTS } from "../../lakehouse/plan/report.ts";
import { sampleReports } from "./sample-reports.ts";

// Entries, publications and messages as a ledger may hold them.

const { drop, plan } = sampleReports.ready;

export function entryIn(state: DropState, more: Partial<Entry> = {}): Entry {
  return {
    format: "sluice/entry/1",
    dataset: "pings",
    environment: "local",
    drop,
    origin: null,
    state,
    round: 1,
    attempt: 1,
    lifts: NO_LIFTS,
    plan,
    lease: null,
    job: state === "LAUNCHED" ? "sluice-pings-0123456789abcdef01234567-1-1" : null,
    ready: null,
    publication: state === "COMMITTED" ? 12 : null,
    reason: reasons[state] ?? null,
    history: [{ at: "2026-11-20T06:00:02.000Z", state, round: 1, attempt: 1, by: null }],
    ...more,
  };
}

const reasons: Partial<Record<DropState, NonNullable<Entry["reason"]>>> = {
  HELD: {
    code: "CIRCUIT_BREAKER",
    message: "40 % of the rows are quarantined, allowed are at most 20 %",
    cure: "accept the drop, or ask for a new one",
  },
  REJECTED: { code: "TRUNCATED", message: "the file ends before its footer", cure: "upload it again, whole" },
  DUPLICATE: {
    code: "DUPLICATE",
    message: "its bytes are those of 89abcdef0123456789abcdef, the newest committed drop of this name",
    cure: "nothing is to be done",
  },
  SUPERSEDED: {
    code: "SUPERSEDED",
    message: "a newer upload of the same object replaces it",
    cure: "nothing is to be done; upload it again if it was the right one",
  },
  GONE: {
    code: "GONE",
    message: "the object was deleted before its original was copied",
    cure: "upload it again",
  },
  POISON: {
    code: "POISON",
    message: "3 workers took it up and none came back with a report",
    cure: "look into the logs of the last attempt; `sluice replay` tries again",
  },
};

const batchDrop: Publication["drops"][number] = {
  key: drop.key,
  day: drop.arrivalDay,
  round: 1,
  name: drop.name,
  arrived: drop.arrived,
  good: 49_222,
  duplicates: 2,
  files: [{ uri: "staging/pings/x.parquet", generation: "1", rows: 49_220 }],
  partitions: [{ id: "20261120", rows: 49_220 }],
  former: null,
};

const published: Publication = {
  format: "sluice/publication/1",
  dataset: "pings",
  environment: "local",
  number: 12,
  plan,
  location: "local",
  created: "2026-11-20T06:00:03.000Z",
  committed: "2026-11-20T06:00:04.000Z",
  drops: [batchDrop, { ...batchDrop, key: "89abcdef0123456789abcdef", name: "pings/\u202egnp.parquet", round: 2 }],
  passedOver: [],
  inputs: [],
  state: "DONE",
  shape: null,
  load: 0,
  decision: { append: [["20261119", "20261120"]], merge: ["20261118"], replace: [], formerDrops: [] },
  jobs: { load: "sluice-local-pings-0a1b2c3d-12-load-0", "copy-0": "sluice-local-pings-0a1b2c3d-12-copy-0-0" },
  counts: { good: 49_222, loaded: 49_210, duplicates: 12, updated: 3, replaced: 0, bytesScanned: 0 },
  abort: null,
  stuck: null,
};

export const samplePublications = {
  appended: published,
  replaced: {
    ...published,
    number: 13,
    drops: [batchDrop],
    decision: {
      append: [],
      merge: [],
      replace: Array.from({ length: 12 }, (_, index) => `202611${String(index + 10)}`),
      formerDrops: ["fedcba987654321001234567"],
    },
    counts: { good: 100, loaded: 100, duplicates: 0, updated: 0, replaced: 99, bytesScanned: 5_300_000 },
    passedOver: [
      {
        key: "76543210fedcba9876543210",
        day: "2026-11-20",
        round: 1,
        becomes: "SUPERSEDED",
        reason: reasons.SUPERSEDED ?? { code: "", message: "", cure: "" },
      },
    ],
  },
  passedOver: {
    ...published,
    number: 14,
    drops: [],
    decision: null,
    jobs: {},
    counts: { good: 0, loaded: 0, duplicates: 0, updated: 0, replaced: 0, bytesScanned: 0 },
    passedOver: [
      {
        key: "76543210fedcba9876543210",
        day: "2026-11-20",
        round: 1,
        becomes: "HELD",
        reason: { code: "REUPLOADED", message: "it was published before", cure: "accept it, or reject it" },
      },
    ],
  },
  aborted: {
    ...published,
    number: 15,
    state: "ABORTED",
    committed: null,
    decision: null,
    counts: null,
    jobs: {},
    abort: { culprits: [drop.key], limit: null, message: "column os is \x1b[31mINT96" },
  },
  halved: {
    ...published,
    number: 16,
    state: "ABORTED",
    committed: null,
    decision: null,
    counts: null,
    jobs: {},
    abort: { culprits: [], limit: 1, message: "too many partitions" },
  },
  stuck: {
    ...published,
    number: 17,
    state: "PLANNED",
    committed: null,
    counts: null,
    stuck: { reason: "job x does something else", cure: "find out who made it", since: "2026-11-20T06:00:04.000Z" },
  },
  derived: {
    ...published,
    dataset: "ping_days",
    number: 3,
    drops: [],
    inputs: [{ dataset: "pings", publication: 12, partitions: ["20261118", "20261119", "20261120"] }],
    decision: { append: [], merge: [], replace: ["20261118", "20261119", "20261120"], formerDrops: [] },
    jobs: { derive: "sluice-local-ping_days-0a1b2c3d-3-derive-0" },
    counts: { good: 30, loaded: 30, duplicates: 0, updated: 0, replaced: 20, bytesScanned: 0 },
  },
  derivedWhole: {
    ...published,
    dataset: "ping_days",
    number: 4,
    drops: [],
    inputs: [
      { dataset: "pings", publication: 13, partitions: ["*"] },
      { dataset: "devices", publication: 2, partitions: ["2026"] },
    ],
    decision: { append: [], merge: [], replace: ["*"], formerDrops: [] },
    counts: { good: 1, loaded: 1, duplicates: 0, updated: 0, replaced: 30, bytesScanned: 0 },
  },
} as const satisfies Record<string, Publication>;

const message: Message = {
  format: "sluice/message/1",
  dataset: "pings",
  environment: "local",
  number: 3,
  kind: "error",
  facts: [],
  state: "SENT",
  mail: { to: ["a@example.com", "b@example.com"], subject: "[ERROR] pings — \u202eit failed", text: "t", html: "h" },
  thread: "local.pings",
  notes: [],
  checkNotes: [],
  digest: null,
  collects: [],
  created: "2026-11-20T06:00:05.000Z",
  attempts: 1,
  shortened: false,
  notBefore: null,
  sender: null,
  sent: "2026-11-20T06:00:05.000Z",
  sentAs: "20261120T060005000Z-error-pings.eml",
  error: null,
  health: {
    state: "failing",
    since: "2026-11-20T06:00:05.000Z",
    problems: [],
    told: true,
    mailed: { error: null, warning: null },
    warnings: [],
    stuck: null,
    missing: [],
    checks: { upTo: 0, failing: [] },
  },
};

export const sampleMessages: readonly Message[] = [
  message,
  { ...message, sentAs: "sg-0123" },
  {
    ...message,
    state: "PENDING",
    sentAs: null,
    error: "the mail service did not answer",
    notBefore: "2026-11-20T06:01:05.000Z",
  },
  { ...message, state: "PENDING", sentAs: null },
  { ...message, state: "DEAD", sentAs: null, error: "refused by the mail service: too large" },
  { ...message, state: "SUPPRESSED", sentAs: null, error: "the cap of 5 mails a day was reached" },
  {
    ...message,
    state: "NOTED",
    mail: null,
    kind: "warning",
    digest: { to: ["a@example.com"], due: "2026-11-21T07:00:00.000Z", in: null },
  },
  { ...message, state: "NOTED", mail: null, kind: "warning" },
];

const check: CheckRecord["results"][number] = {
  id: "late_share",
  severity: "error",
  description: "less than 40 % are late",
  businessImpact: null,
  threshold: { operator: "mustBeLessThan", values: [40], unit: "percent" },
  measured: 41.5,
  outcome: "failed",
  note: null,
  query: "SELECT 41.5",
};

export const sampleChecks: CheckRecord = {
  format: "sluice/checks/1",
  dataset: "pings",
  environment: "local",
  publication: 12,
  plan,
  checked: "2026-11-20T06:00:05.000Z",
  dialect: "duckdb",
  partitions: ["20261120"],
  results: [
    check,
    { ...check, id: "fine", outcome: "passed", measured: 1 },
    { ...check, id: "noted", severity: "info" },
    { ...check, id: "rows", outcome: "warned", measured: 12_345, threshold: { ...check.threshold, unit: "rows" } },
    { ...check, id: "broken", outcome: "crashed", measured: null, note: "column \u202eos is not there" },
    { ...check, id: "silent", outcome: "not run", measured: null, note: "no text for this warehouse", query: null },
  ],
};
