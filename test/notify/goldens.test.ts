import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { emlOf } from "../../lakehouse/adapters/eml.ts";
import { assertMail } from "../../lakehouse/adapters/mail-limits.ts";
import { MessageSchema } from "../../lakehouse/notify/message.ts";
import { mailId } from "../../lakehouse/notify/outbox/mail-id.ts";
import { columnsOf } from "../../lakehouse/plan/words-width.ts";
import { checkGolden } from "../golden.ts";
import { projectFolder } from "../layout/tree.ts";
import { readEml } from "../ports/read-eml.ts";
import { draftedMessage } from "./drafted.ts";
import { letters } from "./letters.ts";

// One mail of each kind, as it is kept, sent and read. UPDATE_GOLDENS=1 writes them; then look at each.

const created = "2001-02-03T04:05:06.007Z";
const from = { email: "sluice@example.com", name: "Sluice" };
const validate = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(join(projectFolder, "lakehouse/notify/schemas/message.schema.json"), "utf8")),
);

describe.each(Object.entries(letters))("the mail: %s", (name, draft) => {
  const golden = (end: string, text: string) =>
    checkGolden(join(import.meta.dirname, "goldens", `${name}.${end}`), text, "test/notify/goldens.test.ts");
  const message = draftedMessage(draft, 7, created);
  const { subject, text, html, to } = draft.mail;
  const mail = { id: mailId(message), from, to, subject, text, html, thread: message.thread };

  test("its words", () => golden("txt", `Subject: ${subject}\n\n${text}`));
  test("its HTML", () => golden("html", html));
  test("as it is sent", async () => golden("eml", (await emlOf(mail, created)).toString("utf8")));
  test("as it is kept, but for the bodies", () => {
    const kept = { ...message, mail: { to, subject } };
    golden("json", `${JSON.stringify(kept, null, 2)}\n`);
  });

  test("fits its schema, for every language", () => {
    expect(MessageSchema.parse(message)).toEqual(message);
    expect([validate(message), validate.errors]).toEqual([true, null]);
  });

  test("is taken by a strict service and read back to the letter", async () => {
    expect(() => assertMail(mail)).not.toThrow();
    expect(readEml(await emlOf(mail, created))).toEqual({ ...mail, from: from.email });
  });

  test("its text has lines of at most 78 columns, commands aside, and no trailing blanks but the signature's", () => {
    const commands = /^ {4}(npx sluice|SELECT|FROM|WHERE|AND|ORDER| )/;
    const lines = text.split("\n").filter((line) => !commands.test(line) && line !== "-- ");
    expect(lines.filter((line) => columnsOf(line) > 78)).toEqual([]);
    expect(lines.filter((line) => /\s$/.test(line))).toEqual([]);
  });

  test("text and HTML say the same numbers", () => {
    const numbers = (words: string) => new Set(words.match(/\d[\d,.]*\d|\d/g));
    const visible = html
      .replace(/^[\s\S]*<body[^>]*>/, "")
      .replaceAll(/<[^>]*>/g, " ")
      .replaceAll(/&lt;/g, "<")
      .replaceAll(/&gt;/g, ">")
      .replaceAll(/&quot;/g, '"')
      .replaceAll(/&#39;/g, "'")
      .replaceAll(/&amp;/g, "&");
    const words = text.replaceAll(/\n\s*/g, " ");
    expect([...numbers(words)].filter((number) => !visible.includes(number))).toEqual([]);
    expect([...numbers(visible)].filter((number) => !words.replaceAll(" ", "").includes(number))).toEqual([]);
  });
});
