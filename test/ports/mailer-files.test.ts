import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createEmlMailer } from "../../lakehouse/adapters/eml.ts";
import { createMemoryClock } from "../fakes/memory/clock.ts";
import { mail } from "./mailer.ts";
import { parseEml } from "./read-eml.ts";

// What only mails in files have: names that sort, bytes that can be compared.

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-mail-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const clock = createMemoryClock("2001-01-05T05:03:00.000Z");
const read = (name: string) => readFileSync(join(folder, name));

test("names tell when and what, a second one of the same is kept beside the first", async () => {
  const mailer = createEmlMailer(folder, clock);
  await mailer.send(mail);
  await mailer.send(mail);
  await mailer.send({ ...mail, subject: "…" });
  await mailer.send({ ...mail, subject: "../../etc/passwd" });
  expect(readdirSync(folder).sort()).toEqual([
    "20010105T050300000Z-error-flights-2001-01-05-3-rules-failed-2.eml",
    "20010105T050300000Z-error-flights-2001-01-05-3-rules-failed.eml",
    "20010105T050300000Z-etc-passwd.eml",
    "20010105T050300000Z-mail.eml",
  ]);
});

test("the same mail at the same time is the same bytes, whoever writes it", async () => {
  const [first, second] = [
    await createEmlMailer(folder, clock).send(mail),
    await createEmlMailer(folder, clock).send(mail),
  ];
  expect(read(first).equals(read(second))).toBe(true);
});

test("many at once: each is a whole file of its own", async () => {
  const mailer = createEmlMailer(folder, clock);
  const names = await Promise.all(Array.from({ length: 20 }, () => mailer.send(mail)));
  expect(readdirSync(folder).sort()).toEqual(names.toSorted());
  expect(new Set(names.map((name) => read(name).toString())).size).toBe(1);
});

test("headers: one thread, both bodies, lines that every server takes", async () => {
  const bytes = read(await createEmlMailer(folder, clock).send(mail));
  const { headers, parts } = parseEml(bytes);
  expect(Object.fromEntries(headers)).toMatchObject({
    date: "Fri, 05 Jan 2001 05:03:00 +0000",
    "message-id": "<local.flights.7.0123456789ab@example.com>",
    references: "<local.flights@example.com>",
    "in-reply-to": "<local.flights@example.com>",
    "auto-submitted": "auto-generated",
    "mime-version": "1.0",
  });
  expect(headers.get("content-type")).toMatch(/^multipart\/alternative;/);
  expect([...parts.keys()]).toEqual(["text/plain", "text/html"]);
  const lines = bytes.toString("latin1").split("\r\n");
  expect(lines.every((line) => line.length <= 998 && !/[\r\n\0\x80-\xff]/.test(line))).toBe(true);
});
