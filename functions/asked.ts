import type { CloudEnvironment, TopicName } from "../lakehouse/plan/cloud/names.ts";
import { NudgeSchema, type Resume } from "../lakehouse/plan/cloud/nudge.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { readPublished } from "./published.ts";
import { asks, type Reading, refused } from "./reading.ts";

/** A nudge names a dataset, or means all; a tick is empty, and asks for no more than is due. */
export type Asking =
  | { readonly kind: "tick" }
  /** `dataset` null: all of them. */
  | { readonly kind: "nudge"; readonly dataset: string | null; readonly resume?: Resume | undefined };

export function readAsked(event: CloudEvent, environment: CloudEnvironment, topic: TopicName): Reading<Asking> {
  const message = readPublished(event, environment, topic);
  if (message.kind !== "asks") return message;
  const { json } = message.value;
  if (isEmpty(json)) return asks({ kind: "tick" });
  const nudge = NudgeSchema.safeParse(json);
  if (!nudge.success) return refused("MALFORMED");
  const { dataset, resume } = nudge.data;
  return asks({ kind: "nudge", dataset, ...(resume && { resume }) });
}

/** Cloud Scheduler cannot send nothing: a tick is `{}`. */
function isEmpty(json: unknown): boolean {
  return json === null || (typeof json === "object" && Object.keys(json).length === 0);
}
