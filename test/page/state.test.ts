// The page's state as it is read from a ledger, an outbox and a warehouse.
import { beforeAll, describe, expect, test } from "@jest/globals";
import { type CheckRecord, keepChecks } from "../../lakehouse/ledger/checks.ts";
import { EntrySchema } from "../../lakehouse/ledger/entry.ts";
import { PublicationSchema } from "../../lakehouse/ledger/publication.ts";
import { MessageSchema } from "../../lakehouse/notify/message.ts";
import { ReportSchema } from "../../lakehouse/plan/report.ts";
import { Unavailable, type Warehouse } from "../../lakehouse/ports.ts";
import { pageHtml } from "../../lakehouse/run/page/page.ts";
import type { DatasetState, PageState } from "../../lakehouse/run/page/state.ts";
import { type PageSources, pageState } from "../../lakehouse/run/page-state.ts";
import { inBrowser, withPage } from "../browser/browser.ts";
import { pageProblems } from "../browser/problems.ts";
import { createMemoryClock } from "../fakes/memory/clock.ts";
import { createMemoryObjects } from "../fakes/memory/objects.ts";
import { publishedCheck } from "../notify/stories/make.ts";
import { Random } from "../property/random.ts";
import { hashOf, type Lake, makeLake, warehouseOf, writeLake } from "./state/lake.ts";
import { messagesOf } from "./state/messages.ts";
import { inTable, naiveCounts, naiveReplayed, sides } from "./state/naive.ts";
import type { World } from "./state/world.ts";

let lake: Lake;
let state: PageState;
beforeAll(async () => {
  lake = makeLake();
  state = await read(lake);
});

async function read(from: Lake, change: Partial<PageSources> = {}, plans = from.plans): Promise<PageState> {
  const random = new Random(4);
  const clock = createMemoryClock("2026-11-25T06:00:00Z");
  const objects = createMemoryObjects({ clock, random: () => random.next() });
  await writeLake(from, objects);
  const sources: PageSources = {
    objects,
    warehouse: warehouseOf(from),
    project: "local",
    title: "A small lake",
    environment: "local",
    madeAt: clock.now(),
    flags: " --lake lakes/small",
    mailFile: ({ sentAs }) => (sentAs === null ? null : `mail/${sentAs}`),
    ...change,
  };
  return pageState(sources, plans);
}

function dataset(name: string, of = state): DatasetState {
  const found = of.datasets.find((one) => one.name === name);
  if (!found) throw new Error(`the page has no ${name}`);
  return found;
}

const dropOf = (name: string, drop: string, state: string) =>
  dataset(name).drops.find((line) => line.name === drop && line.state === state);

test("the ledger of this test is one that the real code could have written", () => {
  for (const { drops, log } of [lake.flights, lake.pings]) {
    for (const { entry, report } of drops) {
      expect(() => EntrySchema.parse(entry)).not.toThrow();
      if (report) expect(() => ReportSchema.parse(report)).not.toThrow();
    }
    for (const publication of log) expect(() => PublicationSchema.parse(publication)).not.toThrow();
  }
  for (const message of messagesOf()) expect(() => MessageSchema.parse(message)).not.toThrow();
});

