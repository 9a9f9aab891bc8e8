import type { ObjectResource } from "../gcs/resource.ts";
import type { Content } from "../pubsub/message.ts";
import type { CloudEvent } from "./event.ts";

/** What happened to an object, as Eventarc and as notifications name it. */
export const HAPPENED = {
  finalized: "OBJECT_FINALIZE",
  metadataUpdated: "OBJECT_METADATA_UPDATE",
  deleted: "OBJECT_DELETE",
  archived: "OBJECT_ARCHIVE",
} as const;
export type Happened = keyof typeof HAPPENED;

/** `google.cloud.storage.object.v1.finalized` and its like: the object's resource is the payload. */
export function storageEvent(object: ObjectResource, id: string, happened: Happened = "finalized"): CloudEvent {
  const { bucket, name, updated } = object;
  return {
    id,
    type: `google.cloud.storage.object.v1.${happened}`,
    source: `//storage.googleapis.com/projects/_/buckets/${bucket}`,
    subject: `objects/${name}`,
    time: updated,
    extensions: { bucket },
    data: object,
  };
}

export interface Notification {
  /** Of the topic, without its project's service name: `projects/P/topics/T`. */
  readonly topic: string;
  readonly bucket: string;
  /** Only objects whose name starts so; none unless told. */
  readonly prefix?: string;
  /** Of the configuration in its bucket. */
  readonly id?: string;
  /** `JSON_API_V1` carries the object's resource, `NONE` nothing. */
  readonly payload?: "JSON_API_V1" | "NONE";
}

/** What a bucket's notification publishes of an object; null: it is not for this one. */
export function notificationOf(
  { bucket, prefix = "", id = "1", payload = "JSON_API_V1" }: Notification,
  object: ObjectResource,
  happened: Happened = "finalized",
  overwrote: string | null = null,
): Content | null {
  if (object.bucket !== bucket || !object.name.startsWith(prefix)) return null;
  return {
    data: payload === "NONE" ? "" : Buffer.from(JSON.stringify(object)).toString("base64"),
    attributes: {
      notificationConfig: `projects/_/buckets/${bucket}/notificationConfigs/${id}`,
      eventType: HAPPENED[happened],
      payloadFormat: payload,
      bucketId: bucket,
      objectId: object.name,
      objectGeneration: object.generation,
      eventTime: object.updated,
      ...(overwrote !== null && { overwroteGeneration: overwrote }),
    },
  };
}
