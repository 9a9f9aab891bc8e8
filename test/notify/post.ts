import { healthyAt } from "../../lakehouse/notify/health.ts";
import type { Draft } from "../../lakehouse/notify/message.ts";
import {
  type Delivery,
  deliver,
  type Post,
  postMessage,
  readMessage,
  readOutbox,
} from "../../lakehouse/notify/outbox.ts";
import type { Mailer, Objects } from "../../lakehouse/ports.ts";
import { createMemoryClock } from "../fakes/memory/clock.ts";
import { createMemoryMailer } from "../fakes/memory/mailer.ts";
import { createMemoryObjects } from "../fakes/memory/objects.ts";

export const START = "2001-01-05T05:00:00.000Z";

/** An outbox over memory, with a mailer whose recipients can be asked. */
export function openPost({ dailyCap = 100 }: { dailyCap?: number } = {}) {
  const clock = createMemoryClock(START);
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const objects = createMemoryObjects({ clock, random });
  const mailer = createMemoryMailer();
  let token = 0;

  function postOf(parts: { mailer?: Mailer; objects?: Objects } = {}): Post {
    return {
      objects: parts.objects ?? objects,
      mailer: parts.mailer ?? mailer,
      clock: { now: clock.now, sleep: async (milliseconds) => clock.advance(milliseconds) },
      from: { email: "sluice@example.com", name: "Sluice" },
      dailyCap,
      token: () => `sender ${++token}`,
    };
  }

  return {
    clock,
    objects,
    mailer,
    postOf,
    sentSubjects: () => mailer.taken.map(({ subject }) => subject),
    deliver: (parts: Parameters<typeof postOf>[0] = {}): Promise<Delivery> => deliver(postOf(parts)),
    async add(subject: string, more: Partial<Draft> = {}): Promise<number> {
      const draft = draftOf(subject, more);
      const message = await postMessage(objects, await readOutbox(objects, draft.dataset), draft, clock.now());
      if (!message) throw new Error("nobody else posts here");
      return message.number;
    },
    async message(number: number, dataset = "flights") {
      const stored = await readMessage(objects, dataset, number);
      if (!stored) throw new Error(`no message ${number}`);
      return stored.value;
    },
  };
}

export function draftOf(subject: string, more: Partial<Draft> = {}): Draft {
  return {
    dataset: "flights",
    environment: "local",
    kind: "error",
    facts: [],
    mail: { to: ["ops@example.com"], subject, text: `${subject}\n`, html: `<p>${subject}</p>` },
    thread: "local.flights",
    notes: [],
    checkNotes: [],
    digest: null,
    collects: [],
    health: healthyAt(START),
    ...more,
  };
}
