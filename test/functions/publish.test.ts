// The publisher's function over memory, as the account that publishes: when, what, and what it says.
import { beforeEach, describe, expect, test } from "@jest/globals";
import deliverMail from "../../functions/deliver-mail.ts";
import onDrop from "../../functions/on-drop.ts";
import publish from "../../functions/publish.ts";
import { readLog } from "../../lakehouse/ledger/log.ts";
import { readOutbox } from "../../lakehouse/notify/outbox.ts";
import { toSendPath } from "../../lakehouse/plan/names.ts";
import { Denied, Unavailable, type Warehouse } from "../../lakehouse/ports.ts";
import type { Content } from "../protocol/content.ts";
import { DATASET, DERIVED } from "../protocol/contracts.ts";
import { Bench, finalized, nudge, published } from "./bench.ts";

const MINUTE = 60_000;

let bench: Bench;
let uploads = 0;
beforeEach(() => {
  bench = new Bench();
  uploads = 0;
});

/** A drop is split, and its nudge forgotten. */
async function drop(content: Partial<Content> = {}): Promise<void> {
  uploads += 1;
  const things = [{ id: uploads, day: "2026-03-10", v: 1, seq: 1 }];
  const name = `${DATASET}/dt=2026-03-10/${String.fromCharCode(96 + uploads)}.parquet`;
  await bench.call(onDrop, "split", finalized(await bench.upload(name, { things, ...content })));
  bench.nudges.length = 0;
}

const ask = (dataset: string | null) => bench.call(publish, "publish", published("publish", nudge(dataset)));
const tick = () => bench.call(publish, "publish", published("publish"));
const doneOf = async (dataset: string) =>
  (await readLog(bench.store, dataset)).map(({ state, drops }) => [state, drops.length]);

