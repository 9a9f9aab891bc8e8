import { describe, expect, test } from "@jest/globals";
import { factOf } from "../../lakehouse/notify/facts.ts";
import type { Message } from "../../lakehouse/notify/message.ts";
import { postMessage, readOutbox } from "../../lakehouse/notify/outbox.ts";
import type { DropStory } from "../../lakehouse/notify/story.ts";
import { tell } from "../../lakehouse/notify/tell.ts";
import { MailRefused, type Objects } from "../../lakehouse/ports.ts";
import { draftOf, openPost } from "./post.ts";
import { drop, planOf, report, rule, story } from "./stories/make.ts";

// From a ledger's pending facts to the outbox: each is told in one message and at most one digest, whoever dies when.

const plan = planOf("flights");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function warnedDrop(name: string): DropStory {
  return drop(
    report({
      dataset: "flights",
      name: `flights/dt=2001-01-05/${name}.parquet`,
      day: "2001-01-05",
      rows: { in: 100, good: 100, quarantined: 0, duplicates: 0 },
      verdict: "ready with warnings",
      rules: [rule("very_late", { severity: "warning", failed: 5, outcome: "warned" })],
    }),
  );
}

function badDrop(name: string): DropStory {
  return drop(
    report({
      dataset: "flights",
      name: `flights/dt=2001-01-05/${name}.parquet`,
      day: "2001-01-05",
      rows: { in: 100, good: 90, quarantined: 10, duplicates: 0 },
      rules: [rule("arr_delay.maximum", { failed: 10, outcome: "quarantined" })],
    }),
  );
}

/** A ledger that knows which facts are told. Its memory survives whoever works with it. */
function ledgerOf(bench: ReturnType<typeof openPost>) {
  const pending: DropStory[] = [];
  const told = new Set<string>();
  return {
    pending,
    told,
    tell: (objects: Objects = bench.objects) =>
      tell(objects, {
        plan,
        flags: "",
        async settle(message) {
          await objects.time();
          for (const fact of message.facts) told.add(fact);
        },
        async gather(now, health) {
          await objects.time();
          const drops = pending.filter((each) => !told.has(factOf(each) ?? ""));
          return drops.length > 0 ? story({ plan, now, health, drops }) : null;
        },
      }),
  };
}

async function allMessages(bench: ReturnType<typeof openPost>): Promise<Message[]> {
  const { last } = await readOutbox(bench.objects, "flights");
  return Promise.all(Array.from({ length: last?.number ?? 0 }, (_, index) => bench.message(index + 1)));
}

const factsOf = (messages: readonly Message[]) => messages.flatMap(({ facts }) => facts).toSorted();
const wanted = (drops: readonly DropStory[]) => drops.map((each) => factOf(each)).toSorted();

