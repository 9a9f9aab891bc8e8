import type { Message } from "../pubsub/message.ts";
import type { CloudEvent } from "./event.ts";

/** `google.cloud.pubsub.topic.v1.messagePublished`: ids and times of the message come in two spellings. */
export function messageEvent(topic: string, { data, attributes, messageId, publishTime }: Message): CloudEvent {
  const given = Object.keys(attributes).length > 0 ? { attributes } : {};
  return {
    id: messageId,
    type: "google.cloud.pubsub.topic.v1.messagePublished",
    source: `//pubsub.googleapis.com/${topic}`,
    subject: null,
    time: publishTime,
    extensions: {},
    data: {
      message: {
        ...(data !== "" && { data }),
        ...given,
        messageId,
        message_id: messageId,
        publishTime,
        publish_time: publishTime,
      },
      subscription: subscriptionOf(topic),
    },
  };
}

/** Eventarc makes one for each trigger. */
function subscriptionOf(topic: string): string {
  return topic.replace(/\/topics\/(.*)$/, "/subscriptions/eventarc-$1-sub-001");
}
