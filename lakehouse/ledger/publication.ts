import { z } from "zod";

const int64 = z.string().regex(/^\d{1,20}$/);
const count = z.number().int().nonnegative();
const number = z.number().int().positive();

/** An object's former content, whose rows give way (`replace`): the drop, and its replays. */
const FormerSchema = z.strictObject({
  drops: z.array(z.string()),
  partitions: z.array(z.string()),
  /** That committed them. */
  publications: z.array(number),
});

const BatchDropSchema = z.strictObject({
  key: z.string(),
  day: z.string(),
  round: number,
  /** Of the object; of a replay, its origin's. */
  name: z.string(),
  arrived: z.string(),
  /** Good rows of its report, those left out as exact duplicates included. */
  good: count,
  /** Exact duplicates inside the drop, which its files leave out. */
  duplicates: count,
  files: z.array(z.strictObject({ uri: z.string(), generation: int64, rows: count })),
  partitions: z.array(z.strictObject({ id: z.string(), rows: count })),
  former: FormerSchema.nullable(),
});

/** What was found about the partitions, recorded before anything acts on it: a late helper would find otherwise. */
export const DecisionSchema = z.strictObject({
  /** Groups of partitions, one copy job each. */
  append: z.array(z.array(z.string())),
  /** Partitions of the one MERGE over the rest; empty: none. */
  merge: z.array(z.string()),
  /** Partitions of batch and former drops of the one MERGE that replaces; empty: none. Excludes the two above. */
  replace: z.array(z.string()),
  formerDrops: z.array(z.string()),
});
export type Decision = z.infer<typeof DecisionSchema>;

/** Rows. `good` = `loaded` + `duplicates`; the table grew by `loaded` − `updated` − `replaced`. */
export const PublishedCountsSchema = z.strictObject({
  good: count,
  /** Of the batch, now in the table: appended, inserted, or in place of an older row. */
  loaded: count,
  /** Lost to a newer row of their key, in the drop, the batch or the table. */
  duplicates: count,
  /** Rows of the table that a newer row of their key took the place of; part of `loaded`. */
  updated: count,
  /** Rows of former drops that were deleted. */
  replaced: count,
  /** Logical bytes, as BigQuery bills them: by looking for keys, and by the one statement. */
  bytesScanned: z.number().nonnegative(),
});
export type PublishedCounts = z.infer<typeof PublishedCountsSchema>;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly mode: "NULLABLE" | "REQUIRED" | "REPEATED";
  readonly fields?: readonly Column[] | undefined;
}

const ColumnSchema: z.ZodType<Column> = z.strictObject({
  name: z.string(),
  type: z.string(),
  mode: z.enum(["NULLABLE", "REQUIRED", "REPEATED"]),
  get fields() {
    return z.array(ColumnSchema).optional();
  },
});

/** The target as it was when the load was decided, so that every helper loads the same. */
const ShapeSchema = z.strictObject({
  columns: z.array(ColumnSchema),
  partitioning: z.strictObject({ type: z.string(), field: z.string() }).nullable(),
  clustering: z.array(z.string()),
});

/** A drop that this publication does not load, and what becomes of it once the publication is finished. */
const PassedOverSchema = z.strictObject({
  key: z.string(),
  day: z.string(),
  round: number,
  becomes: z.enum(["SUPERSEDED", "DUPLICATE", "HELD"]),
  reason: z.strictObject({ code: z.string(), message: z.string(), cure: z.string() }),
});

export const PublicationSchema = z.strictObject({
  format: z.literal("sluice/publication/1"),
  dataset: z.string(),
  environment: z.string(),
  number,
  /** Part of its jobs' ids, whatever becomes of `epoch.json`. */
  epoch: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .optional(),
  /** Plan by which it is executed, whatever is deployed. */
  plan: z.string(),
  location: z.string(),
  created: z.string(),
  committed: z.string().nullable(),
  drops: z.array(BatchDropSchema),
  passedOver: z.array(PassedOverSchema),
  /** Only of a derived table: what it is made from. */
  inputs: z.array(z.strictObject({ dataset: z.string(), publication: number, partitions: z.array(z.string()) })),
  state: z.enum(["PREPARED", "PLANNED", "DONE", "ABORTED"]),
  shape: ShapeSchema.nullable(),
  /** The load that counts; staging tables are named by number and this. */
  load: count,
  decision: DecisionSchema.nullable(),
  /** Logical bytes that were scanned for the decision; none if it is not there. */
  scanned: z.number().nonnegative().optional(),
  /** Ids of the jobs that took effect, by step. */
  jobs: z.record(z.string(), z.string()),
  counts: PublishedCountsSchema.nullable(),
  /** Keys of the drops that cannot be loaded; none: `limit` is the most drops that the next batch may hold. */
  abort: z
    .strictObject({ culprits: z.array(z.string()), limit: z.number().int().positive().nullable(), message: z.string() })
    .nullable(),
  /** When a person last resumed it, by the store's clock. */
  resumed: z.string().optional(),
  /** It waits for a person: `sluice ledger resume`. */
  stuck: z.strictObject({ reason: z.string(), cure: z.string(), since: z.string() }).nullable(),
});

/** A numbered batch of ready drops, loaded and committed together. Created at the next number, changed by compare-and-swap. */
export type Publication = z.infer<typeof PublicationSchema>;
export type BatchDrop = z.infer<typeof BatchDropSchema>;
export type PassedOver = z.infer<typeof PassedOverSchema>;
export type Former = z.infer<typeof FormerSchema>;

/** A person has looked, and resumed it, after this instant (RFC 3339 UTC, by a service's clock). */
export function isResumedSince({ resumed }: Pick<Publication, "resumed">, instant: string): boolean {
  return resumed !== undefined && Date.parse(instant) <= Date.parse(resumed);
}

export function isFinished({ state }: Pick<Publication, "state">): boolean {
  return state === "DONE" || state === "ABORTED";
}
