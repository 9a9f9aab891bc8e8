import { describe, expect, test } from "@jest/globals";
import { Denied, type Mail, MailRefused, Unavailable } from "../../lakehouse/ports.ts";
import { letterNamed, letters } from "./letters.ts";
import { openPost } from "./post.ts";

// Sending: every answer that a service has, deaths at every step, and the cap.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const secret = "SG.canary-canary-canary.canary-canary-canary";

/** A mailer that answers as told, once each, and then takes mails. */
function answers(bench: ReturnType<typeof openPost>, ...errors: readonly Error[]) {
  const left = [...errors];
  const asked: Mail[] = [];
  const mailer = bench.mailer.seenBy({
    before(mail) {
      asked.push(mail);
      const error = left.shift();
      if (error) throw error;
    },
  });
  return { mailer, asked };
}

describe("a mail that the service takes", () => {
  test("is sent once, with one id, and said so", async () => {
    const bench = openPost();
    const number = await bench.add("one");
    expect(await bench.deliver()).toEqual({ sent: 1, dead: 0, suppressed: 0, waiting: 0, denied: false });
    expect(await bench.deliver()).toEqual({ sent: 0, dead: 0, suppressed: 0, waiting: 0, denied: false });
    expect(bench.sentSubjects()).toEqual(["one"]);
    expect(await bench.message(number)).toMatchObject({ state: "SENT", attempts: 1, sentAs: "memory-1", error: null });
    expect(await bench.objects.list("outbox/to-send/")).toEqual([]);
  });

  test("goes out in the order of its dataset, other datasets beside it", async () => {
    const bench = openPost();
    await bench.add("first");
    await bench.add("second");
    await bench.add("other", { dataset: "device_pings" });
    await bench.deliver();
    expect(bench.sentSubjects()).toEqual(["other", "first", "second"]);
  });

  test("is sent once by twenty who deliver at the same time", async () => {
    const bench = openPost();
    for (const subject of ["a", "b", "c", "d"]) await bench.add(subject);
    await Promise.all(Array.from({ length: 20 }, () => bench.deliver()));
    bench.clock.advance(HOUR);
    await bench.deliver();
    expect(bench.sentSubjects().toSorted()).toEqual(["a", "b", "c", "d"]);
  });

  test("each real letter is taken by the strict mailer", async () => {
    const bench = openPost();
    for (const { mail } of Object.values(letters)) await bench.add(mail.subject, { mail });
    await bench.deliver();
    expect(bench.mailer.taken.map(({ html }) => html)).toEqual(Object.values(letters).map(({ mail }) => mail.html));
  });
});

describe("a service that does not answer", () => {
  test("is asked again after a growing wait, an hour at most, with the same id", async () => {
    const bench = openPost();
    const number = await bench.add("one");
    const { mailer, asked } = answers(bench, ...Array.from({ length: 9 }, () => new Unavailable("503")));
    const waits: number[] = [];
    while (bench.mailer.taken.length === 0) {
      await bench.deliver({ mailer });
      const { notBefore } = await bench.message(number);
      if (notBefore === null) break;
      waits.push(Date.parse(notBefore) - Date.parse(bench.clock.now()));
      bench.clock.advance(waits.at(-1) ?? 0);
    }
    expect(waits).toHaveLength(9);
    expect(waits.every((wait, index) => index === 0 || index > 5 || wait > 1.9 * (waits[index - 1] ?? 0))).toBe(true);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1.25 * HOUR);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(await bench.message(number)).toMatchObject({ state: "SENT", attempts: 10 });
  });

  test("holds back later mails of the dataset, and after three the rest", async () => {
    const bench = openPost();
    for (const dataset of ["a", "b", "c", "d", "e"]) {
      await bench.add(`${dataset} 1`, { dataset });
      await bench.add(`${dataset} 2`, { dataset });
    }
    const { mailer, asked } = answers(bench, ...Array.from({ length: 9 }, () => new Unavailable("timeout")));
    expect(await bench.deliver({ mailer })).toMatchObject({ sent: 0, waiting: 10 });
    expect(asked.map(({ subject }) => subject)).toEqual(["a 1", "b 1", "c 1"]);
  });

  test("for a week: the message is dead", async () => {
    const bench = openPost();
    const number = await bench.add("one");
    bench.clock.advance(8 * 24 * HOUR);
    const { mailer } = answers(bench, new Unavailable("503"));
    expect(await bench.deliver({ mailer })).toMatchObject({ dead: 1 });
    expect(await bench.message(number)).toMatchObject({ state: "DEAD" });
    expect(await bench.objects.list("outbox/to-send/")).toEqual([]);
  });

  test("though it took the mail: sent once more, no more", async () => {
    const bench = openPost();
    await bench.add("one");
    let lost = 1;
    const mailer = bench.mailer.seenBy({
      after() {
        if (lost-- > 0) throw new Unavailable("connection reset");
      },
    });
    await bench.deliver({ mailer });
    bench.clock.advance(2 * MINUTE);
    await bench.deliver({ mailer });
    bench.clock.advance(HOUR);
    await bench.deliver({ mailer });
    expect(bench.sentSubjects()).toEqual(["one", "one"]);
    expect(new Set(bench.mailer.taken.map(({ id }) => id)).size).toBe(1);
  });
});

