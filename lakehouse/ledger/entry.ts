import { z } from "zod";
import { LiftsSchema } from "../plan/report.ts";

const int64 = z.string().regex(/^\d{1,20}$/);
const count = z.number().int().nonnegative();
const round = z.number().int().positive();

export const DROP_STATES = [
  "CLAIMED",
  "LAUNCHED",
  "READY",
  "HELD",
  "COMMITTED",
  "REJECTED",
  "SUPERSEDED",
  "DUPLICATE",
  "GONE",
  "POISON",
] as const;
export type DropState = (typeof DROP_STATES)[number];

/** Of a drop that replays quarantined rows: the drop that they came with. */
const OriginSchema = z.strictObject({
  key: z.string(),
  /** Name of the origin's object; re-uploads of it and its replays are never in one batch. */
  name: z.string(),
  round,
  /** The quarantine file. */
  uri: z.string(),
  generation: int64,
});

export const EntrySchema = z.strictObject({
  format: z.literal("sluice/entry/1"),
  dataset: z.string(),
  environment: z.string(),
  drop: z.strictObject({
    key: z.string().regex(/^[0-9a-f]{24}$/),
    bucket: z.string(),
    name: z.string(),
    generation: int64,
    bytes: int64,
    crc32c: z.string(),
    /** When the object was created, RFC 3339 UTC; of a replay: when its origin was. */
    arrived: z.string(),
    arrivalDay: z.string(),
  }),
  origin: OriginSchema.nullable(),
  state: z.enum(DROP_STATES),
  round,
  attempt: z.number().int().positive(),
  lifts: LiftsSchema,
  /** Of the plan that this round is split by. */
  plan: z.string(),
  /** While CLAIMED: who works on it, and for how long after this generation of the entry was created; null: it was let go. */
  lease: z.strictObject({ token: z.string(), seconds: z.number().int().positive() }).nullable(),
  /** While LAUNCHED: name of the job. */
  job: z.string().nullable(),
  /** From READY on: what the publisher must know to choose a batch. */
  ready: z
    .strictObject({
      files: count,
      bytes: int64,
      rows: count,
      partitions: z.array(z.string()),
      /** Its report tells of bad rows or warnings: somebody is told once it is committed. */
      notable: z.boolean(),
    })
    .nullable(),
  /** Once COMMITTED: number of its publication. */
  publication: z.number().int().positive().nullable(),
  /** Why it is HELD or ended otherwise than COMMITTED: a code and words. */
  reason: z.strictObject({ code: z.string(), message: z.string(), cure: z.string() }).nullable(),
  /** What happened, oldest first; the latest 50. Not part of its identity. */
  history: z.array(
    z.strictObject({
      at: z.string(),
      state: z.enum(DROP_STATES),
      round,
      attempt: z.number(),
      by: z.string().nullable(),
    }),
  ),
});

/** Where a drop is in the protocol. One object a drop, changed by compare-and-swap alone. */
export type Entry = z.infer<typeof EntrySchema>;
export type Origin = z.infer<typeof OriginSchema>;

const TERMINAL: ReadonlySet<DropState> = new Set([
  "COMMITTED",
  "REJECTED",
  "SUPERSEDED",
  "DUPLICATE",
  "GONE",
  "POISON",
]);

/** Ended without being loaded, and a person may still replay it. */
export function mayReturn(state: DropState): boolean {
  return state === "REJECTED" || state === "POISON";
}

/** Nothing more happens to it by itself; HELD waits for a person, and is not terminal. */
export function isTerminal(state: DropState): boolean {
  return TERMINAL.has(state);
}
