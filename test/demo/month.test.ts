// The whole story in a week: real files, real processes, a real SIGKILL.
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Invariant } from "../../demo/check/invariant.ts";
import { checkRows } from "../../demo/check/rows.ts";
import { withDuckdb } from "../../demo/data/duckdb.ts";
import { makeFiles, type SentFiles } from "../../demo/data/sent.ts";
import { playMonth } from "../../demo/month.ts";
import { openStage, type Stage } from "../../demo/stage.ts";
import { EVENT_KINDS, type StoryEvent } from "../../demo/story/event.ts";
import type { Summary } from "../../demo/summary.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import type { PageState } from "../../lakehouse/run/page/state.ts";
import { pageState } from "../../lakehouse/run/page-state.ts";
import { inBrowser, withPage } from "../browser/browser.ts";
import { pageProblems } from "../browser/problems.ts";
import { projectFolder } from "../layout/tree.ts";
import { PINGS, SHORT } from "./short.ts";

const contracts = join(projectFolder, "contracts");
let base: string;
let out: string;
let summary: Summary;
const told: StoryEvent[] = [];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "demo-"));
  out = join(base, "out");
  summary = await playMonth({
    landing: join(base, "landing"),
    out,
    contracts,
    plot: SHORT,
    pings: PINGS,
    shown: "out/demo",
    onEvent: (event) => void told.push(event),
    onProgress: () => undefined,
    onMoment: () => undefined,
  });
}, 240_000);
afterAll(() => rm(base, { recursive: true }));

test("everything that must hold does", () => {
  expect(summary.invariants.filter(({ holds }) => !holds)).toEqual([]);
  expect(summary.invariants).toHaveLength(13);
});

test("everything happens, is told as it happens, and ends as it should", () => {
  expect(summary.events).toEqual(told);
  expect(told.filter(({ asPlanned }) => !asPlanned)).toEqual([]);
  const happened = new Set(told.map(({ kind }) => kind));
  // A week of real flights need not hold one that is odd.
  expect(EVENT_KINDS.filter((kind) => !happened.has(kind) && kind !== "warning")).toEqual([]);
  const moments = told.map(({ at }) => at);
  expect(moments).toEqual([...moments].sort());
});

test("figures add up", () => {
  const [pings, flights] = ["device_pings", "flights"].map((name) =>
    summary.datasets.find(({ dataset }) => dataset === name),
  );
  for (const one of [pings, flights]) {
    const { rows, table } = one ?? { rows: undefined, table: undefined };
    expect(rows?.in).toBe(
      (rows?.loaded ?? 0) + (rows?.quarantined ?? 0) + (rows?.duplicates ?? 0) + (rows?.waiting ?? 0),
    );
    expect(table?.rows).toBe((table?.published ?? 0) - (table?.updated ?? 0) - (table?.replaced ?? 0));
  }
  expect(pings?.drops).toEqual({ COMMITTED: 9, REJECTED: 1 });
  expect(pings?.replays).toBe(1);
  expect(flights?.drops).toEqual({ COMMITTED: 7, DUPLICATE: 1, HELD: 1 });
  expect(flights?.rows.waiting).toBeGreaterThan(0);
});

test("everything is left behind", async () => {
  const left = ["lake", "mail", "plots", "report.html", "sent", "summary.json", "warehouse.duckdb"];
  expect((await readdir(out)).sort()).toEqual(left);
  expect(JSON.parse(await readFile(join(out, "summary.json"), "utf8"))).toEqual(summary);
  const mails = await readdir(join(out, "mail"));
  expect(mails).toHaveLength(summary.mails);
  expect(mails.filter((name) => !name.endsWith(".eml"))).toEqual([]);
  const page = await readFile(join(out, "report.html"), "utf8");
  for (const mail of mails) expect(page).toContain(`href="mail/${mail}"`);
});

test("anyone can open the copy of the warehouse", async () => {
  const tables = await withDuckdb(2, async (sql) => {
    await sql.run(`ATTACH ${quoteText(join(out, "warehouse.duckdb"))} AS copy (READ_ONLY)`);
    return sql.rows(`
      SELECT 'flights' AS name, count(*) AS n FROM copy.local_consumption.flights
      UNION ALL SELECT 'device_pings', count(*) FROM copy.local_consumption.device_pings_v1
      UNION ALL SELECT 'airport_days', count(*) FROM copy.local_consumption.airport_days
      UNION ALL SELECT 'airport_anomalies', count(*) FROM copy.local_consumption.airport_anomalies`);
  });
  const told = [
    ...summary.datasets.map(({ dataset, table }) => ({ name: dataset, n: BigInt(table.rows) })),
    ...summary.derived.map(({ dataset, rows }) => ({ name: dataset, n: BigInt(rows) })),
  ];
  const byName = (a: { name?: unknown }, b: { name?: unknown }) => String(a.name).localeCompare(String(b.name));
  expect(tables.toSorted(byName)).toEqual(told.toSorted(byName));
});

