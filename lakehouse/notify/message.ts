import { z } from "zod";
import { DagNoteSchema } from "../plan/dag-note.ts";

const instant = z.string();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const count = z.number().int().nonnegative();

export const KINDS = [
  "error",
  "warning",
  "replay",
  "recovered",
  "stuck",
  "waiting",
  "missing",
  "dag",
  "digest",
] as const;
export type Kind = (typeof KINDS)[number];

/** How the dataset is doing after a message: what the next one compares itself with. */
export const HealthSchema = z.strictObject({
  state: z.enum(["failing", "healthy"]),
  /** When the first message of this state was made. */
  since: instant,
  /** While failing: ids of rules, checks and reasons, each with the worst share of rows told of, 0 to 1. */
  problems: z.array(z.strictObject({ id: z.string(), share: z.number().min(0).max(1) })),
  /** True: somebody was told of this failure at once, so its end is told at once too. */
  told: z.boolean(),
  /** When errors, and when warnings, were last told at once. */
  mailed: z.strictObject({ error: instant.nullable(), warning: instant.nullable() }),
  /** Ids of the warnings last told at once. */
  warnings: z.array(z.string()),
  /** The stuck publication that was told of, and since when it was. */
  stuck: z.strictObject({ number: z.number().int().positive(), since: instant }).nullable(),
  /** The publication of which was told that it waits, and for what. Absent: none was, or it has ended. */
  waiting: z.strictObject({ number: z.number().int().positive(), codes: z.array(z.string()).min(1) }).optional(),
  /** Latest days whose missing drop was told of. */
  missing: z.array(day),
  /** Checks after publication: the newest publication whose results are in a message, and ids of errors that did not hold, or could not be asked, when last told. */
  checks: z.strictObject({ upTo: count, failing: z.array(z.string()) }),
  /** What failed in DAGs, by DAG, task and kind, and when it was last told or noted. Absent: nothing. */
  dags: z.array(z.strictObject({ id: z.string(), at: instant })).optional(),
  /** The newest publication whose drops were considered: only a later one can end a failure. Absent: none was. */
  published: count.optional(),
});
export type Health = z.infer<typeof HealthSchema>;

const NoteFindingSchema = z.strictObject({
  id: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  description: z.string(),
  measured: z.string(),
  allowed: z.string(),
});

/** A drop in a digest: what is worth a line. No value of a row. */
export const NoteSchema = z.strictObject({
  key: z.string(),
  round: z.number().int().positive(),
  name: z.string(),
  arrivalDay: day,
  outcome: z.string(),
  rows: z.strictObject({ in: count.nullable(), quarantined: count }),
  /** Errors first. */
  findings: z.array(NoteFindingSchema),
});
export type Note = z.infer<typeof NoteSchema>;

/** A check after publication in a digest. */
export const CheckNoteSchema = NoteFindingSchema.extend({
  /** Numbers of the publications that it was noted of. */
  publications: z.array(z.number().int().positive()).min(1),
});
export type CheckNote = z.infer<typeof CheckNoteSchema>;

/** A DAG's note as a mail shows it: where it lay, what it says. */
export const DagNoteToldSchema = DagNoteSchema.omit({ format: true }).extend({
  key: z.string(),
  /** Of its object: another one of that name is another note. */
  generation: z.string(),
  dag: z.string(),
  run: z.string().nullable(),
  task: z.string().nullable(),
  at: instant,
  message: z.string(),
  /** Null also if it is no web page. */
  link: z.string().nullable(),
});
export type DagNoteTold = z.infer<typeof DagNoteToldSchema>;

const LetterSchema = z.strictObject({
  to: z.array(z.string()).min(1),
  subject: z.string().min(1).max(200),
  text: z.string().min(1),
  html: z.string().min(1),
});

/**
 * NOTED: nobody is told at once; its notes wait for a digest. SUPPRESSED: the environment's daily cap was reached.
 * DEAD: the mail service will never take it, or could not for too long. Notes of both go to the next digest.
 */
export const MESSAGE_STATES = ["NOTED", "PENDING", "SENDING", "SENT", "SUPPRESSED", "DEAD"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export const MessageSchema = z.strictObject({
  format: z.literal("sluice/message/1"),
  dataset: z.string(),
  environment: z.string(),
  number: z.number().int().positive(),
  kind: z.enum(KINDS),
  /** What it tells, at once or in a digest: `quarantined <key> <round>`, `held <key> <round>`. Of drops alone; none is in two messages. */
  facts: z.array(z.string()),
  state: z.enum(MESSAGE_STATES),
  /** Null: nobody is told at once. */
  mail: LetterSchema.nullable(),
  /** Mails of one thread share it. */
  thread: z.string(),
  /** For the digest: what waits, for whom, from when on; `in` is the number of the digest that told it. */
  notes: z.array(NoteSchema),
  checkNotes: z.array(CheckNoteSchema),
  /** Of kind `dag`, and of digests: what DAGs told. Absent: nothing. */
  dagNotes: z.array(DagNoteToldSchema).optional(),
  digest: z
    .strictObject({ to: z.array(z.string()), due: instant, in: z.number().int().positive().nullable() })
    .nullable(),
  /** Of a digest: numbers of the messages whose notes it tells. */
  collects: z.array(z.number().int().positive()),
  created: instant,
  attempts: count,
  /** True: the service found it too large, so it was cut. */
  shortened: z.boolean(),
  /** PENDING: not before this time of the store. */
  notBefore: instant.nullable(),
  /** SENDING: who sends it. */
  sender: z.string().nullable(),
  sent: instant.nullable(),
  /** The service's own id. */
  sentAs: z.string().nullable(),
  /** Of the last try, in words that hold no secret and no value of a row. */
  error: z.string().nullable(),
  health: HealthSchema,
});

/** One thing to tell of a dataset. Created at the next number, changed by compare-and-swap. */
export type Message = z.infer<typeof MessageSchema>;
export type Letter = z.infer<typeof LetterSchema>;

/** A message before it has a number. */
export type Draft = Pick<
  Message,
  | "dataset"
  | "environment"
  | "kind"
  | "facts"
  | "mail"
  | "thread"
  | "notes"
  | "checkNotes"
  | "dagNotes"
  | "digest"
  | "collects"
  | "health"
>;
