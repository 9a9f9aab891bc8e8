// From the schedule of a contract to the mail: a drop that does not come is told once, its arrival ends it.
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { Unavailable } from "../../lakehouse/ports.ts";
import { publishAndTell } from "../../lakehouse/run/chain.ts";
import { tellMissing } from "../../lakehouse/run/missing.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { deliverMail } from "../../lakehouse/run/tell.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { createMemoryMailer } from "../fakes/memory/mailer.ts";
import type { Content } from "../protocol/content.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let lake: MemoryLake;
let mailer: ReturnType<typeof createMemoryMailer>;
let plan: Plan;

/** The lake's clock begins on 10 March at eight; its drops are promised by six. */
beforeEach(() => {
  lake = new MemoryLake("keyless", 1);
  mailer = createMemoryMailer();
  plan = { ...lake.plans.second, sla: { ...lake.plans.second.sla, schedule: "0 5 * * *", expectedBy: "06:00Z" } };
});

function open() {
  const from = { email: "sluice@example.com", name: "Sluice" };
  return { ...lake.tools(new Life(null)), mailer, from, dailyCap: 100 };
}

/** What the reconciler does at its tick: subjects of all mails so far. */
async function tick(tools = open(), plans = [plan]) {
  const { faults } = await tellMissing(tools, plans);
  expect(faults).toEqual([]);
  await deliverMail(tools);
  return subjects();
}

const subjects = () => mailer.taken.map(({ subject }) => subject.replace(/^\[(\w+)\] test\/things /, "$1 "));

const goAt = (time: string) => {
  lake.now = Date.parse(`${time}:00.000Z`);
};

async function arrive(day: string, content: Partial<Content> = {}) {
  const things = [{ id: 1, day, v: 1, seq: 1 }];
  const whole = { things, refusedBelow: 0, poisonBelow: 0, note: "", ...content };
  return processDrop(open(), plan, await lake.upload(`things/dt=${day}/a.parquet`, whole));
}

describe("a drop that does not come", () => {
  test("is told once its time is over, once, with what came last and where it should lie", async () => {
    await arrive("2026-03-10");
    expect(await tick()).toEqual([]);
    goAt("2026-03-11T05:59");
    expect(await tick()).toEqual([]);
    goAt("2026-03-11T06:00");
    expect(await tick()).toEqual(["MISSING 2026-03-11 — no drop by 06:00 UTC"]);
    const words = mailer.taken[0]?.text.replaceAll(/\s+/g, " ");
    expect(words).toContain("No drop has arrived for 2026-03-11 (expected by 06:00 UTC).");
    expect(words).toContain("in test-test-landing");
    expect(words).toContain("things/dt=2026-03-10/a.parquet, 2026-03-10 08:00 UTC");
    expect(words).toContain("npx sluice status --env test");
    goAt("2026-03-11T06:05");
    expect(await tick()).toHaveLength(1);
    goAt("2026-03-12T06:01");
    expect(await tick()).toEqual([
      "MISSING 2026-03-11 — no drop by 06:00 UTC",
      "MISSING 2026-03-12 — no drop by 06:00 UTC",
    ]);
  });

  test("is told with its neighbours where nobody looked for days", async () => {
    await tick();
    goAt("2026-03-13T12:00");
    expect(await tick()).toEqual(["MISSING 2026-03-11 to 2026-03-13 — no drop by 06:00 UTC"]);
    expect(mailer.taken[0]?.text).toContain("No drop of this dataset has come yet.");
  });

  test("is no news where it came in time, whatever became of it", async () => {
    await tick();
    goAt("2026-03-11T05:30");
    await arrive("2026-03-11", { refusedBelow: 9 });
    goAt("2026-03-11T06:30");
    expect(await tick()).toEqual([]);
  });

  test("is not expected of days before it was first looked for, nor of a promise that was not made yet", async () => {
    goAt("2026-03-10T08:00");
    await tick(open(), [{ ...plan, sla: { ...plan.sla, schedule: "0 5 * * MON" } }]);
    goAt("2026-03-12T09:00");
    expect(await tick()).toEqual([]); // daily, from now on
    goAt("2026-03-13T09:00");
    expect(await tick()).toHaveLength(1);
  });

  test("that comes after all ends it, and the publications of before do not", async () => {
    await arrive("2026-03-10");
    await publishAndTell(open(), [plan]);
    await tick();
    goAt("2026-03-11T06:00");
    await tick();
    await publishAndTell(open(), [plan]);
    expect(subjects()).toEqual(["MISSING 2026-03-11 — no drop by 06:00 UTC"]);
    goAt("2026-03-11T09:00");
    await arrive("2026-03-11");
    await publishAndTell(open(), [plan]);
    expect(subjects().slice(1)).toEqual(["RECOVERED 2026-03-11 — good again, 1 row loaded"]);
    expect(mailer.taken[1]?.text).toContain("Missing since 2026-03-11 06:00 UTC; it has come.");
    goAt("2026-03-11T09:05");
    expect(await tick()).toHaveLength(2);
  });
});

describe("whoever looks", () => {
  test("twenty at once tell it once", async () => {
    await tick();
    lake.now += DAY;
    await Promise.all(Array.from({ length: 20 }, () => tellMissing(open(), [plan])));
    expect(await tick()).toHaveLength(1);
  });

  test.each([true, false])("and dies at any step (%p: heard) leaves the rest to the next one", async (lastHeard) => {
    for (let calls = 1; ; calls += 1) {
      lake = new MemoryLake("keyless", 1);
      mailer = createMemoryMailer();
      await tick();
      lake.now += DAY;
      const life = new Life({ calls, lastHeard });
      const lived = await life.lives(tellMissing(lake.tools(life), [plan]));
      expect({ calls, mails: await tick() }).toEqual({ calls, mails: [expect.stringMatching(/^MISSING 2026-03-11 /)] });
      if (lived) break;
    }
  });

  test("is kept from one dataset by its fault alone", async () => {
    await tick();
    lake.now += DAY;
    const tools = open();
    const objects: typeof tools.objects = {
      ...tools.objects,
      read: (name, wanted) =>
        name.includes("/others/") ? Promise.reject(new Unavailable("away")) : tools.objects.read(name, wanted),
    };
    const { messages, faults } = await tellMissing({ ...tools, objects }, [{ ...plan, dataset: "others" }, plan]);
    expect(messages.map(({ dataset, kind }) => [dataset, kind])).toEqual([["things", "missing"]]);
    expect(faults).toEqual([{ dataset: "others", fault: new Unavailable("away") }]);
  });
});