inBrowser("the page of the story", () => {
  test.each([
    ["light", 1280],
    ["dark", 390],
  ] as const)("%s, %i pixels", async (theme, width) => {
    await withPage({ file: join(out, "report.html"), theme, width }, async (shown) => {
      expect(await pageProblems(shown)).toEqual([]);
      const text = await shown.page.evaluate<string>("document.body.innerText");
      expect(text).toContain("A month in a lakehouse");
    });
  });
});

describe("what is wrong is found", () => {
  let stage: Stage;
  let files: SentFiles;
  let state: PageState;
  beforeAll(async () => {
    const lake = join(out, "lake");
    stage = await openStage({ lake, contracts, starts: "2001-02-01T00:00:00.000Z", edition: "1.2.0" });
    files = await makeFiles({ landing: join(base, "landing"), sent: join(base, "again") }, SHORT, PINGS);
    const sources = { ...stage.tools, title: "", environment: "local", madeAt: "", flags: "", mailFile: () => null };
    state = await pageState(sources, ["flights", "device_pings"].map(stage.planOf));
  }, 60_000);
  afterAll(() => stage.close());

  /** Names of the invariants that do not hold once somebody has changed the tables. */
  async function brokenBy(...statements: string[]): Promise<string[]> {
    const copy = join(base, `tampered-${statements.join(" ").length}.duckdb`);
    await cp(join(out, "warehouse.duckdb"), copy);
    return withDuckdb(2, async (sql) => {
      await sql.run(`ATTACH ${quoteText(copy)} AS warehouse`);
      for (const statement of statements) await sql.run(statement);
      return brokenOf(await checkRows({ sql, lake: stage.lake }, { stage, plot: SHORT, files, state }));
    });
  }

  /** The same where somebody has changed files of the lake, given as a copy. */
  async function brokenIn(lake: string): Promise<string[]> {
    return withDuckdb(2, async (sql) => {
      await sql.run(`ATTACH ${quoteText(join(out, "warehouse.duckdb"))} AS warehouse (READ_ONLY)`);
      return brokenOf(await checkRows({ sql, lake }, { stage, plot: SHORT, files, state }));
    });
  }

  const brokenOf = (invariants: readonly Invariant[]) =>
    invariants.filter(({ holds }) => !holds).map(({ name }) => name);
  const flights = "warehouse.local_consumption.flights";
  const pings = "warehouse.local_consumption.device_pings_v1";
  const airports = "warehouse.local_consumption.airport_days";

  test("nothing, where nothing is", async () => expect(await brokenBy()).toEqual([]));

  test("a flight that is there twice", async () => {
    const broken = await brokenBy(`INSERT INTO ${flights} FROM ${flights} WHERE departed_at < '2001-01-02' LIMIT 1`);
    expect(broken).toEqual([
      "flights: the table is what the airlines flew, each row once",
      "airport_days: the table is what its query gives over the flights of today",
      "flights: the ledger says what a recount finds",
    ]);
  });

  test("an older row in place of a newer one", async () => {
    expect(await brokenBy(`UPDATE ${pings} SET sluice_row = sluice_row + 1 WHERE sluice_row = 7`)).toEqual([
      "device_pings: the table holds the newest row of every key, and no key twice",
    ]);
  });

  test("a ping of the killed morning that is lost", async () => {
    expect(await brokenBy(`DELETE FROM ${pings} WHERE event_ts::DATE = '2001-01-06' AND sluice_row = 0`)).toEqual([
      "device_pings: the table holds the newest row of every key, and no key twice",
      "the morning of the SIGKILL left what every morning leaves",
      "device_pings: the ledger says what a recount finds",
    ]);
  });

  test("an airport that was not made new", async () => {
    expect(await brokenBy(`UPDATE ${airports} SET flights = flights + 1 WHERE origin = 'ATL'`)).toEqual([
      "airport_days: the table is what its query gives over the flights of today",
      "airport_anomalies: the table is what its query gives over the tables of today",
    ]);
  });

  test("files of quarantine that are gone", async () => {
    const lake = join(base, "without");
    await cp(join(stage.lake, "raw"), join(lake, "raw"), { recursive: true, preserveTimestamps: true });
    await cp(join(stage.lake, "staging"), join(lake, "staging"), { recursive: true });
    expect(await brokenIn(lake)).toEqual(
      expect.arrayContaining([
        "device_pings: every row that arrived is good or in quarantine, and nowhere twice",
        "device_pings: what waits in quarantine is in no table, what was replayed is there once",
      ]),
    );
  });
});
