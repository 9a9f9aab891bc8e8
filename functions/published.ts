import { z } from "zod";
import { type CloudEnvironment, type TopicName, topicPath } from "../lakehouse/plan/cloud/names.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { asks, ignored, type Reading, refused } from "./reading.ts";

const PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished";

/** MessagePublishedData of google/events/cloud/pubsub/v1; some fields come twice, in two spellings. */
const DataSchema = z.object({
  message: z.object({
    /** Base64; none: the message is empty. */
    data: z.base64().default(""),
    attributes: z.record(z.string(), z.string()).default({}),
  }),
});

/** A message of a topic. */
export interface Message {
  readonly attributes: Readonly<Record<string, string>>;
  /** Of its content; null: it is empty. */
  readonly json: unknown;
}

/** As Eventarc sends it: of this topic of this project, or it is none of ours. */
export function readPublished(
  { type, source, data }: CloudEvent,
  environment: CloudEnvironment,
  topic: TopicName,
): Reading<Message> {
  if (type !== PUBLISHED) return ignored("OTHER_TYPE");
  if (source !== `//pubsub.googleapis.com/${topicPath(environment, topic)}`) return refused("FOREIGN_SOURCE");
  const parsed = DataSchema.safeParse(data);
  if (!parsed.success) return refused("MALFORMED");
  const { message } = parsed.data;
  const json = contentOf(message.data);
  return json === undefined ? refused("MALFORMED") : asks({ attributes: message.attributes, json });
}

/** Undefined: it is not JSON. */
function contentOf(base64: string): unknown {
  if (base64 === "") return null;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64, "base64")));
  } catch {
    return undefined;
  }
}