describe("sums", () => {
  test.each([
    ["flights", () => lake.flights],
    ["device_pings", () => lake.pings],
  ] satisfies [string, () => World][])("%s: as counted row by row, and as the table holds them", (name, world) => {
    const { sums, publications } = dataset(name);
    const { drops, table } = world();
    expect(sides(sums)).toEqual([naiveCounts(drops).rowsIn, naiveCounts(drops).rowsIn]);
    expect(sums).toMatchObject({ ...naiveCounts(drops), undivided: 0, replayed: naiveReplayed(world()) });
    expect([sums.table, inTable(sums)]).toEqual([table.length, table.length]);
    const total = (of: "loaded" | "updated" | "replaced") => publications.reduce((sum, line) => sum + line[of], 0);
    expect([sums.published, sums.updated, sums.replaced]).toEqual([
      total("loaded"),
      total("updated"),
      total("replaced"),
    ]);
  });

  test("what gave way is told and counts nowhere", () => {
    const { sums } = dataset("flights");
    expect([sums.replacedDrops, sums.replaced]).toEqual([1, 96]);
    expect(sums.published - sums.replaced).toBe(sums.loaded);
  });

  test("days: exact, or undivided where one publication had several days and lost rows", () => {
    const { days } = dataset("device_pings");
    for (const day of days) expect(sides(day)[0]).toBe(sides(day)[1]);
    const of = (day: string) => days.find((one) => one.day === day);
    // The replay has brought in three of the five bad rows.
    expect(of("2026-11-20")).toMatchObject({ rowsIn: 50, loaded: 48, quarantined: 2, undivided: 0, drops: 1 });
    expect(of("2026-11-21")).toMatchObject({ rowsIn: 40, loaded: 0, undivided: 40, duplicates: 0 });
    expect(of("2026-11-22")).toMatchObject({ rowsIn: 20, loaded: 0, undivided: 20, duplicates: 0 });
    expect(of("2026-11-23")).toMatchObject({ rowsIn: 37, waiting: 37, drops: 2 });
  });

  test("a table that lost rows is seen", async () => {
    const { sums } = dataset("flights", await read(lake, { warehouse: warehouseOf(lake, 1) }));
    expect([sums.table, inTable(sums)]).toEqual([lake.flights.table.length - 1, lake.flights.table.length]);
  });

  test("a second replay of the same file comes in anew, and the sums hold", async () => {
    const twice = makeLake();
    const [first] = twice.pings.drops;
    if (!first) throw new Error("no drop");
    twice.pings.publish([twice.pings.replay(first, () => true)]);
    const { sums } = dataset("device_pings", await read(twice));
    expect(sides(sums)[0]).toBe(sides(sums)[1]);
    expect(sums.rowsIn).toBe(dataset("device_pings").sums.rowsIn + 5);
    expect(sums).toMatchObject({ ...naiveCounts(twice.pings.drops), table: twice.pings.table.length });
  });
});

describe("nobody counts the table", () => {
  test("while the warehouse cannot be reached", async () => {
    const warehouse: Warehouse = {
      ...warehouseOf(lake),
      query: () => Promise.reject(new Unavailable("in use by other processes")),
    };
    const reached = await read(lake, { warehouse });
    expect(reached.datasets.map(({ sums }) => sums.table)).toEqual([null, null]);
    expect(reached.derived[0]).toMatchObject({ partitions: null, rows: 15 });
  });

  test("while a publication is half done, and before the first", async () => {
    const open = makeLake();
    const { log } = open.flights;
    log.push({ ...open.flights.publish([]), number: log.length, state: "PLANNED", committed: null, counts: null });
    log.splice(-2, 1);
    expect(dataset("flights", await read(open)).sums.table).toBeNull();
    open.flights.log.length = 0;
    expect(dataset("flights", await read(open)).sums.table).toBeNull();
  });

  test("a fault is a fault", async () => {
    const warehouse: Warehouse = { ...warehouseOf(lake), query: () => Promise.reject(new Error("no such column")) };
    await expect(read(lake, { warehouse })).rejects.toThrow("no such column");
  });
});

describe("drops", () => {
  const day20 = "flights/dt=2026-11-20/flights.parquet";

  test("a replaced one says in which publication", () => {
    const [former, present] = dataset("flights").drops.filter(
      ({ name, state }) => name === day20 && state === "COMMITTED",
    );
    expect(former).toMatchObject({
      publication: 1,
      replacedIn: 2,
      rows: { in: 101, good: 97, loaded: 96 },
      commands: [],
    });
    expect(present).toMatchObject({ publication: 2, replacedIn: null, rows: { in: 110, good: 108, loaded: 108 } });
  });

  test("loaded rows are told where they are known", () => {
    const loaded = dataset("device_pings").drops.map(({ day, rows, state }) => [day, state, rows?.loaded]);
    expect(loaded).toEqual([
      ["2026-11-20", "COMMITTED", 45],
      ["2026-11-20", "COMMITTED", 3],
      ["2026-11-20", "HELD", null],
      ["2026-11-21", "COMMITTED", null],
      ["2026-11-22", "COMMITTED", null],
      ["2026-11-23", "HELD", null],
      ["2026-11-23", "HELD", null],
      ["2026-11-24", "READY", null],
    ]);
  });

  test("no rows where none were read", () => {
    expect(dropOf("flights", "flights/dt=2026-11-22/flights.parquet", "REJECTED")?.rows).toBeNull();
    expect(dropOf("flights", day20, "DUPLICATE")?.rows).toBeNull();
  });

  test("commands name the drop and the lake, and fit its state", () => {
    const commands = (day: string, part: number) => {
      const line = dataset("device_pings").drops.find(
        ({ name }) => name === `device_pings/dt=${day}/part-${part}.parquet`,
      );
      return line?.commands.map((command) => command.replace(line.key, "KEY"));
    };
    expect(commands("2026-11-23", 0)).toEqual([
      "npx sluice report KEY --lake lakes/small",
      "npx sluice hold accept KEY --lake lakes/small",
      "npx sluice hold reject KEY --lake lakes/small",
    ]);
    // Nobody can lift what the warehouse refuses.
    expect(commands("2026-11-23", 1)?.[1]).toBe("npx sluice replay KEY --lake lakes/small");
    // Its quarantined rows have come in again.
    expect(commands("2026-11-20", 0)).toEqual([]);
    expect(dropOf("flights", "flights/dt=2026-11-20/flights.parquet", "COMMITTED")?.commands).toEqual([]);
    const [, present] = dataset("flights").drops.filter(({ name, state }) => name === day20 && state === "COMMITTED");
    expect(present?.commands.map((command) => command.split(" ")[2])).toEqual(["report", "replay"]);
  });
});