describe("a service that refuses", () => {
  test("the key: one question, then silence for half an hour, for all datasets", async () => {
    const bench = openPost();
    await bench.add("one");
    await bench.add("two", { dataset: "device_pings" });
    const { mailer, asked } = answers(bench, new Denied(`key ${secret}`));
    expect(await bench.deliver({ mailer })).toMatchObject({ sent: 0, waiting: 2, denied: true });
    bench.clock.advance(29 * MINUTE);
    expect(await bench.deliver({ mailer })).toMatchObject({ sent: 0, waiting: 2, denied: true });
    expect(asked).toHaveLength(1);
    bench.clock.advance(2 * MINUTE);
    expect(await bench.deliver({ mailer })).toMatchObject({ sent: 2, denied: false });
  });

  test("the mail as too large: cut once, then dead", async () => {
    const bench = openPost();
    const tooLarge = () => new MailRefused("tooLarge", "413");
    const long = `${"line\n".repeat(5_000)}`;
    const mail = { to: ["ops@example.com"], subject: "long", text: long, html: `<p>${long}</p>` };
    const number = await bench.add("long", { mail });
    await bench.deliver({ mailer: answers(bench, tooLarge()).mailer });
    expect(bench.mailer.taken[0]?.text.length).toBeLessThan(2_000);
    expect(bench.mailer.taken[0]?.text).toMatch(/^Shortened: /);
    expect(bench.mailer.taken[0]?.html).toContain("Shortened: ");
    expect(await bench.message(number)).toMatchObject({ state: "SENT", shortened: true, attempts: 2 });
    const second = await bench.add("long", { mail });
    const { mailer, asked } = answers(bench, tooLarge(), tooLarge(), tooLarge());
    expect(await bench.deliver({ mailer })).toMatchObject({ dead: 1 });
    expect(asked).toHaveLength(2);
    expect(await bench.message(second)).toMatchObject({ state: "DEAD" });
  });

  test("the mail for good: dead at once, and the next one goes out", async () => {
    const bench = openPost();
    const number = await bench.add("one");
    await bench.add("two");
    const refused = new MailRefused("invalid", `the from address is not verified; Bearer ${secret}`);
    expect(await bench.deliver({ mailer: answers(bench, refused).mailer })).toMatchObject({ sent: 1, dead: 1 });
    const { state, error } = await bench.message(number);
    expect([state, error]).toEqual([
      "DEAD",
      "refused by the mail service: the from address is not verified; Bearer (secret removed)",
    ]);
  });

  test.each([
    new Unavailable(`to ops@example.com: ${secret}`),
    new Denied(secret),
    new TypeError(`config: {headers: {Authorization: "Bearer ${secret}"}, data: "row 7 canary@example.com"}`),
    Object.assign(new Error("Request failed"), { config: { headers: { Authorization: secret } } }),
  ])("nothing of a foreign error is kept: %p", async (error) => {
    const bench = openPost();
    const number = await bench.add("one");
    await bench.deliver({ mailer: answers(bench, error).mailer });
    const message = await bench.message(number);
    expect(message).toMatchObject({ state: "PENDING", error: expect.any(String) });
    expect(JSON.stringify(message)).not.toContain("canary");
  });
});

