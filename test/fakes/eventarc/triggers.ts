import type { ObjectResource } from "../gcs/resource.ts";
import type { Broker } from "../pubsub/broker.ts";
import { messageEvent } from "./message-event.ts";
import type { Pusher } from "./pusher.ts";
import { type Notification, notificationOf, storageEvent } from "./storage-event.ts";

// What joins the services: hand these what they are to see, and the rest goes by itself.

/** Every message of a topic goes to a function. */
export function pushTopic(broker: Broker, topic: string, pusher: Pusher, url: string): void {
  broker.listen(topic, (message) => pusher.push(url, messageEvent(topic, message)));
}

/** Every object that is finalised in a bucket goes to a function; event ids are the services' own count. */
export function pushBucket(
  bucket: string,
  pusher: Pick<Pusher, "push">,
  url: string,
): (object: ObjectResource) => void {
  let count = 0;
  return (object) => {
    if (object.bucket !== bucket) return;
    count += 1;
    pusher.push(url, storageEvent(object, String(12_000_000_000_000_000n + BigInt(count))));
  };
}

/** A bucket's notification: objects become messages of a topic. */
export function notifyTopic(broker: Broker, notification: Notification): (object: ObjectResource) => void {
  return (object) => {
    const content = notificationOf(notification, object);
    if (content) broker.publish(notification.topic, [content]);
  };
}