describe("publishEvery", () => {
  test("is obeyed by nudges and ticks: at once, then not before its time, then all that has come", async () => {
    const [plan] = bench.plans;
    expect(plan?.publish.everySeconds).toBe(60);
    await drop();
    await ask(DATASET);
    await drop();
    await ask(DATASET);
    await drop();
    await tick();
    expect(await doneOf(DATASET)).toEqual([["DONE", 1]]);
    bench.lake.now += MINUTE;
    await tick();
    expect(await doneOf(DATASET)).toEqual([
      ["DONE", 1],
      ["DONE", 2],
    ]);
    expect(bench.lake.rows()).toBe(3);
    expect(bench.troubles()).toEqual([]);
  });

  test("keeps nobody from helping a publication that is under way", async () => {
    await drop();
    await ask(DATASET);
    bench.lake.now += MINUTE;
    await drop();
    bench.objects = (objects) => ({
      ...objects,
      write: async (name, content, on) => {
        if (/\/log\//.test(name) && on.generation !== "0") throw new Unavailable("HTTP 503");
        return objects.write(name, content, on);
      },
    });
    await expect(ask(DATASET)).rejects.toThrow(Unavailable);
    expect(await doneOf(DATASET)).toEqual([
      ["DONE", 1],
      ["PREPARED", 1],
    ]);
    bench.objects = (objects) => objects;
    await tick();
    expect((await doneOf(DATASET)).at(-1)).toEqual(["DONE", 1]);
  });

  test("a table that is derived follows in the same call", async () => {
    await drop();
    await ask(DATASET);
    expect(await doneOf(DERIVED)).toEqual([["DONE", 0]]);
  });
});

describe("a call for nothing", () => {
  test("asks the store a few questions, and the warehouse none", async () => {
    await drop();
    await ask(null);
    bench.lake.now += MINUTE;
    bench.plans = bench.plans.slice(0, 1);
    const asked: string[] = [];
    bench.objects = (objects) =>
      Object.fromEntries(
        Object.entries(objects).map(([op, call]) => [
          op,
          (...given: unknown[]) => {
            asked.push(`${op} ${given[0] ?? ""}`);
            return (call as (...given: unknown[]) => unknown)(...given);
          },
        ]),
      ) as unknown as typeof objects;
    const work = bench.as("publish");
    const warehouse = new Proxy(work.tools.warehouse, {
      get: (target, name) =>
        name === "dialect" || name === "location"
          ? target[name]
          : () => Promise.reject(new Error(`asked: ${String(name)}`)),
    }) as Warehouse;
    await publish.work({ ...work, tools: { ...work.tools, warehouse } }, { kind: "tick" });
    expect(bench.troubles()).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(8);
  });
});

describe("what is to be told", () => {
  test("goes into the outbox, and who mails is nudged; he needs nothing but the outbox", async () => {
    await drop({ refusedBelow: 9 });
    await ask(DATASET);
    expect((await readOutbox(bench.store, DATASET)).last).toMatchObject({ state: "PENDING", kind: "error" });
    expect(bench.nudges).toEqual([["mail", null]]);
    expect(bench.mailer.taken).toEqual([]);
    await bench.call(deliverMail, "mail", published("mail", nudge(null)));
    expect(bench.mailer.taken).toMatchObject([{ to: ["alerts@example.com"] }]);
    expect(bench.mailer.taken[0]?.text).toContain("sluice report");
    expect(await bench.store.list(toSendPath("", 0).replace(/\/\/.*$/, "/"))).toEqual([]);
  });

  test("is not looked for where nothing has happened", async () => {
    bench.plans = bench.plans.slice(0, 1);
    await drop();
    await ask(DATASET);
    expect(await bench.store.list(`outbox/${DATASET}/`)).toEqual([]);
    expect(bench.nudges).toEqual([]);
  });
});

describe("what goes wrong", () => {
  test("with one dataset keeps no other from being published, and is told by kind", async () => {
    await drop();
    bench.objects = (objects) => ({
      ...objects,
      list: async (prefix, startAt) => {
        if (prefix.startsWith(`ledger/${DERIVED}/log`)) throw new Denied("storage.objects.list");
        return objects.list(prefix, startAt);
      },
    });
    await ask(null);
    expect(await doneOf(DATASET)).toEqual([["DONE", 1]]);
    expect(bench.troubles().map(({ severity, event, dataset }) => [severity, event, dataset])).toEqual(
      expect.arrayContaining([["ERROR", "config.denied", DERIVED]]),
    );
  });

  test("for lack of time is asked for again, each dataset by itself", async () => {
    await drop();
    bench.time = { leftSeconds: () => -1 };
    await ask(null);
    expect(await doneOf(DATASET)).toEqual([]);
    expect(bench.nudges).toEqual([
      ["publish", DATASET],
      ["publish", DERIVED],
    ]);
  });

  test("a dataset whose contract is gone is published to its end by the plan that it had", async () => {
    await drop();
    bench.plans = [];
    await tick();
    expect(await doneOf(DATASET)).toEqual([]);
    await ask(DATASET);
    expect(await doneOf(DATASET)).toEqual([["DONE", 1]]);
  });

  test("a nudge about what nobody knows does nothing", async () => {
    await ask("nobody");
    expect(bench.troubles()).toEqual([]);
  });
});

test("tables that a publisher left behind are swept by a call for all", async () => {
  await drop();
  await ask(DATASET);
  bench.lake.now += MINUTE;
  const { warehouse } = bench.as("publish").tools;
  const dropped: string[] = [];
  const work = bench.as("publish");
  const tools = {
    ...work.tools,
    warehouse: {
      ...warehouse,
      tables: async () => ["p0_0", "x"],
      drop: async ({ table }: { table: string }) => void dropped.push(table),
    },
  };
  await publish.work({ ...work, tools }, { kind: "tick" });
  expect(dropped).toEqual([]);
  await publish.work({ ...work, tools }, { kind: "nudge", dataset: null });
  expect(dropped).toEqual(["p0_0"]);
});
