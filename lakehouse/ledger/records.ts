import { z } from "zod";

// The smaller values of the ledger.

const int64 = z.string().regex(/^\d{1,20}$/);

/** `names/…`: the newest committed drop of an object name, and the replays of its quarantined rows. */
export const NameRecordSchema = z.strictObject({
  format: z.literal("sluice/name/1"),
  name: z.string(),
  key: z.string(),
  arrived: z.string(),
  generation: int64,
  bytes: int64,
  crc32c: z.string(),
  arrivalDay: z.string(),
  replays: z.array(z.string()),
  /** Of the drop and its replays. */
  partitions: z.array(z.string()),
  /** Numbers of the publications that committed them. */
  publications: z.array(z.number().int().positive()),
});
export type NameRecord = z.infer<typeof NameRecordSchema>;

/** `checkpoint.json`: what was processed last, for people; where a list of the log may start, for the publisher. Never a truth. */
export const CheckpointSchema = z.strictObject({
  format: z.literal("sluice/checkpoint/1"),
  dataset: z.string(),
  publication: z.number().int().nonnegative(),
  lastPartition: z.string().nullable(),
  /** Sums over all publications. */
  rows: z.strictObject({ loaded: z.number(), duplicates: z.number(), updated: z.number(), replaced: z.number() }),
  drops: z.number().int().nonnegative(),
  /** Seconds between the arrival of the oldest drop of the last publication and its commit. */
  lagSeconds: z.number().nullable(),
  committed: z.string().nullable(),
});
export type Checkpoint = z.infer<typeof CheckpointSchema>;

/** `epoch.json`: random, once per ledger; part of every job id. */
export const EpochSchema = z.strictObject({
  format: z.literal("sluice/epoch/1"),
  epoch: z.string().regex(/^[0-9a-f]{8}$/),
});