describe("a sender that dies", () => {
  class Died extends Error {}

  /** Dies at its nth call of a port, before or after it took effect; from then on every call fails. */
  function dying(bench: ReturnType<typeof openPost>, nth: number, when: "before" | "after") {
    let calls = 0;
    let dead = false;
    const step = (at: "before" | "after") => () => {
      if (at === "before") calls += 1;
      if (dead || (calls === nth && at === when)) {
        dead = true;
        throw new Died();
      }
    };
    const hooks = { before: step("before"), after: step("after") };
    return { objects: bench.objects.seenBy(hooks), mailer: bench.mailer.seenBy(hooks), ended: () => calls < nth };
  }

  test.each(["before", "after"] as const)("%s any step: the mail is sent, at most once more", async (when) => {
    const mails: number[] = [];
    for (let nth = 1; ; nth += 1) {
      const bench = openPost();
      const number = await bench.add("one");
      const { objects, mailer, ended } = dying(bench, nth, when);
      await bench.deliver({ objects, mailer }).catch((error: unknown) => {
        if (!(error instanceof Died)) throw error;
      });
      if (ended()) break;
      bench.clock.advance(11 * MINUTE);
      await bench.deliver();
      expect(await bench.message(number)).toMatchObject({ state: "SENT" });
      expect(await bench.objects.list("outbox/to-send/")).toEqual([]);
      mails.push(bench.mailer.taken.length);
    }
    expect(mails.length).toBeGreaterThan(8);
    expect(new Set(mails)).toEqual(new Set([1, 2]));
    // Only a death between the service's answer and its record costs a second mail.
    expect(mails.filter((sent) => sent === 2).length).toBeLessThanOrEqual(3);
  });

  test("a sender that only sleeps leaves the word to the one that took over", async () => {
    const bench = openPost();
    const number = await bench.add("one");
    let wake = () => {};
    const sleeps = new Promise<void>((done) => {
      wake = done;
    });
    let asleep = () => {};
    const reached = new Promise<void>((done) => {
      asleep = done;
    });
    const slow = bench.mailer.seenBy({
      async before() {
        asleep();
        await sleeps;
      },
    });
    const zombie = bench.deliver({ mailer: slow });
    await reached;
    expect(await bench.deliver()).toMatchObject({ sent: 0, waiting: 1 });
    bench.clock.advance(11 * MINUTE);
    expect(await bench.deliver()).toMatchObject({ sent: 1 });
    const settled = await bench.message(number);
    wake();
    await zombie;
    expect(await bench.message(number)).toEqual(settled);
    expect(bench.sentSubjects()).toEqual(["one", "one"]);
  });

  test("a store that fails after the mail is out is asked again, and no second mail is sent", async () => {
    const bench = openPost();
    const number = await bench.add("one");
    let failures = 0;
    const objects = bench.objects.seenBy({
      before(op, name) {
        if (op === "write" && name.includes("/messages/") && bench.mailer.taken.length === 1 && failures < 2) {
          failures += 1;
          throw new Unavailable("503");
        }
      },
    });
    expect(await bench.deliver({ objects })).toMatchObject({ sent: 1 });
    expect([failures, (await bench.message(number)).state]).toEqual([2, "SENT"]);
  });
});

describe("the daily cap", () => {
  test("each recipient counts; the last mail says so; the rest waits for the digest of the next day", async () => {
    const bench = openPost({ dailyCap: 5 });
    const mail = { ...letterNamed("quarantined"), to: ["a@example.com", "b@example.com"] };
    for (const dataset of ["a", "b", "c", "d"]) await bench.add(dataset, { dataset, mail });
    expect(await bench.deliver()).toMatchObject({ sent: 2, suppressed: 2 });
    const [first, last] = bench.mailer.taken;
    expect(first?.text).not.toContain("last mail of today");
    expect(last?.text).toMatch(/^This is the last mail of today: the cap of 5 mails a day of environment local/);
    expect(last?.html.replaceAll(/\s+/g, " ")).toContain("This is the last mail of today: the cap of 5 mails a day");
    expect(await bench.message(1, "c")).toMatchObject({
      state: "SUPPRESSED",
      digest: { to: ["a@example.com", "b@example.com"], due: "2001-01-06T07:00:00.000Z", in: null },
      error: "the cap of 5 mails a day was reached",
    });
    await bench.add("e", { dataset: "e" });
    expect(await bench.deliver()).toMatchObject({ sent: 0, suppressed: 1 });
    bench.clock.advance(24 * HOUR);
    await bench.add("f", { dataset: "f" });
    expect(await bench.deliver()).toMatchObject({ sent: 1 });
  });

  test("holds however many deliver at once", async () => {
    const bench = openPost({ dailyCap: 7 });
    for (let index = 0; index < 12; index += 1) await bench.add(`${index}`, { dataset: `d${index}` });
    await Promise.all(Array.from({ length: 6 }, () => bench.deliver()));
    bench.clock.advance(11 * MINUTE);
    await bench.deliver();
    expect(bench.mailer.taken).toHaveLength(7);
    expect(bench.mailer.taken.filter(({ text }) => text.includes("last mail of today"))).toHaveLength(1);
  });

  test("a retry is no second claim", async () => {
    const bench = openPost({ dailyCap: 2 });
    await bench.add("one");
    await bench.add("two", { dataset: "device_pings" });
    const { mailer } = answers(bench, new Unavailable("503"), new Unavailable("503"));
    await bench.deliver({ mailer });
    bench.clock.advance(5 * MINUTE);
    expect(await bench.deliver({ mailer })).toMatchObject({ sent: 2, suppressed: 0 });
  });
});
