import type { Content, Message } from "./message.ts";
import { type DeadLetters, type Received, Subscription } from "./subscription.ts";

interface Topic {
  readonly messages: Message[];
  readonly subscriptions: Subscription[];
  readonly listeners: ((message: Message) => void)[];
}

/** Topics and what becomes of their messages. What is published to a topic that nobody listens to is lost. */
export class Broker {
  readonly #topics = new Map<string, Topic>();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #now: () => number;
  #published = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  hasTopic(topic: string): boolean {
    return this.#topics.has(topic);
  }

  addTopic(topic: string): void {
    if (!this.hasTopic(topic)) this.#topics.set(topic, { messages: [], subscriptions: [], listeners: [] });
  }

  subscription(name: string): Subscription | undefined {
    return this.#subscriptions.get(name);
  }

  addSubscription(name: string, topic: string, ackDeadlineSeconds = 10, deadLetters: DeadLetters | null = null): void {
    const added = new Subscription(name, topic, ackDeadlineSeconds, deadLetters);
    this.#subscriptions.set(name, added);
    this.#topic(topic).subscriptions.push(added);
  }

  /** Sees each message at once: a subscription that pushes. */
  listen(topic: string, listener: (message: Message) => void): void {
    this.#topic(topic).listeners.push(listener);
  }

  /** Ids of the messages, in their order. */
  publish(topic: string, contents: readonly Content[]): string[] {
    const { messages, subscriptions, listeners } = this.#topic(topic);
    return contents.map(({ data, attributes }) => {
      this.#published += 1;
      const messageId = String(10_000_000_000_000_000n + BigInt(this.#published));
      const publishTime = new Date(this.#now()).toISOString();
      const message = { data, attributes, messageId, publishTime };
      messages.push(message);
      for (const subscription of subscriptions) subscription.put(message);
      for (const listener of listeners) listener(message);
      return messageId;
    });
  }

  /** All that was ever published to a topic. */
  messages(topic: string): readonly Message[] {
    return this.#topic(topic).messages;
  }

  pull(name: string, most: number): Received[] {
    const subscription = this.#subscriptions.get(name);
    if (!subscription) throw new RangeError(`there is no subscription ${name}`);
    const now = this.#now();
    for (const message of subscription.giveUp(now)) this.#bury(subscription, message);
    return subscription.pull(most, now);
  }

  #bury({ name, deadLetters }: Subscription, { data, attributes, publishTime }: Message): void {
    if (!deadLetters) return;
    const source = {
      CloudPubSubDeadLetterSourceSubscription: name.split("/").at(-1) ?? "",
      CloudPubSubDeadLetterSourceDeliveryCount: String(deadLetters.attempts),
      CloudPubSubDeadLetterSourceTopicPublishTime: publishTime,
    };
    this.publish(deadLetters.topic, [{ data, attributes: { ...attributes, ...source } }]);
  }

  #topic(name: string): Topic {
    const topic = this.#topics.get(name);
    if (!topic) throw new RangeError(`there is no topic ${name}`);
    return topic;
  }
}
