import type { Answer } from "../http/service.ts";
import { missing, ok, taken, wrong } from "./answers.ts";
import type { Broker } from "./broker.ts";

export interface NewSubscription {
  readonly topic?: string;
  readonly ackDeadlineSeconds?: number;
  readonly deadLetterPolicy?: { readonly deadLetterTopic?: string; readonly maxDeliveryAttempts?: number };
}

export function addSubscription(broker: Broker, name: string, request: NewSubscription): Answer {
  const { topic = "", ackDeadlineSeconds = 0, deadLetterPolicy } = request;
  const { deadLetterTopic = "", maxDeliveryAttempts = 0 } = deadLetterPolicy ?? {};
  const seconds = ackDeadlineSeconds || 10;
  const attempts = maxDeliveryAttempts || 5;
  if (broker.subscription(name)) return taken(name);
  if (!broker.hasTopic(topic)) return missing(topic);
  if (deadLetterPolicy && !broker.hasTopic(deadLetterTopic)) return missing(deadLetterTopic);
  if (seconds < 10 || seconds > 600) return wrong("the ack deadline must be 10 to 600 seconds");
  if (attempts < 5 || attempts > 100) return wrong("max_delivery_attempts must be 5 to 100");
  broker.addSubscription(name, topic, seconds, deadLetterPolicy ? { topic: deadLetterTopic, attempts } : null);
  return showSubscription(broker, name);
}

export function showSubscription(broker: Broker, name: string): Answer {
  const found = broker.subscription(name);
  if (!found) return missing(name);
  const { topic, ackDeadlineSeconds, deadLetters } = found;
  const policy = deadLetters && {
    deadLetterPolicy: { deadLetterTopic: deadLetters.topic, maxDeliveryAttempts: deadLetters.attempts },
  };
  return ok({ name, topic, ackDeadlineSeconds, ...policy });
}

export function pull(broker: Broker, name: string, { maxMessages = 0 }: { maxMessages?: number }): Answer {
  const subscription = broker.subscription(name);
  if (!subscription) return missing(name);
  if (maxMessages < 1) return wrong("The value for max_messages is too small");
  const receivedMessages = broker.pull(name, maxMessages).map(({ ackId, message, attempt }) => ({
    ackId,
    message,
    ...(subscription.deadLetters && { deliveryAttempt: attempt }),
  }));
  return ok(receivedMessages.length > 0 ? { receivedMessages } : {});
}

interface Acknowledged {
  readonly ackIds?: readonly string[];
  readonly ackDeadlineSeconds?: number;
}

export function acknowledge(broker: Broker, name: string, { ackIds = [] }: Acknowledged): Answer {
  const subscription = broker.subscription(name);
  if (!subscription) return missing(name);
  if (ackIds.length === 0) return wrong("No ack ids specified");
  subscription.acknowledge(ackIds);
  return ok({});
}

/** 0 seconds: it is given back. */
export function modifyDeadline(broker: Broker, name: string, request: Acknowledged, now: number): Answer {
  const { ackIds = [], ackDeadlineSeconds = 0 } = request;
  const subscription = broker.subscription(name);
  if (!subscription) return missing(name);
  if (ackDeadlineSeconds < 0 || ackDeadlineSeconds > 600) return wrong("Invalid ack deadline given");
  subscription.modify(ackIds, ackDeadlineSeconds, now);
  return ok({});
}
