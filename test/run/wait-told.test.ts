// From the publisher to the mail: what a publication waits for is told after an hour, once, and that it goes on.
import { expect, test } from "@jest/globals";
import { publishAndTell } from "../../lakehouse/run/chain.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { createMemoryMailer } from "../fakes/memory/mailer.ts";

const HOUR = 3_600_000;

test("a table that is behind is told by mail once the publication has not moved for an hour", async () => {
  const lake = new MemoryLake("keyless", 1);
  const mailer = createMemoryMailer();
  const from = { email: "sluice@example.com", name: "Sluice" };
  const tools = { ...lake.tools(new Life(null)), mailer, from, dailyCap: 100 };
  const plan = lake.plans.second;
  const things = [{ id: 1, day: "2026-03-10", v: 1, seq: 1 }];
  await processDrop(tools, plan, await lake.upload(nameOf("a"), { things, refusedBelow: 0, poisonBelow: 0, note: "" }));
  const behind = { ...tools, warehouse: { ...tools.warehouse, shape: async () => null } };
  const tick = async (with_: typeof tools) => {
    await publishAndTell(with_, [plan]);
    return mailer.taken.map(({ subject }) => subject.replace(/^\[(\w+)\].* — /, "$1: "));
  };

  expect(await tick(behind)).toEqual([]);
  lake.now += HOUR;
  expect(await tick(behind)).toEqual(["WAITING: publication 1 waits"]);
  expect(mailer.taken[0]?.text.replaceAll(/\s+/g, " ")).toContain("the table of things lacks the table itself");
  lake.now += HOUR;
  expect(await tick(behind)).toHaveLength(1);
  expect(await tick(tools)).toEqual(["WAITING: publication 1 waits", "RECOVERED: good again, 1 row loaded"]);
  expect(await tick(tools)).toHaveLength(2);
});