describe("rules", () => {
  test("fail on the day on which the rows came", () => {
    expect(dataset("device_pings").failures).toEqual(
      expect.arrayContaining([
        { day: "2026-11-20", rule: "late", failed: 3 },
        { day: "2026-11-20", rule: "device_id.pattern", failed: 1 },
        { day: "2026-11-22", rule: "device_id.pattern", failed: 1 },
      ]),
    );
    expect(dataset("device_pings").failures).toHaveLength(3);
  });

  test("are those that every drop is held against, and what else failed", () => {
    const { rules } = dataset("device_pings");
    const plan = lake.plans.find((one) => one.dataset === "device_pings");
    const rows = plan?.rules.filter(({ kind }) => kind === "row").map(({ id }) => id) ?? [];
    expect(rows.length).toBeLessThan(plan?.rules.length ?? 0);
    expect(rules.map(({ id }) => id).sort()).toEqual([...rows].sort());
  });

  test("samples name drop and row; an unmasked value of a column that is classified now is not shown", () => {
    const rule = (id: string) => dataset("device_pings").rules.find((one) => one.id === id);
    const drop = "device_pings/dt=2026-11-20/part-0.parquet";
    expect(rule("late")?.samples).toEqual([{ drop, row: 1, path: "event_ts", value: "2026-11-02 10:00:00+00" }]);
    expect(rule("device_id.pattern")).toMatchObject({
      masked: true,
      samples: [{ drop, row: 5, path: "device_id", value: "••••(36)" }],
    });
    expect(JSON.stringify(state)).not.toContain("an unmasked device");
  });

  test("one that the contract has dropped since is told of by its reports", async () => {
    const plans = lake.plans.map((plan) => ({ ...plan, rules: plan.rules.filter(({ id }) => id !== "late") }));
    const rules = dataset("device_pings", await read(lake, {}, plans)).rules;
    expect(rules.find(({ id }) => id === "late")).toMatchObject({
      description: "event_ts is at most 3 days before the arrival day",
      notes: ["The contract does not have it any more."],
    });
  });

  test("what failed keeps the words by which it was judged, whatever the contract says since", async () => {
    const changed = makeLake();
    const [older, , newer] = changed.pings.drops.flatMap(({ report }) => report ?? []);
    const rule = (report: typeof older) => report?.rules.find(({ id }) => id === "device_id.pattern");
    Object.assign(rule(older) ?? {}, { description: "device_id has 64 digits", severity: "warning" });
    Object.assign(rule(newer) ?? {}, { description: "device_id has 32 digits" });
    const rules = dataset("device_pings", await read(changed)).rules;
    expect(rules.find(({ id }) => id === "device_id.pattern")).toMatchObject({
      description: "device_id has 32 digits",
      severity: "error",
      masked: true,
      notes: [
        expect.stringMatching(/^The contract says now: device_id matches .* \(error\)\.$/),
        "Failures up to 20 Nov were of: device_id has 64 digits (warning).",
      ],
    });
    const same = dataset("device_pings").rules.flatMap(({ notes }) => notes);
    expect(same.filter((note) => !note.startsWith("The contract says now: event_ts"))).toEqual([]);
  });
});

