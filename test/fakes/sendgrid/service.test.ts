import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { alone } from "../http/alone.ts";
import { type Serving, serve } from "../http/serve.ts";
import { createSendGridService, type SendGridFake } from "./service.ts";

// What SendGrid refuses and our mailer never sends: the fake must be at least as strict as the service.

const KEY = "SG.a.b";
let fake: SendGridFake;
let serving: Serving;
beforeAll(async () => {
  const around = alone();
  serving = await serve({ route: (asked) => fake.service.route(asked), error: (status) => ({ status }) }, around);
});
afterAll(() => serving.close());
beforeEach(() => {
  fake = createSendGridService([KEY]);
});

const to = [{ email: "one@example.com" }];
const body = {
  personalizations: [{ to }],
  from: { email: "sluice@example.com" },
  subject: "a subject",
  content: [
    { type: "text/plain", value: "see https://example.com/a" },
    { type: "text/html", value: '<a href="https://example.com/a">a</a>' },
  ],
};

async function post(sent: object | string, headers: Record<string, string> = {}): Promise<[number, string[]]> {
  const response = await fetch(`${serving.url}/v3/mail/send`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
    body: typeof sent === "string" ? sent : JSON.stringify(sent),
  });
  const text = await response.text();
  const { errors = [] } = (text === "" ? {} : JSON.parse(text)) as { errors?: { field: string | null }[] };
  return [response.status, errors.map(({ field }) => field ?? "")];
}

const one = (change: object) => ({ ...body, personalizations: [{ to, ...change }] });
const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, number) => ({ email: `n${from + number}@example.com` }));

const refused: readonly [string, object | string, string][] = [
  ["no JSON", "{", ""],
  ["no sender", { ...body, from: undefined }, ""],
  ["no personalization", { ...body, personalizations: [] }, "personalizations"],
  ["no recipient", one({ to: [] }), "personalizations.0.to"],
  ["no address", one({ to: [{ email: "one" }] }), "personalizations.0.to.0.email"],
  ["a misspelt field", { ...body, subjekt: "x" }, "subjekt"],
  ["a misspelt field below", one({ customArgs: {} }), "personalizations.0.customArgs"],
  ["no subject", { ...body, subject: undefined }, "personalizations.0.subject"],
  ["no content", { ...body, content: [] }, "content"],
  ["HTML before text", { ...body, content: body.content.toReversed() }, "content"],
  ["an empty text", { ...body, content: [{ type: "text/plain", value: "" }] }, "content.0.value"],
  ["1,001 in one", one({ to: many(1001) }), "personalizations"],
  ["1,001 in several", one({ to: many(400), cc: many(400, 400), bcc: many(201, 800) }), "personalizations"],
  ["somebody twice", one({ cc: [{ email: "One@example.com" }] }), "personalizations.0"],
  ["custom_args of 10,000 bytes", one({ custom_args: { a: "x".repeat(9_992) } }), "personalizations.0.custom_args"],
  ["custom_args that are no text", one({ custom_args: { a: 1 } }), "personalizations.0.custom_args"],
  ["custom_args of the whole mail that are no text", { ...body, custom_args: { a: "b" } }, "custom_args"],
  ["Unicode in from", { ...body, from: { email: "a@example.com", name: "Ä" } }, "from"],
  ["a reserved header", one({ headers: { Subject: "x" } }), "personalizations.0.headers.Subject"],
  ["a header of two lines", { ...body, headers: { A: "b\r\nBcc: c" } }, "headers.A"],
  ["eleven categories", { ...body, categories: [..."abcdefghijk"] }, "categories"],
  ["a category twice", { ...body, categories: ["a", "a"] }, "categories"],
  ["what this fake cannot show", { ...body, template_id: "d-1" }, "template_id"],
  ["substitutions, which it cannot show", one({ substitutions: { a: "b" } }), "personalizations.0.substitutions"],
];

test.each(refused)("400: %s", async (_, sent, field) => {
  expect(await post(sent)).toEqual([400, expect.arrayContaining([field])]);
  expect(fake.taken).toEqual([]);
});

test("401: no key, another key, one that was revoked; before anything else is looked at", async () => {
  for (const authorization of ["", "Bearer SG.other", `Basic ${KEY}`])
    expect(await post("{", { authorization })).toEqual([401, [""]]);
  fake.keys.delete(KEY);
  expect(await post(body)).toEqual([401, [""]]);
});

test("403: a sender whom nobody has verified", async () => {
  fake.senders.add("other@example.com");
  expect(await post(body)).toEqual([403, ["from"]]);
});

test("413: 30 MiB", async () => {
  expect(await post({ ...body, content: [{ type: "text/plain", value: "x".repeat(30 * 1024 * 1024) }] })).toEqual([
    413,
    [""],
  ]);
});

test("415: not said to be JSON", async () => {
  expect(await post(body, { "content-type": "text/plain" })).toEqual([415, [""]]);
});

describe("what recipients get", () => {
  test("each personalization is a mail of its own", async () => {
    const personalizations = [{ to }, { to: many(2), subject: "another", custom_args: { a: "b" } }];
    expect(await post({ ...body, personalizations })).toEqual([202, []]);
    expect(fake.taken).toMatchObject([
      { to: ["one@example.com"], subject: "a subject", customArgs: {} },
      { to: ["n0@example.com", "n1@example.com"], subject: "another", customArgs: { a: "b" } },
    ]);
    expect(new Set(fake.taken.map(({ receipt }) => receipt)).size).toBe(1);
  });

  test("links are rewritten and opens counted unless that is turned off", async () => {
    await post({ ...body, tracking_settings: { click_tracking: { enable_text: true } } });
    await post({
      ...body,
      tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
    });
    const [tracked, plain] = fake.taken;
    expect(tracked?.html).toMatch(/<a href="https:\/\/u\.ct\.sendgrid\.net\/.*<img /);
    expect(tracked?.text).not.toContain("example.com");
    expect([plain?.text, plain?.html]).toEqual(body.content.map(({ value }) => value));
  });
});
