import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Mail, type Mailer, MailRefused } from "../../lakehouse/ports.ts";

/** A mailer to be judged, and what its recipients have got. */
export interface MailerBench {
  readonly mailer: Mailer;
  received(): Promise<readonly Received[]>;
  close(): Promise<void>;
}

/** As a reader's program shows it. */
export interface Received {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly thread: string;
}

export const mail: Mail = {
  id: "local.flights.7.0123456789ab",
  from: { email: "sluice@example.com", name: "Sluice" },
  to: ["one@example.com", "two@example.com"],
  subject: "[ERROR] flights 2001-01-05 — 3 rules failed",
  text: "3 rules failed: ‘a’ ▁▃█\nand a line of its own\n",
  html: "<!doctype html><p>3 rules failed: ‘&lt;a&gt;’ ▁▃█</p>\n",
  thread: "local.flights",
};

const long = "x".repeat(201);

const refused: readonly [string, Partial<Mail>][] = [
  ["no recipient", { to: [] }],
  ["1,001 recipients", { to: Array.from({ length: 1001 }, (_, number) => `n${number}@example.com`) }],
  ["a recipient twice", { to: ["one@example.com", "One@example.com"] }],
  ["no address", { to: ["one"] }],
  ["two addresses in one", { to: ["one@example.com, two@example.com"] }],
  ["an address with a line break", { to: ["one@example.com\r\nBcc: two@example.com"] }],
  ["no sender", { from: { email: "", name: "" } }],
  ["a sender beyond ASCII", { from: { email: "slüice@example.com", name: "" } }],
  ["a sender's name beyond ASCII", { from: { email: "sluice@example.com", name: "Slüice" } }],
  ["no subject", { subject: " " }],
  ["a long subject", { subject: long }],
  ["a line break in the subject", { subject: "a\r\nBcc: two@example.com" }],
  ["a bell in the subject", { subject: "a\u0007" }],
  ["half a character", { subject: "a\ud800" }],
  ["no text", { text: "" }],
  ["no HTML", { html: "" }],
  ["a NUL in the text", { text: "a\0" }],
  ["an escape in the HTML", { html: "a\x1b[31m" }],
  ["no id", { id: "" }],
  ["an id with a line break", { id: "a\r\nb" }],
  ["a thread with a bracket", { thread: "a>b" }],
];

/** What every mailer does; `open` gives an empty one. */
export function mailerConformance(name: string, open: () => Promise<MailerBench>): void {
  describe(`a mailer: ${name}`, () => {
    let bench: MailerBench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.close());

    test("what is sent is received, to the letter", async () => {
      const { from, ...rest } = mail;
      expect(await bench.mailer.send(mail)).toMatch(/./);
      expect(await bench.received()).toEqual([{ ...rest, from: from.email }]);
    });

    test("the same mail again is a second mail with the same id, and its own receipt", async () => {
      const receipts = [await bench.mailer.send(mail), await bench.mailer.send(mail)];
      expect(new Set(receipts).size).toBe(2);
      expect((await bench.received()).map(({ id }) => id)).toEqual([mail.id, mail.id]);
    });

    test("mails are in the order in which they were sent", async () => {
      for (const number of [1, 2, 3])
        await bench.mailer.send({ ...mail, id: `m${number}`, subject: `number ${number}` });
      expect((await bench.received()).map(({ subject }) => subject)).toEqual(["number 1", "number 2", "number 3"]);
    });

    test.each(refused)("refused: %s", async (_, change) => {
      const wrong = { ...mail, ...change };
      const error: unknown = await bench.mailer.send(wrong).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(MailRefused);
      expect(error).toMatchObject({ why: "invalid" });
      expect(await bench.received()).toEqual([]);
    });

    test("refused as too large: 30 MiB", async () => {
      const wrong = { ...mail, html: "ä".repeat(15 * 1024 * 1024) };
      const error: unknown = await bench.mailer.send(wrong).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(MailRefused);
      expect(error).toMatchObject({ why: "tooLarge" });
    });

    test("a refusal quotes nothing of the mail", async () => {
      const secret = "SG.canary-canary-canary.canary-canary-canary";
      for (const change of [
        { to: [secret] },
        { subject: `${secret}\n` },
        { text: `${secret}\0` },
        { id: `${secret} ` },
      ]) {
        const error: unknown = await bench.mailer.send({ ...mail, ...change }).catch((reason: unknown) => reason);
        expect(String(error)).toMatch(/^MailRefused: /);
        expect(String(error)).not.toContain("canary");
      }
    });
  });
}
