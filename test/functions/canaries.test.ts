// Drops full of secrets and personal values go through the functions, while every service fails in every way.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ZONES } from "../../lakehouse/plan/cloud/names.ts";
import { DIGITS, NEEDLE, OWN_NAME, UNCLASSIFIED, writeCanaries } from "../chain/canaries/drops.ts";
import { MAIL_KEY, OWNER } from "../fakes/cloud.ts";
import { type Fault, REFUSALS } from "../fakes/http/faults.ts";
import { identityToken } from "../fakes/http/metadata.ts";
import { tokenFor } from "../fakes/http/tokens.ts";
import { ParquetWriter } from "../property/write-parquet.ts";
import { type Deployed, deploy } from "./cloud/deployed.ts";
import { entriesOf, namesIn, textAt } from "./cloud/ledger.ts";
import { Lines } from "./cloud/lines.ts";
import { settle, tickAll } from "./cloud/settle.ts";

const MINUTE = 60_000;
const IDENTITY = identityToken(OWNER, "https://sluice.example", Date.now());
/** What a function has in its environment, or a client on its errors. */
const SECRETS = {
  CANARY_KEY: `SG.${NEEDLE}-environment.${NEEDLE.repeat(5)}`,
  CANARY_TOKEN: IDENTITY,
  DATABASE_URL: `postgres://user:${NEEDLE}@host/db`,
};

const lines = new Lines();
const texts: string[] = [];
const answers: string[] = [];
let deployed: Deployed;

beforeAll(async () => {
  const canaries = await makeCanaries();
  const sizes = Object.values(canaries).map(({ length }) => length);
  const reject = pathToFileURL(join(import.meta.dirname, "canaries/reject.mjs")).href;
  deployed = await deploy({
    contracts: "test/chain/canaries",
    settings: { launchAboveBytes: Math.max(...sizes) - 1 },
    env: { ...SECRETS, NODE_OPTIONS: `--import=${reject}` },
    onLine: (name, line) => {
      texts.push(line);
      lines.onLine(name, line);
    },
  });
  for (const [name, content] of Object.entries(canaries)) deployed.upload(name, content);
  await failEverywhere();
  await settle(deployed);
}, 2 * MINUTE);
afterAll(() => deployed.close());

/** By the names that their producers give them. */
async function makeCanaries(): Promise<Record<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-canaries-"));
  const sql = new ParquetWriter();
  await writeCanaries(folder, sql);
  sql.close();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".parquet"));
  const canaries = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
  rmSync(folder, { recursive: true });
  return canaries;
}

/** What each service is asked for on the way of a drop. */
const OPS = [
  "storage.objects.insert",
  "storage.objects.get",
  "storage.objects.getMedia",
  "storage.objects.rewrite",
  "bigquery.jobs.insert",
  "bigquery.jobs.get",
  "dataflow.flexTemplates.launch",
  "pubsub.topics.publish",
  "mail.send",
];

/** All in one way after the other, longer than most clients are patient; meanwhile the mailer's key is refused. */
async function failEverywhere(): Promise<void> {
  const { cloud, pusher } = deployed;
  cloud.sendgrid.keys.clear();
  for (const action of [...REFUSALS, "reset"] as const) {
    cloud.faults.set(OPS.map((op): Fault => ({ op, nth: 3, times: 5, action })));
    await pusher.idle();
    cloud.clock.advance(20 * MINUTE);
    await tickAll(deployed);
  }
  cloud.faults.set([]);
  cloud.clock.advance(20 * MINUTE);
  await tickAll(deployed);
  cloud.sendgrid.keys.add(MAIL_KEY);
  cloud.clock.advance(60 * MINUTE);
}

test("the canaries went all the way", () => {
  const { cloud } = deployed;
  const states = entriesOf(deployed).map(({ state }) => state);
  expect(states).toHaveLength(13);
  expect([...new Set(states)].sort()).toEqual(["COMMITTED", "HELD", "REJECTED"]);
  expect(cloud.dataflow.jobs.all().length).toBeGreaterThan(0);
  expect(cloud.sendgrid.taken.length).toBeGreaterThan(0);
  const events = new Set(lines.said.map(({ event }) => event));
  for (const event of ["config.denied", "service.unavailable", "mail.denied"]) expect(events).toContain(event);
});

test("#59 no key and no token is in any line, error or stack, nor in what a call of a function answers", async () => {
  for (const { url } of deployed.processes) {
    const headers = { "content-type": "application/json", authorization: `Bearer ${IDENTITY}` };
    for (const body of ["{", "{}", JSON.stringify({ key: MAIL_KEY })]) {
      answers.push(await (await fetch(`${url}/?key=${MAIL_KEY}`, { method: "POST", headers, body })).text());
    }
  }
  expect(answers.join()).toMatch(/problem|error/);
  expect([...texts, ...answers].filter(holdsSecret)).toEqual([]);
});

test("#59 nor in what is said of a rejection that nobody caught", async () => {
  lines.take();
  await Promise.all(
    deployed.processes.map(async ({ process }) => {
      const ended = new Promise((over) => void process.once("close", over));
      process.kill("SIGUSR2");
      expect(await ended).toBe(16);
    }),
  );
  const critical = lines.said.filter(({ severity }) => severity === "CRITICAL");
  expect(critical.map(({ message }) => message)).toEqual(
    deployed.processes.map(() => expect.stringContaining("nobody caught what was rejected")),
  );
  expect(texts.filter(holdsSecret)).toEqual([]);
});

test("#60 no value of a person is in any line, mail, report, label or name", () => {
  expect(texts.filter((text) => holdsPerson(text) || text.includes(UNCLASSIFIED))).toEqual([]);
  const mails = deployed.cloud.sendgrid.taken.map((mail) => JSON.stringify(mail));
  expect(mails.filter((text) => holdsPerson(text) || text.includes(UNCLASSIFIED))).toEqual([]);
  const jobs = [
    ...deployed.cloud.warehouse.jobs().map(({ id, configuration }) => JSON.stringify([id, configuration])),
    ...deployed.cloud.dataflow.jobs.all().map((job) => JSON.stringify(job)),
  ];
  expect(jobs.filter((text) => holdsPerson(text) || text.includes(UNCLASSIFIED))).toEqual([]);
});

test("#60 nor in the ledger but the object's own name, nor in a name that Sluice gives", () => {
  const own = ZONES.filter((zone) => zone !== "landing");
  const names = own.flatMap((zone) => namesIn(deployed, zone));
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((name) => holdsPerson(name) || name.includes(UNCLASSIFIED))).toEqual([]);
  const control = (["ledger", "outbox", "plans", "committed"] as const).flatMap((zone) =>
    namesIn(deployed, zone).map((name) => textAt(deployed, zone, name).replaceAll(OWN_NAME, "")),
  );
  expect(control.filter((text) => holdsPerson(text) || text.includes(UNCLASSIFIED))).toEqual([]);
});

/** Keys, tokens of accounts, and whatever else the processes have in their environment. */
function holdsSecret(text: string): boolean {
  const tokens = tokenFor("", 0).split("..")[0] ?? "";
  const known = [MAIL_KEY, MAIL_KEY.slice(3, 30), IDENTITY, ...Object.values(SECRETS), NEEDLE];
  return known.some((secret) => text.includes(secret)) || new RegExp(`\\b${tokens}\\.[A-Za-z0-9_-]{12,}`).test(text);
}

/** Also where the end of it was cut off. */
function holdsPerson(text: string): boolean {
  return text.toLowerCase().includes(NEEDLE.slice(0, 6)) || text.includes(DIGITS.slice(0, 6));
}
