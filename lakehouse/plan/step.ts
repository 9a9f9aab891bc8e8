import { z } from "zod";

// What a DAG asks the function `step`, and what it is answered.

const day = z.iso.date("a day, as 2001-01-31");
const count = z.number().int().nonnegative();
const int64 = z.string().regex(/^\d{1,20}$/);
const instant = z.string();

/** Arrival days: a DAG's data interval. */
export const DaysSchema = z
  .strictObject({ from: day, /** The first day that is no more meant. */ before: day })
  .refine(({ from, before }) => from < before, "`from` is earlier than `before`");
export type Days = z.infer<typeof DaysSchema>;

export const StepRequestSchema = z.strictObject({
  action: z.enum(["pending", "prepare", "publish"]),
  dataset: z.string().min(1),
  /** Null or absent: all days. */
  days: DaysSchema.nullish(),
});
export type StepRequest = z.infer<typeof StepRequestSchema>;

const common = {
  format: z.literal("sluice/step/1"),
  dataset: z.string(),
  environment: z.string(),
  days: z.strictObject({ from: day, before: day }).nullable(),
  /** By the store's clock, RFC 3339 UTC. */
  at: instant,
};

/** Objects in landing that no worker has claimed yet. */
const LandingSchema = z.strictObject({
  /** The function on-drop splits them, or the reconciler. */
  small: count,
  /** `prepare` takes them. */
  large: count,
  bytes: int64,
});

/** How many drops are in which state, by the ledger's names. */
const DropsSchema = z.record(z.string(), count);

const RowsSchema = z.strictObject({
  good: count,
  loaded: count,
  duplicates: count,
  updated: count,
  replaced: count,
  bytesScanned: z.number().nonnegative(),
});

const PublicationSchema = z.strictObject({
  number: z.number().int().positive(),
  state: z.enum(["PREPARED", "PLANNED", "DONE", "ABORTED"]),
  drops: count,
  /** Once it is DONE. */
  rows: RowsSchema.nullable(),
  committed: instant.nullable(),
  /** The warehouse's jobs that took effect, or run. */
  jobs: z.array(z.strictObject({ id: z.string(), link: z.url() })),
});

/** What waits. */
const PendingSchema = z.strictObject({
  ...common,
  action: z.literal("pending"),
  landing: LandingSchema,
  /** That have not ended. */
  drops: DropsSchema,
  /** The one that is not finished. */
  publication: PublicationSchema.nullable(),
  /** True: neither jobs nor publications are to be made. */
  idle: z.boolean(),
});

/** Jobs of Dataflow that are to be run. Asked again it answers the same as long as their drops have no reports. */
const PrepareSchema = z.strictObject({
  ...common,
  action: z.literal("prepare"),
  /** Drops that this call handed over. */
  handed: count,
  jobs: z.array(
    z.strictObject({
      /** Also of the job: under another one somebody else would start it once more. */
      name: z.string(),
      /** Object name. */
      manifest: z.string(),
      /** That have no report yet. */
      drops: count,
      bytes: int64,
      /** Where its runs are seen. */
      link: z.url(),
      /** LaunchFlexTemplateRequest of Dataflow's API. */
      launch: z.strictObject({
        projectId: z.string(),
        location: z.string(),
        launchParameter: z.record(z.string(), z.unknown()),
      }),
    }),
  ),
  /** What kept drops from being handed over: the next call tries again. */
  faults: z.array(z.string()),
});

export const PUBLISH_STATES = ["done", "held", "working", "waiting", "stuck"] as const;
/**
 * `done`: every drop of these days has ended. `held`: all others have, and some wait for a person. `working`: jobs or
 * splits run. `waiting`: for longer, `on` says for what. `stuck`: until a person resumes the publication.
 */
export type PublishState = (typeof PUBLISH_STATES)[number];

/** How far publishing is. To be called until it is `done`, or `held`. */
const PublishSchema = z.strictObject({
  ...common,
  action: z.literal("publish"),
  state: z.enum(PUBLISH_STATES),
  on: z.strictObject({ code: z.string(), message: z.string(), cure: z.string().nullable() }).nullable(),
  landing: LandingSchema,
  /** Those that have not ended; once it is `done` or `held`, all drops of the days. */
  drops: DropsSchema,
  /** That this call worked on, or that hold drops of the days; the oldest first. */
  publications: z.array(PublicationSchema),
});

export const StepResponseSchema = z.discriminatedUnion("action", [PendingSchema, PrepareSchema, PublishSchema]);
export type StepResponse = z.infer<typeof StepResponseSchema>;
export type PendingStep = z.infer<typeof PendingSchema>;
export type PrepareStep = z.infer<typeof PrepareSchema>;
export type PublishStep = z.infer<typeof PublishSchema>;
export type StepPublication = z.infer<typeof PublicationSchema>;
