import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createSendGridMailer } from "../../lakehouse/adapters/sendgrid.ts";
import { Denied, MailRefused, Unavailable } from "../../lakehouse/ports.ts";
import { serve } from "../fakes/http/serve.ts";
import type { Asked } from "../fakes/http/service.ts";
import { mail, mailerConformance } from "./mailer.ts";
import { KEY, NEXT_KEY, openSendGrid, type SendGridBench } from "./sendgrid-bench.ts";

mailerConformance("SendGrid", async () => {
  const { mailer, fake, close } = await openSendGrid();
  const received = async () =>
    fake.taken.map(({ customArgs, headers, from, to, subject, text, html }) => {
      const { sluice_mail: id = "", sluice_thread: thread = "" } = customArgs;
      expect(headers).toMatchObject({ "Message-ID": `<${id}@example.com>`, References: `<${thread}@example.com>` });
      return { id, thread, from, to, subject, text, html };
    });
  return { mailer, received, close };
});

let bench: SendGridBench;
beforeEach(async () => {
  bench = await openSendGrid();
});
afterEach(() => bench.close());

const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "nothing",
    (error: unknown) => error,
  );

describe("what is sent", () => {
  test("is one mail to all, as it was written: no links rewritten, no pixel, one category", async () => {
    const html = '<p><a href="https://example.com/a">a</a></p>';
    const receipt = await bench.mailer.send({ ...mail, html });
    expect(bench.fake.taken).toEqual([
      {
        receipt,
        from: "sluice@example.com",
        to: ["one@example.com", "two@example.com"],
        cc: [],
        bcc: [],
        subject: mail.subject,
        text: mail.text,
        html,
        headers: {
          "Message-ID": "<local.flights.7.0123456789ab@example.com>",
          "In-Reply-To": "<local.flights@example.com>",
          References: "<local.flights@example.com>",
          "Auto-Submitted": "auto-generated",
        },
        customArgs: { sluice_mail: mail.id, sluice_thread: mail.thread },
        categories: ["sluice"],
      },
    ]);
  });

  test("goes to 1,000 recipients with the longest subject that is taken", async () => {
    const to = Array.from({ length: 1000 }, (_, number) => `n${number}@example.com`);
    await bench.mailer.send({ ...mail, to, subject: "x".repeat(200), from: { email: "a@example.com", name: "" } });
    expect(bench.fake.taken[0]?.to).toEqual(to);
  });

  test("#63 of several mails the refused one fails alone", async () => {
    bench.faults.set([{ op: "mail.send", nth: 1, subject: "b@example.com", action: "503" }]);
    const sent = await Promise.allSettled(
      ["a", "b", "c"].map((name) => bench.mailer.send({ ...mail, id: name, to: [`${name}@example.com`] })),
    );
    expect(sent.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(bench.fake.taken.map(({ customArgs }) => customArgs.sluice_mail).sort()).toEqual(["a", "c"]);
  });
});

describe("#51 a key that is refused", () => {
  test("is asked for again in its file: a new one sends the mail", async () => {
    await bench.mailer.send(mail);
    bench.fake.keys.delete(KEY);
    bench.fake.keys.add(NEXT_KEY);
    bench.mount(NEXT_KEY);
    await bench.mailer.send(mail);
    await bench.mailer.send(mail);
    expect(bench.calls.map(({ status }) => status)).toEqual([202, 401, 202, 202]);
  });

  test("and stands unchanged in its file is not tried again", async () => {
    bench.fake.keys.clear();
    expect(await thrown(bench.mailer.send(mail))).toBeInstanceOf(Denied);
    expect(bench.calls.map(({ status }) => status)).toEqual([401]);
  });

  test("is tried with the new one once, however often that is refused too", async () => {
    await bench.mailer.send(mail);
    bench.fake.keys.clear();
    bench.mount(NEXT_KEY);
    for (const calls of [3, 4]) {
      expect(await thrown(bench.mailer.send(mail))).toBeInstanceOf(Denied);
      expect(bench.calls).toHaveLength(calls);
    }
  });

  test("by its sender (403) is a matter of the configuration too", async () => {
    bench.fake.senders.add("somebody@example.com");
    const error = await thrown(bench.mailer.send(mail));
    expect(error).toBeInstanceOf(Denied);
    expect(String(error)).toMatch(/403 → .*verify the sender/);
  });

  test.each([
    ["not there", null],
    ["empty", ""],
    ["not a key", "a note"],
    ["two lines", `${KEY}\n${KEY}`],
  ])("in a file that is %s asks nobody, until it is there", async (_, content) => {
    bench.mount(content);
    const error = await thrown(bench.mailer.send(mail));
    expect(error).toBeInstanceOf(Denied);
    expect(String(error)).toMatch(/ → /);
    expect(bench.calls).toEqual([]);
    bench.mount(KEY);
    await bench.mailer.send(mail);
  });
});

describe("#50 patience that is asked for", () => {
  const year = 31_536_000;
  test.each([
    ["no header", {}],
    ["a Reset in the past", { "X-RateLimit-Reset": "1" }],
    ["a Reset a year ahead", { "X-RateLimit-Reset": String(Math.floor(Date.now() / 1000) + year) }],
    ["a Retry-After of a year", { "Retry-After": String(year) }],
    ["words instead", { "X-RateLimit-Reset": "soon", "Retry-After": "never" }],
  ])("%s: the outbox decides when, and the next mail goes out", async (_, headers) => {
    for (const [name, value] of Object.entries(headers)) bench.fake.limits.set(name, value);
    bench.faults.set([{ op: "mail.send", nth: 1, action: "429" }]);
    expect(await thrown(bench.mailer.send(mail))).toBeInstanceOf(Unavailable);
    await bench.mailer.send(mail);
    expect(bench.calls.map(({ status }) => status)).toEqual([429, 202]);
  });
});

describe("answers that are not SendGrid's", () => {
  test("an address that has no mail/send is a fault of ours, not of the mail", async () => {
    const elsewhere = createSendGridMailer({ keyFile: bench.keyFile, endpoint: `${bench.url}/elsewhere` });
    const error = await thrown(elsewhere.send(mail));
    expect(error).not.toBeInstanceOf(MailRefused);
    expect(String(error)).toMatch(/^Error: SendGrid answered 404 → look whether the address is/);
  });

  test.each([
    [200, {}],
    [204, {}],
    [301, { location: "/elsewhere" }],
    [302, { location: "/elsewhere" }],
    [307, { location: "/elsewhere" }],
  ])("%d is no yes", async (status, headers) => {
    const asked: string[] = [];
    const serving = await serve(
      {
        route: ({ url, method }) => {
          asked.push(`${method} ${url.pathname}`);
          return { op: "any", subject: "", needs: null, answer: () => ({ status, headers, body: "" }) };
        },
        error: (code) => ({ status: code }),
      },
      bench,
    );
    const mailer = createSendGridMailer({ keyFile: bench.keyFile, endpoint: serving.url });
    expect(await thrown(mailer.send(mail))).toBeInstanceOf(Unavailable);
    expect(asked).toEqual(["POST /v3/mail/send"]);
    await serving.close();
  });

  test("a 202 without a receipt is a yes all the same", async () => {
    const answer = () => ({ status: 202 });
    const serving = await serve(
      { route: () => ({ op: "any", subject: "", needs: null, answer }), error: (status) => ({ status }) },
      bench,
    );
    const mailer = createSendGridMailer({ keyFile: bench.keyFile, endpoint: serving.url });
    expect(await mailer.send(mail)).toBe("without a receipt");
    await serving.close();
  });
});

test("headers of the mail are none of the request", async () => {
  const asked: string[] = [];
  const route = ({ headers }: Asked) => {
    asked.push(...Object.keys(headers));
    return { op: "any", subject: "", needs: null, answer: () => ({ status: 202 }) };
  };
  const serving = await serve({ route, error: (status) => ({ status }) }, bench);
  await createSendGridMailer({ keyFile: bench.keyFile, endpoint: serving.url }).send(mail);
  expect(asked).toContain("authorization");
  expect(asked.filter((name) => /message-id|reply|references|auto/.test(name))).toEqual([]);
  await serving.close();
});