describe("checks after publication", () => {
  const recordOf = (publication: number, results: CheckRecord["results"]): CheckRecord => ({
    format: "sluice/checks/1",
    dataset: "airport_days",
    environment: "local",
    publication,
    plan: hashOf("airport_days"),
    checked: `2026-11-2${publication}T06:00:00.000Z`,
    dialect: "duckdb",
    partitions: ["20261120"],
    results,
  });
  const unmet = publishedCheck("sums", { outcome: "failed", measured: 12_003 });
  const crashed = publishedCheck("asks", { outcome: "crashed", measured: null, note: "the query failed" });

  async function recorded(...records: CheckRecord[]): Promise<PageState> {
    const objects = createMemoryObjects({ clock: createMemoryClock("2026-11-25T06:00:00Z"), random: Math.random });
    const [first] = lake.derivedLog;
    if (!first) throw new Error("airport_days was made");
    const nothing = { good: 0, loaded: 0, duplicates: 0, updated: 0, replaced: 0, bytesScanned: 0 };
    await writeLake({ ...lake, derivedLog: [...lake.derivedLog, { ...first, number: 3, counts: nothing }] }, objects);
    for (const record of records) await keepChecks(objects, record);
    return read(lake, { objects });
  }

  test("each once, as it was asked last, with how often it did not hold", async () => {
    const found = await recorded(
      recordOf(1, [unmet, publishedCheck("holds")]),
      recordOf(2, []),
      recordOf(3, [unmet, publishedCheck("holds"), crashed]),
    );
    expect(
      found.checks.map(({ id, outcome, measured, publication, asked, unmet }) => {
        return { id, outcome, measured, publication, asked, unmet };
      }),
    ).toEqual([
      { id: "sums", outcome: "failed", measured: "12,003", publication: 3, asked: 2, unmet: 2 },
      { id: "holds", outcome: "passed", measured: "0", publication: 3, asked: 2, unmet: 0 },
      { id: "asks", outcome: "crashed", measured: null, publication: 3, asked: 1, unmet: 0 },
    ]);
    expect(found.derived[0]?.health).toEqual({
      state: "failing",
      since: "2026-11-21T06:00:00.000Z",
      sentence:
        "After publication 3 the check sums does not hold: 12,003, must be exactly 0, and 1 more. Its rows are in the table.",
    });
  });

  test("that hold again are good", async () => {
    const found = await recorded(recordOf(1, [unmet]), recordOf(2, [publishedCheck("sums")]));
    expect(found.derived[0]?.health.state).toBe("good");
    expect(found.checks).toMatchObject([{ id: "sums", outcome: "passed", asked: 2, unmet: 1 }]);
  });

  test("a record that cannot be read is told, and hides nothing else", async () => {
    const objects = createMemoryObjects({ clock: createMemoryClock("2026-11-25T06:00:00Z"), random: Math.random });
    await writeLake(lake, objects);
    const bytes = new TextEncoder().encode("{}");
    await objects.write("ledger/flights/checks/000000000001.json", { kind: "bytes", bytes }, { generation: "0" });
    const found = await read(lake, { objects });
    expect(dataset("flights", found).health.sentence).toMatch(
      /^ledger\/flights\/checks\/000000000001\.json cannot be read/,
    );
    expect(found.derived[0]?.health.state).toBe("good");
  });
});

describe("health in one sentence", () => {
  test("a hold comes before all that is broken", () => {
    expect(dataset("device_pings").health).toEqual({
      state: "held",
      since: "2026-11-20T05:00:00.000Z",
      sentence:
        "3 drops of 39 rows wait for a person's decision (CHECK_FAILED, CIRCUIT_BREAKER, LOAD_FAILED); none of their rows is in the table.",
    });
  });

  test("a refused newest drop, and a day that was told as missing and has not come", () => {
    expect(dataset("flights").health).toEqual({
      state: "failing",
      since: "2026-11-22",
      sentence:
        "The newest drop was refused (TRUNCATED); none of its rows is in the table. Nothing has come for 23 Nov.",
    });
  });

  test("stuck comes before a hold", async () => {
    const stuck = makeLake();
    const last = stuck.pings.publish([]);
    const why = { reason: "the copy job has other labels", cure: "look", since: "2026-11-24T07:00:00Z" };
    stuck.pings.log[stuck.pings.log.length - 1] = {
      ...last,
      state: "PLANNED",
      committed: null,
      counts: null,
      stuck: why,
    };
    const { health, publications } = dataset("device_pings", await read(stuck));
    expect(health).toEqual({
      state: "stuck",
      since: "2026-11-24T07:00:00Z",
      sentence: "Publication 4 waits for a person, and nothing after it is published: the copy job has other labels.",
    });
    expect(publications.at(-1)?.note).toBe(
      "the copy job has other labels → look: npx sluice ledger resume device_pings --lake lakes/small",
    );
  });
});

