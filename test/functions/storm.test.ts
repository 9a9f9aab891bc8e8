// A producer sends bad files, one after the other.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { MessageSchema } from "../../lakehouse/notify/message.ts";
import { sampleOf } from "../sample.ts";
import { tell } from "../tell.ts";
import { type Deployed, deploy } from "./cloud/deployed.ts";
import { salesName } from "./cloud/drops.ts";
import { entriesOf, namesIn, textAt } from "./cloud/ledger.ts";
import { settle, tickAll } from "./cloud/settle.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** By number. */
const FILES = sampleOf(
  Array.from({ length: 5_000 }, (_, number) => number),
  12,
);
const DAY = "2026-11-20";
/** The first one, and those that collect what came within an hour. */
const A_HANDFUL = 4;

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy({
    contracts: "test/functions/cloud/contracts",
    functions: ["on-drop", "publish", "reconcile", "deliver-mail"], // no job is launched
    instances: { "on-drop": 2 },
    pusher: { deliverers: 20 },
  });
}, MINUTE);
afterAll(() => deployed.close());

test(
  `#53 ${FILES.length} bad files at once: a handful of mails, in which all are counted`,
  async () => {
    const started = performance.now();
    for (const number of FILES) deployed.upload(salesName(DAY, `bad-${number}`), `no Parquet, ${number}`);
    await settle(deployed);
    deployed.cloud.clock.advance(2 * HOUR);
    await tickAll(deployed);
    await settle(deployed);

    const entries = entriesOf(deployed, "sales");
    expect(entries.map(({ state }) => state)).toEqual(FILES.map(() => "REJECTED"));
    const mails = deployed.cloud.sendgrid.taken;
    const seconds = Math.round((performance.now() - started) / 1000);
    tell({ files: FILES.length, seconds, mails: mails.map(({ subject }) => subject) });
    expect(mails.length).toBeGreaterThan(0);
    expect(mails.length).toBeLessThanOrEqual(A_HANDFUL);
    expect(mails.at(-1)?.subject).toMatch(/^\[(DIGEST|ERROR)\]/);
    expect(told().sort()).toEqual(entries.map(({ drop }) => `rejected ${drop.key} 1`).sort());
  },
  HOUR,
);

/** What was told by mails that went out: of its own, or in one that collects. */
function told(): string[] {
  const names = namesIn(deployed, "outbox").filter((name) => /^\w+\/messages\/\d+\.json$/.test(name));
  const messages = names.map((name) => MessageSchema.parse(JSON.parse(textAt(deployed, "outbox", name))));
  const sent = new Set(messages.filter(({ state }) => state === "SENT").map(({ number }) => number));
  return messages.flatMap(({ number, digest, facts }) => (sent.has(digest?.in ?? number) ? facts : []));
}
