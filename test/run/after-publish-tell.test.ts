import { describe, expect, test } from "@jest/globals";
import { listPendingChecks } from "../../lakehouse/ledger/checks.ts";
import { lastPublication, movePublication } from "../../lakehouse/ledger/log.ts";
import type { Message } from "../../lakehouse/notify/message.ts";
import { readMessage, readOutbox } from "../../lakehouse/notify/outbox.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { Objects } from "../../lakehouse/ports.ts";
import { checkPublications } from "../../lakehouse/run/after-publish.ts";
import { tellDataset } from "../../lakehouse/run/tell.ts";
import { asks, MINUTE, openLog, planAsking } from "./checked-log.ts";

// From records of checks to messages: each publication's result is told once, whoever dies, and a failure ends.

const HOUR = 60 * MINUTE;
const crash = new Error("Catalog Error: Table with name gone does not exist");
const asked = planAsking([asks("sum"), asks("share", { severity: "warning" })]);
const plan: Plan = {
  ...asked,
  notify: {
    recipients: [{ channel: "ops", email: "ops@example.com", digest: { error: "immediate", warning: "daily" } }],
  },
};

function openTelling() {
  const log = openLog();
  const tell = (objects: Objects = log.objects) => tellDataset({ objects, clock: log.tools.clock }, plan);
  return {
    ...log,
    tell,
    /** The next publication, with these answers, an hour later; what was told of it. */
    async run(number: number, answers: Parameters<typeof Object.assign>[1] = {}) {
      log.clock.advance(HOUR);
      Object.assign(log.answers, { sum: 0, share: 0 }, answers);
      await log.publish(plan, number, { committed: log.clock.now() });
      await checkPublications(log.tools, plan);
      return (await tell()).map(brief);
    },
    async messages(): Promise<Message[]> {
      const { last } = await readOutbox(log.objects, "flights");
      const numbers = Array.from({ length: last?.number ?? 0 }, (_, index) => index + 1);
      const stored = await Promise.all(numbers.map((number) => readMessage(log.objects, "flights", number)));
      return stored.flatMap((message) => (message ? [message.value] : []));
    },
  };
}

const brief = ({ kind, mail, health }: Message) => [kind, mail ? "mail" : "noted", health.state, health.checks.upTo];

describe("told", () => {
  test("a failure at once although no drop is worth a mail, its repetition by digest, its end at once", async () => {
    const log = openTelling();
    expect(await log.run(1)).toEqual([]);
    expect(await log.run(2, { sum: 5 })).toEqual([["error", "mail", "failing", 2]]);
    expect(await log.run(3, { sum: 6 })).toEqual([["error", "noted", "failing", 3]]);
    expect(await log.run(4)).toEqual([["recovered", "mail", "healthy", 4]]);
    expect(await log.run(5)).toEqual([]);
    expect(await listPendingChecks(log.objects, "flights")).toEqual([]);
    const subjects = (await log.messages()).map(({ mail }) => mail?.subject ?? null);
    expect(subjects).toEqual([
      "[ERROR] flights 2001-01-31 — 1 check failed after publication",
      null,
      "[RECOVERED] flights 2001-01-31 — good again, all checks after publication hold",
    ]);
  });

  test("that a check crashed is other news than that it fails", async () => {
    const log = openTelling();
    expect(await log.run(1, { sum: 5 })).toEqual([["error", "mail", "failing", 1]]);
    expect(await log.run(2, { sum: crash })).toEqual([["error", "mail", "failing", 2]]);
    expect(await log.run(3, { sum: crash })).toEqual([["error", "noted", "failing", 3]]);
    const [failed, crashed] = await log.messages();
    expect(failed?.mail?.text).toContain("PUBLISHED, CHECK FAILED\n");
    expect(crashed?.mail?.text).toContain("PUBLISHED, NOT ALL CHECKED\n");
    expect(crashed?.mail?.text).toContain("which says nothing of the data");
    expect(crashed?.mail?.text).toMatch(/new this time: sum\s+\(not measured\)/);
    expect(crashed?.health.problems.map(({ id }) => id)).toEqual(["sum", "sum (not measured)"]);
  });

  test("warnings by the digest, with what was measured", async () => {
    const log = openTelling();
    expect(await log.run(1, { share: 2 })).toEqual([["warning", "noted", "healthy", 1]]);
    log.clock.advance(24 * HOUR);
    const [digest] = await log.tell();
    expect(digest).toMatchObject({ kind: "digest", collects: [1], checkNotes: [{ id: "share", publications: [1] }] });
    expect(digest?.mail?.subject).toBe("[DIGEST] flights — 1 warning");
    expect(await log.tell()).toEqual([]);
  });

  test("what gathered while nobody told, in one message", async () => {
    const log = openTelling();
    for (const [number, sum] of [
      [1, 0],
      [2, 4],
      [3, 0],
      [4, 7],
    ] as const) {
      log.answers.sum = sum;
      await log.publish(plan, number);
      await checkPublications(log.tools, plan);
    }
    expect((await log.tell()).map(brief)).toEqual([["error", "mail", "failing", 4]]);
    const [message] = await log.messages();
    expect(message?.mail?.text).toContain("CHECKS AFTER PUBLICATIONS 2 TO 4");
    expect(message?.checkNotes).toMatchObject([{ id: "sum", measured: "7", publications: [2, 4] }]);
  });

  test("a failing check keeps good drops from counting as the end of the failure", async () => {
    const log = openTelling();
    await log.run(1, { sum: 5 });
    log.clock.advance(HOUR);
    await log.publish(plan, 2, { committed: log.clock.now() });
    // Its checks are not made yet.
    expect(await log.tell()).toEqual([]);
    log.answers.sum = 0;
    await checkPublications(log.tools, plan);
    expect((await log.tell()).map(brief)).toEqual([["recovered", "mail", "healthy", 2]]);
  });

  test("that a stuck publication went on, also where no drop tells it", async () => {
    const log = openTelling();
    await log.run(1);
    const stuck = { reason: "a reason", cure: "a cure", since: log.clock.now() };
    await log.publish(plan, 2, { state: "PLANNED", committed: null, stuck });
    expect((await log.tell()).map(brief)).toEqual([["stuck", "mail", "healthy", 0]]);
    const stored = await lastPublication(log.objects, "flights");
    if (stored) await movePublication(log.objects, stored, { state: "DONE", committed: log.clock.now(), stuck: null });
    expect(await log.tell()).toEqual([]);
    await checkPublications(log.tools, plan);
    expect((await log.tell()).map(brief)).toEqual([["recovered", "mail", "healthy", 2]]);
    expect(await log.tell()).toEqual([]);
  });

  test("a check that the contract asks no more is over with the next publication", async () => {
    const log = openTelling();
    await log.run(1, { sum: 5 });
    const without = { ...plan, checks: plan.checks.filter(({ id }) => id !== "sum") };
    await log.publish(without, 2);
    await checkPublications(log.tools, without);
    const told = await tellDataset({ objects: log.objects, clock: log.tools.clock }, without);
    expect(told.map(brief)).toEqual([["recovered", "mail", "healthy", 2]]);
    expect(told[0]?.mail?.text).toContain("sum is not asked any more");
  });
});

