import { z } from "zod";
import { ACCOUNTS, TOPICS, ZONES } from "./names.ts";

const whole = z.number().int().positive();

/** What one instance has, and how many there may be. */
const service = {
  /** That it runs as. */
  account: z.enum(ACCOUNTS),
  memoryMiB: whole,
  cpu: z.number().positive(),
  /** Requests that one instance has at a time: with more, one that is over its time would disturb the next. */
  concurrency: z.literal(1),
  minInstances: z.number().int().nonnegative(),
  maxInstances: whole,
};

/** Eventarc and Pub/Sub wait no longer for an answer. */
const eventSeconds = whole.max(540);

/** Redelivered until it is answered well: off by default, and then what fails is lost. */
const retry = z.literal(true);

export const TriggerSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("event"),
    /** CloudEvents type. */
    eventType: z.literal("google.cloud.storage.object.v1.finalized"),
    /** Whose bucket's events. */
    zone: z.enum(ZONES),
    timeoutSeconds: eventSeconds,
    retry,
    ...service,
  }),
  z.strictObject({
    kind: z.literal("topic"),
    topic: z.enum(TOPICS),
    /** Cloud Scheduler sends an empty message at these times, UTC. */
    schedule: z.string().optional(),
    timeoutSeconds: eventSeconds,
    retry,
    ...service,
  }),
  z.strictObject({ kind: z.literal("http"), timeoutSeconds: whole.max(3_600), ...service }),
]);

/** What must exist so that a function is called, and what it is given: in a file of its own beside the function, for `infra/`. */
export type Trigger = z.infer<typeof TriggerSchema>;
