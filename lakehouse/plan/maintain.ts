import { z } from "zod";
import { DaysSchema } from "./step.ts";

// What the maintenance DAG asks the function `maintain`, and what it is answered.

const count = z.number().int().nonnegative();
const dollars = z.number().nonnegative();
const day = z.iso.date();

export const MAINTAIN_TASKS = ["reconcile", "digests", "history", "cost"] as const;

export const MaintainRequestSchema = z.strictObject({
  task: z.enum(MAINTAIN_TASKS),
  /** Of `history` and `cost`: UTC days of which is told; null or absent: yesterday and today, the last seven days. */
  days: DaysSchema.nullish(),
});
export type MaintainRequest = z.infer<typeof MaintainRequestSchema>;

const common = {
  format: z.literal("sluice/maintain/1"),
  environment: z.string(),
  /** By the store's clock, RFC 3339 UTC. */
  at: z.string(),
  /** What kept something from being done; all else was. */
  faults: z.array(z.string()),
};
const over = {
  days: z.strictObject({ from: day, before: day }),
  /** Datasets that nobody came to, for want of time: to be asked again. */
  left: z.array(z.string()),
};

const ReconcileSchema = z.strictObject({
  ...common,
  task: z.literal("reconcile"),
  /** As they were when the reconciler was asked; those where nothing waits are left out. */
  waiting: z.array(
    z.strictObject({
      dataset: z.string(),
      /** That have not ended, by state. */
      drops: z.record(z.string(), count),
      /** The one that is not finished. */
      publication: z.strictObject({ number: z.number().int().positive(), stuck: z.boolean() }).nullable(),
    }),
  ),
});

const DigestsSchema = z.strictObject({
  ...common,
  task: z.literal("digests"),
  /** That were added to the outbox. */
  messages: z.array(z.strictObject({ dataset: z.string(), number: z.number().int().positive(), kind: z.string() })),
  /** Mails that are not sent yet, those among them. */
  toSend: count,
});

const HistorySchema = z.strictObject({
  ...common,
  ...over,
  task: z.literal("history"),
  /** Rows that were sent to the tables: rounds of drops, and publications. */
  drops: count,
  publications: count,
});

export const STORED_ZONES = ["raw", "staging", "quarantine"] as const;

const CostSchema = z.strictObject({
  ...common,
  ...over,
  task: z.literal("cost"),
  /** US dollars at the list prices of these places. */
  prices: z.strictObject({ queries: z.string(), dataflow: z.string(), storage: z.string() }),
  datasets: z.array(
    z.strictObject({
      dataset: z.string(),
      queries: z.strictObject({ bytesScanned: z.number().nonnegative(), dollars }),
      /** Hours that Dataflow's workers spent on drops, as reports tell; their start, and waits, are not in it. */
      dataflow: z.strictObject({ hours: z.number().nonnegative(), dollars }),
      /** As it lies there now; dollars for these days. */
      storage: z.strictObject({
        bytes: z.strictObject({ raw: z.number(), staging: z.number(), quarantine: z.number() }),
        dollars,
      }),
      dollars,
    }),
  ),
  dollars,
});

export const MaintainResponseSchema = z.discriminatedUnion("task", [
  ReconcileSchema,
  DigestsSchema,
  HistorySchema,
  CostSchema,
]);
export type MaintainResponse = z.infer<typeof MaintainResponseSchema>;
export type Maintained<Task extends MaintainResponse["task"]> = Omit<
  Extract<MaintainResponse, { task: Task }>,
  "format" | "environment" | "at" | "task"
>;
export type DatasetCost = Extract<MaintainResponse, { task: "cost" }>["datasets"][number];
