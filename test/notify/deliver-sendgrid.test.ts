import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openSendGrid, type SendGridBench } from "../ports/sendgrid-bench.ts";
import { openPost } from "./post.ts";

// The outbox before SendGrid's own answers.

const HOUR = 60 * 60_000;

let sendGrid: SendGridBench;
beforeEach(async () => {
  sendGrid = await openSendGrid();
});
afterEach(() => sendGrid.close());

const idsOf = ({ fake }: SendGridBench) => fake.taken.map(({ headers }) => headers["Message-ID"]);

test("a mail is sent once, and its message keeps SendGrid's receipt", async () => {
  const post = openPost();
  const number = await post.add("one");
  for (let time = 0; time < 3; time += 1) await post.deliver({ mailer: sendGrid.mailer });
  const [taken] = sendGrid.fake.taken;
  expect(sendGrid.fake.taken).toHaveLength(1);
  expect(taken).toMatchObject({ to: ["ops@example.com"], subject: "one" });
  expect(await post.message(number)).toMatchObject({ state: "SENT", attempts: 1, sentAs: taken?.receipt });
});

describe("#50 asked for patience", () => {
  test.each(["1", String(Math.floor(Date.now() / 1000) + 365 * 86_400), "soon"])(
    "with a Reset of %s: waits that grow, an hour at most",
    async (reset) => {
      const post = openPost();
      const number = await post.add("one");
      sendGrid.fake.limits.set("X-RateLimit-Reset", reset);
      sendGrid.faults.set([{ op: "mail.send", nth: 1, times: 8, action: "429" }]);
      for (let time = 1; time <= 8; time += 1) {
        expect(await post.deliver({ mailer: sendGrid.mailer })).toMatchObject({ sent: 0, waiting: 1 });
        const { notBefore } = await post.message(number);
        const wait = Date.parse(notBefore ?? "") - Date.parse(post.clock.now());
        expect(wait).toBeGreaterThan(30_000);
        expect(wait).toBeLessThanOrEqual(1.25 * HOUR);
        post.clock.advance(wait);
      }
      expect(await post.deliver({ mailer: sendGrid.mailer })).toMatchObject({ sent: 1, waiting: 0 });
    },
  );
});

test("#21 an answer that was lost costs one mail more, with the same id, which programs show once", async () => {
  const post = openPost();
  await post.add("one");
  sendGrid.faults.set([{ op: "mail.send", nth: 1, action: "acceptThenReset" }]);
  expect(await post.deliver({ mailer: sendGrid.mailer })).toMatchObject({ sent: 0, waiting: 1 });
  post.clock.advance(HOUR);
  expect(await post.deliver({ mailer: sendGrid.mailer })).toMatchObject({ sent: 1, waiting: 0 });
  expect(idsOf(sendGrid)).toHaveLength(2);
  expect(new Set(idsOf(sendGrid)).size).toBe(1);
});

test("#51 a key that is refused: one question, silence for half an hour, and then all of them with the new one", async () => {
  const post = openPost();
  for (const subject of ["one", "two", "three"]) await post.add(subject, { dataset: subject });
  const [key = ""] = sendGrid.fake.keys;
  sendGrid.fake.keys.clear();
  for (let time = 0; time < 3; time += 1) {
    expect(await post.deliver({ mailer: sendGrid.mailer })).toMatchObject({ sent: 0, waiting: 3, denied: true });
  }
  expect(sendGrid.calls).toHaveLength(1);
  sendGrid.fake.keys.add(`${key}-next`);
  sendGrid.mount(`${key}-next`);
  post.clock.advance(HOUR);
  expect(await post.deliver({ mailer: sendGrid.mailer })).toMatchObject({ sent: 3, denied: false });
});

test("#59 nothing of key or mail is kept with a message that could not be sent", async () => {
  const post = openPost();
  const number = await post.add("one", {
    mail: { to: ["canary@example.com"], subject: "canary", text: "canary", html: "canary" },
  });
  for (const action of ["reset", "503", "429", "412"] as const) {
    sendGrid.faults.set([{ op: "mail.send", nth: 1, action }]);
    await post.deliver({ mailer: sendGrid.mailer });
    const { error } = await post.message(number);
    expect(error).toBe("the mail service did not answer");
    post.clock.advance(2 * HOUR);
  }
});
