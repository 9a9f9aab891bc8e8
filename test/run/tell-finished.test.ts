import { describe, expect, test } from "@jest/globals";
import { createEntry } from "../../lakehouse/ledger/entries.ts";
import type { Entry } from "../../lakehouse/ledger/entry.ts";
import { lastPublication, movePublication } from "../../lakehouse/ledger/log.ts";
import type { Publication } from "../../lakehouse/ledger/publication.ts";
import { healthyAt } from "../../lakehouse/notify/health.ts";
import type { Health, Message } from "../../lakehouse/notify/message.ts";
import { postMessage, readOutbox } from "../../lakehouse/notify/outbox.ts";
import { NO_LIFTS } from "../../lakehouse/plan/report.ts";
import type { Waiting } from "../../lakehouse/publish/outcome.ts";
import type { Standstill } from "../../lakehouse/run/publish.ts";
import { tellDataset } from "../../lakehouse/run/tell.ts";
import { draftOf } from "../notify/post.ts";
import { MINUTE, openLog, planAsking, START } from "./checked-log.ts";

// The end of a failure, read from the log by number, whatever stands at its end and whatever the clocks say.

const asked = planAsking([]);
const plan = {
  ...asked,
  notify: {
    recipients: [
      { channel: "ops", email: "ops@example.com", digest: { error: "immediate", warning: "daily" } as const },
    ],
  },
};
const DAY = "2001-01-31";
const keyOf = (number: number) => String(number).padStart(24, "0");

function openFailing() {
  const log = openLog();
  const brief = ({ kind, health }: Message) => [kind, health.state, health.published];
  return {
    ...log,
    /** A message that says so, with what it had considered. */
    async failedAt(published: number, more: Partial<Health> = {}) {
      const problems = [{ id: "arr_delay.maximum", share: 0.1 }];
      const health = { ...healthyAt(START), state: "failing" as const, problems, told: true, published, ...more };
      await postMessage(log.objects, await readOutbox(log.objects, "flights"), draftOf("bad", { health }), START);
    },
    /** A publication of one drop without a fault. Its commit is a day before the message: clocks differ. */
    async clean(number: number, state: Entry["state"] = "COMMITTED") {
      const committed = new Date(Date.parse(START) - 86_400_000).toISOString();
      await createEntry(log.objects, entryOf(number, state));
      await log.publish(plan, number, { drops: [dropOf(number)], committed });
    },
    tell: async (on: Standstill | null = null) =>
      (await tellDataset({ objects: log.objects, clock: log.tools.clock }, plan, on)).map(brief),
  };
}

function dropOf(number: number): Publication["drops"][number] {
  return {
    key: keyOf(number),
    day: DAY,
    round: 1,
    name: `flights/${number}.parquet`,
    arrived: START,
    good: 1,
    duplicates: 0,
    files: [],
    partitions: [],
    former: null,
  };
}

function entryOf(number: number, state: Entry["state"]): Entry {
  return {
    format: "sluice/entry/1",
    dataset: "flights",
    environment: plan.environment,
    drop: {
      key: keyOf(number),
      bucket: "landing",
      name: `flights/${number}.parquet`,
      generation: "1",
      bytes: "1",
      crc32c: "AAAAAA==",
      arrived: START,
      arrivalDay: DAY,
    },
    origin: null,
    state,
    round: 1,
    attempt: 1,
    lifts: NO_LIFTS,
    plan: "0".repeat(64),
    lease: null,
    job: null,
    ready: { files: 1, bytes: "1", rows: 1, partitions: [], notable: false },
    publication: state === "COMMITTED" ? number : null,
    reason: null,
    history: [],
  };
}

const unfinished = { state: "PREPARED", committed: null, counts: null } as const;

test.each([
  ["prepared", unfinished, 2],
  ["aborted", { state: "ABORTED", committed: null, counts: null } as const, 3],
])("a good publication ends the failure though the next one is %s", async (_, next, considered) => {
  const log = openFailing();
  await log.publish(plan, 1);
  await log.failedAt(1);
  await log.clean(2);
  await log.publish(plan, 3, next);
  expect(await log.tell()).toEqual([["recovered", "healthy", considered]]);
  expect(await log.tell()).toEqual([]);
});

test("what was considered when the failure was told does not end it, whatever its clock said", async () => {
  const log = openFailing();
  await log.clean(1);
  await log.failedAt(1);
  expect(await log.tell()).toEqual([]);
  await log.clean(2);
  expect(await log.tell()).toEqual([["recovered", "healthy", 2]]);
});

test("a publication whose drops' entries are not moved yet is considered once they are", async () => {
  const log = openFailing();
  await log.failedAt(0);
  await log.clean(1, "READY");
  await log.publish(plan, 2, { stuck: { reason: "r", cure: "c", since: START }, ...unfinished });
  expect(await log.tell()).toEqual([["stuck", "failing", 0]]);
});