describe("tables that are derived", () => {
  test("say what they are made from and how far", () => {
    expect(state.derived).toEqual([
      {
        name: "airport_days",
        title: "US airports by day",
        description: "How many flights left an airport on a day, and how late they arrived.",
        health: { state: "good", since: null, sentence: "Made from all that its inputs have published." },
        inputs: ["flights"],
        partitions: 2,
        rows: 15,
        publication: 2,
        made: expect.any(String),
      },
    ]);
  });

  test("say that they are behind, or do not hold what they should", async () => {
    const behind = makeLake();
    behind.flights.publish([
      behind.flights.arrive({
        name: "flights/dt=2026-11-24/flights.parquet",
        day: "2026-11-24",
        arrived: "2026-11-24T05:00:00.000Z",
        rows: [{ key: "x" }],
      }),
    ]);
    expect((await read(behind)).derived[0]?.health.sentence).toBe("It does not follow 1 publication of flights yet.");
    const wrong = await read({ ...lake, derivedRows: { "20261120": 16 } });
    expect(wrong.derived[0]?.health).toMatchObject({
      state: "failing",
      sentence: "Its table holds 16 rows, and its publications add up to 15.",
    });
  });
});

test("mails: every state in words, with what became of those that were not sent", () => {
  const told = state.mails.map(({ dataset, number, state, subject, note, file }) => [
    dataset,
    number,
    state,
    subject,
    note,
    file,
  ]);
  const held = "[local] device_pings: HELD";
  const mail = "mail/20261124T060000000Z-held.eml";
  expect(told).toEqual([
    ["flights", 1, "SENT", held, null, mail],
    ["device_pings", 1, "SENT", held, null, mail],
    ["device_pings", 2, "NOTED", "device_pings: warning, 1 drop", "waits for the digest of 2026-11-25 05:00", null],
    ["device_pings", 3, "NOTED", "device_pings: warning", "told in digest 4", null],
    ["device_pings", 4, "PENDING", held, "the mail service did not answer", null],
    ["device_pings", 5, "SENDING", held, null, null],
    [
      "device_pings",
      6,
      "SUPPRESSED",
      held,
      "the cap of 80 mails a day was reached; waits for the digest of 2026-11-25 05:00",
      null,
    ],
    [
      "device_pings",
      7,
      "DEAD",
      held,
      "refused by the mail service: invalid; waits for the digest of 2026-11-25 05:00",
      null,
    ],
  ]);
});

test("a dataset whose contract is gone is still there, by its last plan", async () => {
  const [flights, pings, derived] = lake.plans;
  if (!flights || !pings || !derived) throw new Error("three plans");
  const random = new Random(5);
  const objects = createMemoryObjects({
    clock: createMemoryClock("2026-11-25T06:00:00Z"),
    random: () => random.next(),
  });
  await writeLake(lake, objects);
  const without = await read(lake, { objects }, [flights, derived]);
  expect(without.datasets.map(({ name }) => name)).toEqual(["flights", "device_pings"]);
  expect(dataset("device_pings", without).sums).toEqual(dataset("device_pings").sums);
  expect(dataset("device_pings", without).description).toMatch(/^Daily drop .* No usable contract stands for it now/);
});

inBrowser("the page of it", () => {
  test.each([1280, 390])("holds its sums and looks well: %s pixels", async (width) => {
    const html = await pageHtml(state);
    expect(html).not.toContain('class="conflict"');
    await withPage({ html, theme: "light", width }, async (shown) => {
      expect(await pageProblems(shown)).toEqual([]);
      await shown.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
      expect(await pageProblems(shown)).toEqual([]);
    });
  });
});