describe("telling", () => {
  test("numbers have no gap, health goes from message to message", async () => {
    const bench = openPost();
    const ledger = ledgerOf(bench);
    ledger.pending.push(badDrop("a"));
    expect((await ledger.tell()).map(({ number, kind, state }) => [number, kind, state])).toEqual([
      [1, "error", "PENDING"],
    ]);
    expect(await ledger.tell()).toEqual([]);
    ledger.pending.push(badDrop("b"));
    bench.clock.advance(MINUTE);
    expect((await ledger.tell()).map(({ number, kind, state }) => [number, kind, state])).toEqual([
      [2, "error", "NOTED"],
    ]);
    expect((await bench.message(2)).health.problems).toEqual([{ id: "arr_delay.maximum", share: 0.1 }]);
  });

  test("a digest tells the day's notes once, and what the cap suppressed", async () => {
    const bench = openPost({ dailyCap: 1 });
    const ledger = ledgerOf(bench);
    await bench.add("the only mail of today", { dataset: "device_pings" });
    await bench.deliver();
    for (const name of ["a", "b"]) {
      ledger.pending.push(warnedDrop(name));
      await ledger.tell();
    }
    ledger.pending.push(badDrop("c"));
    await ledger.tell();
    expect(await bench.deliver()).toMatchObject({ sent: 0, suppressed: 1 });
    bench.clock.advance(DAY + 3 * 60 * MINUTE);
    const [digest] = await ledger.tell();
    expect(digest).toMatchObject({ kind: "digest", state: "PENDING", facts: [], collects: [1, 2, 3] });
    expect(digest?.mail?.subject).toBe(
      "[DIGEST] flights 2001-01-05 — 1 error, 1 warning, 3 drops, 1 mail suppressed by the daily cap",
    );
    expect(await ledger.tell()).toEqual([]);
    expect((await allMessages(bench)).slice(0, 3).map((message) => message.digest?.in)).toEqual([4, 4, 4]);
    expect(await bench.objects.list("outbox/flights/noted/")).toEqual([]);
    expect(await bench.deliver()).toMatchObject({ sent: 1 });
  });

  test("a digest that falls to the cap itself is told by the next one", async () => {
    const bench = openPost({ dailyCap: 1 });
    const ledger = ledgerOf(bench);
    ledger.pending.push(warnedDrop("a"));
    await ledger.tell();
    bench.clock.advance(3 * 60 * MINUTE);
    await bench.add("the only mail of today", { dataset: "device_pings" });
    await bench.deliver();
    expect(await ledger.tell()).toHaveLength(1);
    expect(await bench.deliver()).toMatchObject({ suppressed: 1 });
    bench.clock.advance(DAY);
    expect(await ledger.tell()).toMatchObject([{ kind: "digest", collects: [2] }]);
    expect(await bench.deliver()).toMatchObject({ sent: 1 });
    expect(bench.mailer.taken.at(-1)?.text).toContain("flights/dt=2001-01-05/a.parquet");
    expect(await bench.objects.list("outbox/flights/noted/")).toEqual([]);
  });

  test("a mail that the service refuses is told by the next digest, to those whom a mail can reach", async () => {
    const bench = openPost();
    const ledger = ledgerOf(bench);
    ledger.pending.push(badDrop("a"));
    await ledger.tell();
    const refusing = bench.mailer.seenBy({
      before() {
        throw new MailRefused("invalid", "400");
      },
    });
    expect(await bench.deliver({ mailer: refusing })).toMatchObject({ dead: 1 });
    bench.clock.advance(DAY);
    const [digest] = await ledger.tell();
    expect(digest).toMatchObject({ kind: "digest", facts: [], collects: [1] });
    expect(digest?.mail?.subject).toBe("[DIGEST] flights 2001-01-05 — 1 error, 1 drop, 1 mail that could not be sent");
    expect(await bench.deliver()).toMatchObject({ sent: 1 });
    expect(await ledger.tell()).toEqual([]);
    expect(await bench.objects.list("outbox/flights/noted/")).toEqual([]);
  });

  test("a dead mail waits for the digest with all who were to hear of it, or, if no mail can reach them, with everybody", async () => {
    const bench = openPost();
    const refusing = bench.mailer.seenBy({
      before() {
        throw new MailRefused("invalid", "400");
      },
    });
    const waits = { to: ["boss@example.com", "OPS@example.com"], due: bench.clock.now(), in: null };
    await bench.add("one", { digest: { ...waits, due: "2001-01-07T07:00:00.000Z" } });
    await bench.add("two", { mail: { to: ["müller@example.com"], subject: "two", text: "t", html: "h" } });
    await bench.deliver({ mailer: refusing });
    const due = "2001-01-05T07:00:00.000Z";
    expect((await readOutbox(bench.objects, "flights")).noted.map(({ state, digest }) => [state, digest])).toEqual([
      ["DEAD", { to: ["boss@example.com", "ops@example.com"], due, in: null }],
      ["DEAD", { to: [], due, in: null }],
    ]);
    bench.clock.advance(DAY);
    expect((await ledgerOf(bench).tell()).map(({ collects }) => collects)).toEqual([[1, 2]]);
  });

  test("an address that no mailer takes does not keep a digest from the others", async () => {
    const bench = openPost();
    const ledger = ledgerOf(bench);
    const waits = (...to: string[]) => ({ digest: { to, due: bench.clock.now(), in: null }, mail: null });
    await bench.add("one", waits("müller@example.com", "Ops@example.com", "ops@example.com"));
    expect((await ledger.tell()).map(({ mail }) => mail?.to)).toEqual([["Ops@example.com"]]);
    await bench.add("two", waits("müller@example.com"));
    const everybody = plan.notify.recipients.map(({ email }) => email).toSorted();
    expect((await ledger.tell()).map(({ mail }) => mail?.to)).toEqual([everybody]);
    expect(await bench.deliver()).toMatchObject({ sent: 2, dead: 0 });
  });

  test("twenty at once tell each fact in one message, and each note in one digest", async () => {
    const bench = openPost();
    const ledger = ledgerOf(bench);
    for (const name of ["a", "b", "c"]) {
      ledger.pending.push(warnedDrop(name));
      await Promise.all(Array.from({ length: 20 }, () => ledger.tell()));
    }
    bench.clock.advance(DAY);
    ledger.pending.push(badDrop("d"));
    await Promise.all(Array.from({ length: 20 }, () => ledger.tell()));
    const messages = await allMessages(bench);
    expect(factsOf(messages)).toEqual(wanted(ledger.pending));
    expect(messages.flatMap(({ collects }) => collects)).toEqual([1, 2, 3]);
  });

  test.each(["before", "after"] as const)(
    "whoever dies %s any step, the next one tells the rest once",
    async (when) => {
      for (let nth = 1; ; nth += 1) {
        const bench = openPost();
        const ledger = ledgerOf(bench);
        ledger.pending.push(warnedDrop("a"));
        await ledger.tell();
        bench.clock.advance(DAY);
        ledger.pending.push(badDrop("b"));
        let calls = 0;
        const step = (at: "before" | "after") => () => {
          if (at === "before") calls += 1;
          if (calls > nth || (calls === nth && at === when)) throw new Error("died");
        };
        await ledger
          .tell(bench.objects.seenBy({ before: step("before"), after: step("after") }))
          .catch(() => undefined);
        if (calls < nth) break;
        await ledger.tell();
        await ledger.tell();
        const messages = await allMessages(bench);
        expect({ nth, facts: factsOf(messages) }).toEqual({ nth, facts: wanted(ledger.pending) });
        expect({ nth, collects: messages.flatMap(({ collects }) => collects) }).toEqual({ nth, collects: [1] });
        await bench.deliver();
        expect({ nth, mails: bench.sentSubjects().map((subject) => subject.slice(0, 8)) }).toEqual({
          nth,
          mails: ["[DIGEST]", "[ERROR] "],
        });
        expect(await bench.objects.list("outbox/flights/noted/")).toEqual([]);
      }
    },
  );
});

