import { Random } from "../../property/random.ts";
import { type CloudEvent, requestOf } from "./event.ts";

export interface PusherOptions {
  /** Deliveries at a time; 4 unless told. */
  readonly deliverers?: number;
  /** Milliseconds until the second delivery, doubled for each further one up to the longest: the service's 10 s to 600 s, scaled. */
  readonly backoffMs?: readonly [first: number, longest: number];
  /** Deliveries after which an event is dead; without an end unless told, as Eventarc has none but a day. */
  readonly attempts?: number;
  /** Milliseconds after which a receiver that says nothing is taken for one that refuses. */
  readonly timeoutMs?: number;
  /** Share of events that are delivered a second time though the first was taken; 0 unless told. */
  readonly duplicates?: number;
  /** How far an event may come before or after its place, in events; 0 unless told. */
  readonly disorder?: number;
  readonly seed?: number;
  /** E-mail of the account in whose name it delivers. */
  readonly trigger?: string;
  /**
   * Whether that account may call what is at an address. What it may not waits, though others would be taken: each time
   * that somebody waits for all to be taken, it is tried once more.
   */
  mayCall?(url: string): boolean;
  /** Where what is dead goes. */
  onDead?(event: CloudEvent): void;
}

/** One delivery and what came of it; null: no answer. */
export interface Delivery {
  readonly event: CloudEvent;
  readonly url: string;
  readonly attempt: number;
  readonly status: number | null;
}

export interface Pusher {
  /** To be delivered at least once. */
  push(url: string, event: CloudEvent): void;
  readonly deliveries: readonly Delivery[];
  /** Until everything was taken, or is dead. */
  idle(): Promise<void>;
  /** Stops; what was not taken is lost. */
  close(): void;
}

interface Queued {
  readonly event: CloudEvent;
  readonly url: string;
  readonly attempt: number;
  /** Order of delivery. */
  readonly place: number;
}

/** Pub/Sub takes these for an acknowledgement, and no other. */
const TAKEN = new Set([102, 200, 201, 202, 204]);

/** Delivers events by HTTP as Eventarc does: at least once, in no order, until they are taken. */
export function createPusher(options: PusherOptions = {}): Pusher {
  const { deliverers = 4, backoffMs = [10, 600], attempts = Number.POSITIVE_INFINITY, timeoutMs = 540_000 } = options;
  const { duplicates = 0, disorder = 0, seed = 1, trigger = "trigger@example.com", mayCall = () => true } = options;
  const random = new Random(seed);
  const stop = new AbortController();
  const deliveries: Delivery[] = [];
  const queue: Queued[] = [];
  const refused: Queued[] = [];
  const waiters: (() => void)[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let [pushed, open, busy] = [0, 0, 0];

  return {
    push(url, event) {
      enqueue({ event, url, attempt: 1, place: pushed });
      if (random.next() < duplicates) enqueue({ event, url, attempt: 1, place: pushed });
      pushed += 1;
    },
    deliveries,
    idle() {
      for (const queued of refused.splice(0)) enqueue(queued);
      return open === 0 ? Promise.resolve() : new Promise((over) => void waiters.push(over));
    },
    close() {
      stop.abort();
      queue.length = 0;
      refused.length = 0;
      for (const timer of timers) clearTimeout(timer);
      finish(open);
    },
  };

  function enqueue(queued: Queued): void {
    open += 1;
    insert({ ...queued, place: queued.place + (random.next() - 0.5) * 2 * disorder });
    work();
  }

  function insert(queued: Queued): void {
    const at = queue.findIndex(({ place }) => place > queued.place);
    queue.splice(at === -1 ? queue.length : at, 0, queued);
  }

  function work(): void {
    while (busy < deliverers && !stop.signal.aborted) {
      const next = queue.shift();
      if (!next) return;
      busy += 1;
      void deliver(next).then(() => {
        busy -= 1;
        work();
      });
    }
  }

  async function deliver(queued: Queued): Promise<void> {
    const { event, url, attempt } = queued;
    if (!mayCall(url)) {
      deliveries.push({ event, url, attempt, status: 403 });
      refused.push({ ...queued, attempt: attempt + 1 });
      return finish(1);
    }
    const status = await post(event, url);
    if (stop.signal.aborted) return;
    deliveries.push({ event, url, attempt, status });
    if (status !== null && TAKEN.has(status)) return finish(1);
    if (attempt >= attempts) {
      options.onDead?.(event);
      return finish(1);
    }
    const wait = Math.min(backoffMs[1], backoffMs[0] * 2 ** (attempt - 1)) * (0.5 + random.next());
    const timer = setTimeout(() => {
      timers.delete(timer);
      insert({ ...queued, attempt: attempt + 1 });
      work();
    }, wait);
    timers.add(timer);
  }

  async function post(event: CloudEvent, url: string): Promise<number | null> {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const request = { method: "POST", redirect: "manual", signal } as const;
      const response = await fetch(url, { ...request, ...requestOf(event, trigger, url, Date.now()) });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }

  function finish(count: number): void {
    open -= count;
    if (open === 0) for (const over of waiters.splice(0)) over();
  }
}
