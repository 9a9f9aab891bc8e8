// The whole chain over memory, each function as its own account: none needs more than the table of rights grants it.
import { describe, expect, test } from "@jest/globals";
import deliverMail from "../../functions/deliver-mail.ts";
import onDrop from "../../functions/on-drop.ts";
import publish from "../../functions/publish.ts";
import reconcile from "../../functions/reconcile.ts";
import { ACCOUNTS } from "../../lakehouse/plan/cloud/names.ts";
import { RIGHTS } from "../../lakehouse/plan/cloud/rights.ts";
import type { ObjectMeta } from "../../lakehouse/ports.ts";
import { readState } from "../../lakehouse/run/state.ts";
import type { Content, Thing } from "../protocol/content.ts";
import { DATASET, POLICIES } from "../protocol/contracts.ts";
import { Bench, finalized, nudge, published } from "./bench.ts";

const HOUR = 3_600_000;
const nameOf = (letter: string) => `${DATASET}/dt=2026-03-10/${letter}.parquet`;
const thing = (id: number, v = 1): Thing => ({ id, day: "2026-03-10", v, seq: 1 });

const things = (...all: Thing[]): Partial<Content> => ({ things: all });
const many = Array.from({ length: 9 }, (_, id) => thing(id));

describe.each(POLICIES)("a dataset that is published by %s", (policy) => {
  test("#61: from landing to the mail nobody is refused anything", async () => {
    const bench = new Bench(policy);
    const drop = (meta: ObjectMeta) => bench.call(onDrop, "split", finalized(meta));
    const settle = async () => {
      bench.lake.now += HOUR;
      await bench.call(reconcile, "split", published("reconcile"));
      await bench.call(publish, "publish", published("publish", nudge(null)));
      await bench.call(deliverMail, "mail", published("mail"));
    };
    await drop(await bench.upload(nameOf("a"), things(...many)));
    await drop(await bench.upload(nameOf("b"), { ...things(...many, thing(20, -50)), note: "bad rows" }));
    await drop(await bench.upload(nameOf("c"), { refusedBelow: 9 }));
    await settle();
    await bench.upload(nameOf("d"), things(thing(30))); // of which nobody hears
    bench.lake.now += 1_000;
    await drop(await bench.upload(nameOf("a"), things(thing(1, 7), thing(40)))); // over what is there
    await settle();
    const twin = await bench.upload(nameOf("b"), { ...things(...many, thing(20, -50)), note: "bad rows" });
    await drop(twin); // the same bytes
    await settle();
    expect(bench.lines.filter(({ event }) => event === "config.denied")).toEqual([]);
    expect(bench.lines.filter(({ event }) => event === "fault")).toEqual([]);
    const states = (await readState(bench.store, DATASET)).drops.map(({ entry }) => entry.state);
    expect(new Set(states)).toEqual(
      new Set(["COMMITTED", "REJECTED", "DUPLICATE", ...(policy === "hold" ? ["HELD"] : [])]),
    );
    expect(bench.mailer.taken.length).toBeGreaterThan(0);
  });
});

describe("what DESIGN §6 says of accounts", () => {
  const on = (account: (typeof ACCOUNTS)[number], kind: string) => RIGHTS[account].filter((right) => right.on === kind);

  test("who decodes hostile files has no right to the warehouse, nor to secrets", () => {
    for (const account of ["split", "worker"] as const) {
      expect([on(account, "dataset"), on(account, "secret")]).toEqual([[], []]);
      expect(RIGHTS[account].filter(({ role }) => role.startsWith("bigquery"))).toEqual([]);
    }
  });

  test("who mails sees the outbox and nothing else", () => {
    expect(RIGHTS.mail.map((right) => ("zone" in right ? right.zone : right.on))).toEqual(["outbox", "secret"]);
  });

  test("one account alone publishes", () => {
    const writes = ACCOUNTS.filter((account) => RIGHTS[account].some(({ role }) => role === "bigquery.dataEditor"));
    expect(writes).toEqual(["publish"]);
  });
});