test("after many that say nothing, the latest are read and the rest is passed over", async () => {
  const log = openFailing();
  await log.failedAt(0);
  for (let number = 1; number <= 40; number += 1) await log.publish(plan, number, { state: "ABORTED" });
  expect(await log.tell()).toEqual([]);
  const read: string[] = [];
  const objects = log.objects.seenBy({
    before(op, name) {
      if (op === "read" && name.includes("/log/")) read.push(name);
    },
  });
  await tellDataset({ objects, clock: log.tools.clock }, plan);
  expect(new Set(read).size).toBe(30);
  await log.clean(41);
  expect(await log.tell()).toEqual([["recovered", "healthy", 41]]);
});

test("a publication that gets stuck again after it was resumed is told again, once", async () => {
  const log = openFailing();
  const stuck = (since: string) => ({ stuck: { reason: "r", cure: "c", since } });
  await log.publish(plan, 1, { ...unfinished, ...stuck("2001-02-01T05:00:00.000Z") });
  expect(await log.tell()).toEqual([["stuck", "healthy", 0]]);
  expect(await log.tell()).toEqual([]);
  for (const change of [{ stuck: null }, stuck("2001-02-01T05:07:00.000Z")]) {
    expect(await log.tell()).toEqual([]);
    const last = await lastPublication(log.objects, "flights");
    if (last) await movePublication(log.objects, last, change);
  }
  expect(await log.tell()).toEqual([["stuck", "healthy", 0]]);
  expect(await log.tell()).toEqual([]);
});

describe("a publication that waits", () => {
  const on = (code: Waiting["code"], number = 1) => ({ number, code, message: `it waits: ${code}`, jobs: [] });
  const quota = on("QUOTA");
  const later = (log: ReturnType<typeof openFailing>, minutes: number) => log.clock.advance(minutes * MINUTE);

  test("is told of when nothing has moved it for an hour, once for each cause", async () => {
    const log = openFailing();
    await log.publish(plan, 1, unfinished);
    later(log, 59);
    expect(await log.tell(quota)).toEqual([]);
    later(log, 1);
    expect(await log.tell()).toEqual([]);
    expect(await log.tell(quota)).toEqual([["waiting", "healthy", 0]]);
    expect(await log.tell(quota)).toEqual([]);
    expect(await log.tell(on("TARGET_BEHIND"))).toEqual([["waiting", "healthy", 0]]);
    later(log, 600);
    expect(await log.tell(quota)).toEqual([]);
  });

  test("says what waits, since when, why, and what to do", async () => {
    const log = openFailing();
    await log.publish(plan, 1, unfinished);
    later(log, 90);
    const [message] = await tellDataset({ objects: log.objects, clock: log.tools.clock }, plan, quota);
    expect(message?.mail?.subject).toContain("publication 1 waits");
    const words = message?.mail?.text.replaceAll(/\s+/g, " ");
    for (const part of [
      "since 2001-02-01 05:00 UTC",
      "it waits: QUOTA",
      "raise the quota",
      "sluice ledger show flights 1",
    ])
      expect(words).toContain(part);
  });

  test("is not told of where it was moved within the hour, is stuck or has ended, or another one waits", async () => {
    const log = openFailing();
    await log.publish(plan, 1, unfinished);
    later(log, 90);
    expect(await log.tell(on("QUOTA", 2))).toEqual([]);
    const move = async (change: Partial<Publication>) => {
      const last = await lastPublication(log.objects, "flights");
      if (last) await movePublication(log.objects, last, change);
    };
    await move({ load: 1 });
    expect(await log.tell(quota)).toEqual([]);
    later(log, 90);
    await move({ stuck: { reason: "r", cure: "c", since: START } });
    later(log, 90);
    expect(await log.tell(quota)).toEqual([["stuck", "healthy", 0]]);
    await move({ stuck: null, state: "ABORTED" });
    later(log, 90);
    expect(await log.tell(quota)).toEqual([]);
  });

  test("and goes on is told of too, and the next one anew", async () => {
    const log = openFailing();
    await createEntry(log.objects, entryOf(1, "COMMITTED"));
    await log.publish(plan, 1, { drops: [dropOf(1)], ...unfinished });
    later(log, 90);
    expect(await log.tell(quota)).toEqual([["waiting", "healthy", 0]]);
    const last = await lastPublication(log.objects, "flights");
    if (last) await movePublication(log.objects, last, { state: "DONE", committed: START });
    expect(await log.tell()).toEqual([["recovered", "healthy", 1]]);
    expect(await log.tell()).toEqual([]);
    await log.publish(plan, 2, unfinished);
    later(log, 90);
    expect(await log.tell(on("QUOTA", 2))).toEqual([["waiting", "healthy", 1]]);
  });
});
