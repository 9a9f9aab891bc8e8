import type { Message } from "./message.ts";

export interface DeadLetters {
  readonly topic: string;
  /** Deliveries after which a message goes there: 5 to 100. */
  readonly attempts: number;
}

export interface Received {
  readonly ackId: string;
  readonly message: Message;
  /** From 1. */
  readonly attempt: number;
}

interface Waiting {
  readonly message: Message;
  attempt: number;
  /** Of its last delivery; another one makes it void. */
  ackId: string | null;
  /** Milliseconds since 1970, until which nobody else gets it. */
  until: number;
}

/** Messages that wait until they are acknowledged: delivered at least once, again after a deadline, in no order. */
export class Subscription {
  readonly name: string;
  readonly topic: string;
  readonly ackDeadlineSeconds: number;
  readonly deadLetters: DeadLetters | null;
  #waiting: Waiting[] = [];
  #delivered = 0;

  constructor(name: string, topic: string, ackDeadlineSeconds: number, deadLetters: DeadLetters | null) {
    this.name = name;
    this.topic = topic;
    this.ackDeadlineSeconds = ackDeadlineSeconds;
    this.deadLetters = deadLetters;
  }

  /** Messages that nobody has acknowledged. */
  get backlog(): readonly Message[] {
    return this.#waiting.map(({ message }) => message);
  }

  put(message: Message): void {
    this.#waiting.push({ message, attempt: 0, ackId: null, until: 0 });
  }

  pull(most: number, now: number): Received[] {
    return this.#waiting
      .filter(({ until }) => until <= now)
      .slice(0, most)
      .map((waiting) => {
        waiting.attempt += 1;
        this.#delivered += 1;
        waiting.ackId = `${this.name}:${this.#delivered}`;
        waiting.until = now + this.ackDeadlineSeconds * 1000;
        return { ackId: waiting.ackId, message: waiting.message, attempt: waiting.attempt };
      });
  }

  /** Too late is no fault: the message may have been delivered again, and comes once more. */
  acknowledge(ackIds: readonly string[]): void {
    this.#waiting = this.#waiting.filter(({ ackId }) => ackId === null || !ackIds.includes(ackId));
  }

  modify(ackIds: readonly string[], seconds: number, now: number): void {
    for (const waiting of this.#waiting) {
      if (waiting.ackId !== null && ackIds.includes(waiting.ackId)) waiting.until = now + seconds * 1000;
    }
  }

  /** Takes away what has been delivered in vain as often as is allowed. */
  giveUp(now: number): Message[] {
    const { deadLetters } = this;
    if (!deadLetters) return [];
    const over = this.#waiting.filter(({ attempt, until }) => attempt >= deadLetters.attempts && until <= now);
    this.#waiting = this.#waiting.filter((waiting) => !over.includes(waiting));
    return over.map(({ message }) => message);
  }
}
