import type { Request, Response } from "@google-cloud/functions-framework";
import type { Instance } from "../../../functions/instance.ts";
import onDrop from "../../../functions/on-drop.ts";
import { serveEvent } from "../../../functions/serve-event.ts";
import type { EventFunction } from "../../../functions/work.ts";
import { createLog } from "../../../lakehouse/adapters/log.ts";
import { lastPublication, movePublication } from "../../../lakehouse/ledger/log.ts";
import { healthyAt } from "../../../lakehouse/notify/health.ts";
import type { Draft } from "../../../lakehouse/notify/message.ts";
import { deliver, postMessage, readOutbox } from "../../../lakehouse/notify/outbox.ts";
import { Denied, type Log, type Mailer, MailRefused, type Objects, Unavailable } from "../../../lakehouse/ports.ts";
import { logChanges } from "../../../lakehouse/run/log-changes.ts";
import { logFault } from "../../../lakehouse/run/log-fault.ts";
import { logWaiting } from "../../../lakehouse/run/log-waiting.ts";
import { processDrop } from "../../../lakehouse/run/process.ts";
import { publishAll } from "../../../lakehouse/run/publish-all.ts";
import { resumeOpen } from "../../../lakehouse/run/reconcile.ts";
import { tellDataset } from "../../../lakehouse/run/tell.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import { tellUnmatched } from "../../../lakehouse/run/unmatched.ts";
import { nameOf } from "../../chain/memory/deliveries.ts";
import { LEASE_SECONDS, MemoryLake } from "../../chain/memory/lake.ts";
import { Life } from "../../chain/memory/life.ts";
import { createMemoryMailer } from "../../fakes/memory/mailer.ts";
import { draftOf } from "../../notify/post.ts";
import type { Content } from "../../protocol/content.ts";
import { DATASET, PLACE } from "../../protocol/contracts.ts";
import { Died } from "../../protocol/engine.ts";

/** Stands for what no line may hold. */
export const CANARY = "kanarienvogel";
export const KEY = `SG.${CANARY}${CANARY}.${CANARY}${CANARY}`;

/** A line as its reader parses it. */
export type Line = Readonly<Record<string, unknown>>;

/** The chain over memory, whose objects tell of their changes in a log as the cloud's do. */
export function openLogged() {
  const lines: Line[] = [];
  const log = createLog({
    project: "acme-test",
    labels: { environment: "test", function: "on-drop" },
    write: (line) => lines.push(JSON.parse(line) as Line),
  });
  const lake = new MemoryLake("replace", 1);
  let uploads = 0;
  return {
    lines,
    log,
    lake,
    plan: lake.plans.second,
    /** `beneath`: the store as the log meets it. */
    tools: (beneath: (objects: Objects) => Objects = (objects) => objects): Tools => {
      const tools = lake.tools(new Life(null));
      return { ...tools, objects: logChanges(beneath(tools.objects), log) };
    },
    upload(letter: string, values: readonly number[], more: Partial<Content> = {}) {
      uploads += 1;
      lake.now += 3_600_000;
      const things = values.map((v, at) => ({ id: 10 * uploads + at, day: "2026-03-10", v, seq: 1 }));
      return lake.upload(nameOf(letter), { things, refusedBelow: 0, poisonBelow: 0, note: CANARY, ...more });
    },
  };
}

/** Every kind of line that the chain writes, each at least once. */
export async function tellAllKinds(): Promise<Line[]> {
  const { lines, log, lake, plan, tools: open, upload } = openLogged();
  const tools = open();
  const split = async (letter: string, values: readonly number[], more: Partial<Content> = {}) =>
    processDrop(tools, plan, await upload(letter, values, more));

  await split("good", [1, 2, 3, -50]);
  await split("held", [-50, -50]);
  await split("broken", [1], { refusedBelow: 9 });
  await die(tools, lake, () => split("deadly", [1], { deadlyBelow: 9 }));
  await publishAll(tools, [plan]);
  await split("unloadable", [1], { poisonBelow: 9 });
  await publishAll(tools, [plan]);

  await split("late", [4]);
  const behind = { ...tools, warehouse: { ...tools.warehouse, shape: async () => null } };
  logWaiting(log, await publishAll(behind, [plan]));
  await standStill(tools);
  await publishAll(tools, [plan]);

  await tellUnmatched({ ...tools, log }, { bucket: "landing", name: `${CANARY}@example.com.csv`, generation: "1" });
  await refuse(log);
  await tellDataset(tools, plan);
  await mailAll(tools);
  logFault(log, new Denied("the bucket is closed"), { dataset: DATASET });
  logFault(log, new Unavailable(`no answer to Bearer ${KEY}`));
  logFault(log, new TypeError(`${CANARY}@example.com is no function`));
  return lines;
}

/** Each attempt at it ends its worker. */
async function die(tools: Tools, lake: MemoryLake, first: () => Promise<unknown>): Promise<void> {
  await first().catch((error: unknown) => {
    if (!(error instanceof Died)) throw error;
  });
  for (let attempt = 2; attempt <= 4; attempt += 1) {
    lake.now += LEASE_SECONDS * 1000 + 1;
    await resumeOpen(tools, DATASET);
  }
}

/** An event that is none of ours, as the function meets it. */
async function refuse(log: Log): Promise<void> {
  const instance = { cloud: { log, place: PLACE } } as unknown as Instance;
  const headers = { "content-type": "text/plain" };
  const request = { method: "POST", headers, rawBody: Buffer.from(CANARY) } as unknown as Request;
  const answer = { status: () => answer, json: () => answer } as unknown as Response;
  await serveEvent(instance, onDrop as EventFunction<unknown>, 60, request, answer);
}

/** A publication that a person must look at, and then has. */
async function standStill({ objects }: Tools): Promise<void> {
  const since = await objects.time();
  const before = await lastPublication(objects, DATASET);
  if (!before) throw new Error("there is no publication");
  const stuck = await movePublication(objects, before, { stuck: { reason: CANARY, cure: CANARY, since } });
  if (!stuck) throw new Error("somebody else publishes");
  await movePublication(objects, stuck, { stuck: null, resumed: since });
}

/** One mail each that is sent, buried, over the cap, refused for its key, and of a drop that is not there. */
async function mailAll({ objects, clock, token }: Tools): Promise<void> {
  const post = async (draft: Partial<Draft>) =>
    postMessage(
      objects,
      await readOutbox(objects, DATASET),
      draftOf(CANARY, { dataset: DATASET, ...draft }),
      clock.now(),
    );
  const send = async (before: () => void, dailyCap = 100) => {
    const mailer: Mailer = createMemoryMailer({ before });
    const from = { email: `${CANARY}@example.com`, name: CANARY };
    return deliver({ objects, clock, mailer, from, dailyCap, token });
  };
  await send(() => undefined);
  await post({});
  await send(() => {
    throw new MailRefused("invalid", `${CANARY}@example.com is no address`);
  });
  await post({});
  await send(() => undefined, 1);
  const missing = ["2026-03-09"];
  await post({ kind: "missing", health: { ...healthyAt(clock.now()), missing } });
  await send(() => {
    throw new Denied(`the key ${KEY} is not valid`);
  });
}