describe("once", () => {
  test("twenty at once tell each publication in one message", async () => {
    const log = openTelling();
    for (const number of [1, 2, 3]) {
      log.answers.sum = number;
      await log.publish(plan, number);
      await Promise.all(Array.from({ length: 20 }, () => checkPublications(log.tools, plan)));
      await Promise.all(Array.from({ length: 20 }, () => log.tell()));
    }
    const told = (await log.messages()).flatMap(({ checkNotes }) => checkNotes.flatMap((note) => note.publications));
    expect(told).toEqual([1, 2, 3]);
    expect(await listPendingChecks(log.objects, "flights")).toEqual([]);
  });

  test("a mark that a slow worker makes again tells nothing again", async () => {
    const log = openTelling();
    await log.run(1, { sum: 5 });
    const bytes = new Uint8Array();
    await log.objects.write(
      "outbox/flights/pending/checks/000000000001",
      { kind: "bytes", bytes },
      { generation: "0" },
    );
    expect(await log.tell()).toEqual([]);
    expect(await listPendingChecks(log.objects, "flights")).toEqual([]);
  });

  test("a mark without a record waits for the record", async () => {
    const log = openTelling();
    await log.publish(plan, 1);
    const bytes = new Uint8Array();
    await log.objects.write(
      "outbox/flights/pending/checks/000000000001",
      { kind: "bytes", bytes },
      { generation: "0" },
    );
    expect(await log.tell()).toEqual([]);
    log.answers.sum = 3;
    await checkPublications(log.tools, plan);
    expect((await log.tell()).map(brief)).toEqual([["error", "mail", "failing", 1]]);
  });

  test.each(["before", "after"] as const)(
    "whoever dies %s any call, each failure is told once, and its end",
    async (when) => {
      for (let nth = 1; ; nth += 1) {
        const log = openTelling();
        log.answers.sum = 5;
        await log.publish(plan, 1);
        let calls = 0;
        const step = (at: "before" | "after") => () => {
          if (at === "before") calls += 1;
          if (calls > nth || (calls === nth && at === when)) throw new Error("died");
        };
        const dying = log.toolsWith({ before: step("before"), after: step("after") });
        await checkPublications(dying, plan)
          .then(() => log.tell(dying.objects))
          .catch(() => undefined);
        if (calls < nth) break;
        await checkPublications(log.tools, plan);
        await log.tell();
        await log.run(2);
        const messages = await log.messages();
        const told = messages.flatMap(({ checkNotes }) => checkNotes.flatMap((note) => note.publications));
        expect({ nth, told, kinds: messages.map(({ kind }) => kind) }).toEqual({
          nth,
          told: [1],
          kinds: ["error", "recovered"],
        });
        expect(await listPendingChecks(log.objects, "flights")).toEqual([]);
      }
    },
  );
});