describe("the outbox as a log", () => {
  test("a wrong hint, or none, costs a look and no number", async () => {
    const bench = openPost();
    for (const subject of ["a", "b", "c"]) await bench.add(subject);
    const hint = "outbox/flights/last.json";
    for (const text of ['{"last": 99}', '{"last": 1}', "junk"]) {
      const meta = await bench.objects.stat(hint);
      const bytes = new TextEncoder().encode(text);
      await bench.objects.write(hint, { kind: "bytes", bytes }, { generation: meta?.generation ?? "0" });
      expect((await readOutbox(bench.objects, "flights")).last?.mail?.subject).toBe("c");
    }
    expect(await bench.add("d")).toBe(4);
  });

  test("of two who read the same end, one posts", async () => {
    const bench = openPost();
    const outbox = await readOutbox(bench.objects, "flights");
    const posts = await Promise.all(
      ["a", "b"].map((subject) => postMessage(bench.objects, outbox, draftOf(subject), bench.clock.now())),
    );
    expect(posts.filter((message) => message !== null).map(({ number }) => number)).toEqual([1]);
    expect(await bench.deliver()).toMatchObject({ sent: 1, waiting: 0 });
  });

  test("the mark of a poster who lost its number goes once the winner can have no notes", async () => {
    const bench = openPost();
    const marks = async () => (await bench.objects.list("outbox/flights/noted/")).length;
    const outbox = await readOutbox(bench.objects, "flights");
    const loser = { ...draftOf("noted"), digest: { to: ["ops@example.com"], due: bench.clock.now(), in: null } };
    await bench.add("winner");
    expect(await postMessage(bench.objects, outbox, loser, bench.clock.now())).toBeNull();
    // Until it is sent, the winner may still come to wait for a digest.
    await readOutbox(bench.objects, "flights");
    expect(await marks()).toBe(1);
    await bench.deliver();
    await readOutbox(bench.objects, "flights");
    expect(await marks()).toBe(0);
  });

  test("a message of another version is left alone", async () => {
    const bench = openPost();
    const number = await bench.add("one");
    const name = "outbox/flights/messages/000000000001.json";
    const { meta, bytes } = await bench.objects.read(name);
    const newer = new TextDecoder().decode(bytes).replace("sluice/message/1", "sluice/message/2");
    await bench.objects.write(name, { kind: "bytes", bytes: new TextEncoder().encode(newer) }, meta);
    await expect(bench.message(number)).rejects.toThrow("cannot be read by this version");
    await bench.add("other", { dataset: "device_pings" });
    expect(await bench.deliver()).toMatchObject({ sent: 1, waiting: 1 });
    expect(bench.sentSubjects()).toEqual(["other"]);
  });
});
