import { type AddressInfo, createServer } from "node:net";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createSendGridMailer } from "../../lakehouse/adapters/sendgrid.ts";
import { Denied, type Mail, MailRefused, Unavailable } from "../../lakehouse/ports.ts";
import { ACTIONS, type Action } from "../fakes/http/faults.ts";
import { serve } from "../fakes/http/serve.ts";
import type { Answer } from "../fakes/http/service.ts";
import { mail } from "./mailer.ts";
import { KEY, openSendGrid, type SendGridBench } from "./sendgrid-bench.ts";

// What befalls a mail on its way, and what the mailer says of it: whose fault it is, and nothing that it must not tell.

const secret: Mail = {
  ...mail,
  to: ["canary@example.com"],
  subject: "canary in the subject",
  text: "canary in the text",
  html: "<p>canary in the HTML</p>",
};

let bench: SendGridBench;
beforeEach(async () => {
  bench = await openSendGrid();
});
afterEach(() => bench.close());

const impatient = () => createSendGridMailer({ keyFile: bench.keyFile, endpoint: bench.url, timeoutMs: 300 });

interface Outcome {
  readonly fails: (new (...parts: never[]) => Error) | null;
  /** How many recipients got it. */
  readonly taken: number;
}

const outcomes: Readonly<Record<Action, Outcome>> = {
  "503": { fails: Unavailable, taken: 0 },
  "429": { fails: Unavailable, taken: 0 },
  "412": { fails: Error, taken: 0 },
  reset: { fails: Unavailable, taken: 0 },
  // Nobody can know: the outbox sends it again, under the same id.
  acceptThenReset: { fails: Unavailable, taken: 1 },
  stall: { fails: Unavailable, taken: 0 },
  truncate: { fails: Unavailable, taken: 1 },
  // The answer has no body that could be spoilt.
  corrupt: { fails: null, taken: 1 },
};

describe("mail.send", () => {
  test.each(ACTIONS)("%s", async (action) => {
    bench.faults.set([{ op: "mail.send", nth: 1, action }]);
    const { fails, taken } = outcomes[action];
    const mailer = action === "stall" ? impatient() : bench.mailer;
    const error = await sendSecret(mailer.send(secret));
    if (fails === null) expect(error).toBeNull();
    else expect(error).toBeInstanceOf(fails);
    expect(bench.fake.taken).toHaveLength(taken);
    expect(bench.calls).toHaveLength(1);
    await bench.mailer.send(secret);
    expect(bench.fake.taken).toHaveLength(taken + 1);
  });

  test.each([
    ["head", "HTTP/1.1 202 Accepted\r\nx-drops: "],
    ["body", "HTTP/1.1 202 Accepted\r\ncontent-length: 1000\r\n\r\n"],
  ])("an answer whose %s comes in drops: given up when time is over", async (_, first) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined).once("data", () => socket.write(first));
      const drops = setInterval(() => socket.write("a"), 20);
      socket.on("close", () => clearInterval(drops));
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const mailer = createSendGridMailer({ keyFile: bench.keyFile, endpoint, timeoutMs: 300 });
    expect(await sendSecret(mailer.send(secret))).toBeInstanceOf(Unavailable);
    await new Promise((closed) => server.close(closed));
  });

  test("nobody there", async () => {
    const { url } = bench;
    await bench.close();
    bench = await openSendGrid();
    const mailer = createSendGridMailer({ keyFile: bench.keyFile, endpoint: url });
    expect(await sendSecret(mailer.send(secret))).toEqual(new Unavailable("SendGrid did not answer: ECONNREFUSED"));
  });
});

describe("answers", () => {
  const quoting = { errors: [{ message: `canary ${KEY}`, field: "personalizations.0.to.0.email", help: KEY }] };
  const cases: readonly [string, Answer, Outcome["fails"], string][] = [
    ["400", { status: 400, body: quoting }, MailRefused, "SendGrid answered 400: personalizations.0.to.0.email"],
    [
      "400 that names no field",
      { status: 400, body: { errors: [{ field: KEY }, null, 1] } },
      MailRefused,
      "SendGrid answered 400",
    ],
    ["400 that is no JSON", { status: 400, body: "<html>canary</html>" }, MailRefused, "SendGrid answered 400"],
    ["401", { status: 401, body: quoting }, Denied, "SendGrid answered 401 → "],
    ["403", { status: 403, body: quoting }, Denied, "SendGrid answered 403 → "],
    ["404", { status: 404, body: quoting }, Error, "SendGrid answered 404 → "],
    ["405", { status: 405 }, Error, "SendGrid answered 405 → "],
    ["408", { status: 408 }, Unavailable, "SendGrid answered 408"],
    ["413", { status: 413, body: quoting }, MailRefused, "SendGrid answered 413"],
    ["500", { status: 500, body: quoting }, Unavailable, "SendGrid answered 500"],
    ["502", { status: 502, body: "<html>canary</html>" }, Unavailable, "SendGrid answered 502"],
    ["504", { status: 504 }, Unavailable, "SendGrid answered 504"],
  ];

  test.each(cases)("%s", async (_, answer, fails, says) => {
    const serving = await serve(
      {
        route: () => ({ op: "any", subject: "", needs: null, answer: () => answer }),
        error: (status) => ({ status }),
      },
      bench,
    );
    const mailer = createSendGridMailer({ keyFile: bench.keyFile, endpoint: serving.url });
    const error = await sendSecret(mailer.send(secret));
    expect(error).toBeInstanceOf(fails);
    expect(error?.message).toContain(says);
    await serving.close();
  });

  test.each([
    [400, "invalid"],
    [413, "tooLarge"],
  ])("%d: the outbox is told whether a shorter one may go", async (status, why) => {
    const answer = () => ({ status });
    const serving = await serve(
      { route: () => ({ op: "any", subject: "", needs: null, answer }), error: () => ({ status }) },
      bench,
    );
    const mailer = createSendGridMailer({ keyFile: bench.keyFile, endpoint: serving.url });
    expect(await sendSecret(mailer.send(secret))).toMatchObject({ why });
    await serving.close();
  });
});

/** The error, if any, after a look whether it holds a canary however it is looked at. */
async function sendSecret(work: Promise<string>): Promise<Error | null> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason as Error,
  );
  const shown = [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error), String(error?.stack)];
  expect(shown.join("\n")).not.toMatch(/canary/i);
  return error;
}
