import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { StoryEvent } from "../../demo/story/event.ts";
import { MONTH } from "../../demo/story/plot.ts";
import type { Summary } from "../../demo/summary.ts";
import { endView } from "../../demo/view/end.ts";
import { help, introduction } from "../../demo/view/introduction.ts";
import { eventLines } from "../../demo/view/line.ts";
import { wrapped } from "../../demo/view/wrap.ts";
import { plain, styled, type Text, text, width } from "../../lakehouse/run/view/text.ts";

const lines = (view: readonly Text[]) => view.map((line) => plain(line).trimEnd());

function event(change: Partial<StoryEvent>): StoryEvent {
  const about = { kind: "daily", dataset: null, did: null, figures: {}, asPlanned: true } as const;
  return { at: "2001-01-05T05:32:00.100Z", what: "16,945 flights · 10,000 pings", ...about, ...change };
}

const summary: Summary = {
  format: "sluice/demo-summary/1",
  seconds: 24.04,
  days: { first: "2001-01-01", last: "2001-01-31" },
  datasets: [
    {
      dataset: "flights",
      drops: { COMMITTED: 31, HELD: 1, DUPLICATE: 1 },
      replays: 0,
      publications: 31,
      rows: { in: 498_076, loaded: 491_259, quarantined: 0, duplicates: 33, waiting: 6_784 },
      table: { rows: 491_259, published: 506_530, updated: 0, replaced: 15_271 },
    },
    {
      dataset: "device_pings",
      drops: { COMMITTED: 33, REJECTED: 1 },
      replays: 3,
      publications: 34,
      rows: { in: 330_365, loaded: 326_326, quarantined: 3_994, duplicates: 45, waiting: 0 },
      table: { rows: 306_849, published: 326_326, updated: 19_477, replaced: 0 },
    },
  ],
  derived: [{ dataset: "airport_days", rows: 6_666, publications: 31 }],
  mails: 18,
  events: [event({}), event({})],
  invariants: [
    { name: "flights: every row is somewhere", holds: true, found: "513,347 rows" },
    { name: "every mail went out once", holds: true, found: "18 mails" },
  ],
};
const options = { width: 110, plot: MONTH, shown: { out: "out/demo", landing: "out/landing" } };

test("a line of the story", () => {
  const shown = [
    event({}),
    event({ kind: "corrupt file", dataset: "device_pings", what: "the upload broke off", did: "REJECTED" }),
    event({ kind: "mail", dataset: "flights", what: "[ERROR] flights", did: "flights@example.com" }),
  ].flatMap((one) => eventLines(one, Number.POSITIVE_INFINITY));
  expect(lines(shown)).toEqual([
    "Jan  5 05:32  daily         16,945 flights · 10,000 pings",
    "Jan  5 05:32  corrupt file  device_pings: the upload broke off → REJECTED",
    "Jan  5 05:32  mail          [ERROR] flights → flights@example.com",
  ]);
});

test("a long line goes on below its own words", () => {
  const long = event({
    kind: "held",
    dataset: "flights",
    what: "the file ends at noon",
    did: "HELD until a person decides",
  });
  const shown = eventLines(long, 60);
  expect(lines(shown)).toEqual([
    "Jan  5 05:32  held          flights: the file ends at noon →",
    "                            HELD until a person decides",
  ]);
});

test("words that are wrapped keep their order, their styles and their width", () => {
  const line = text`one ${styled("bad", "two three")}, four`;
  const whole = wrapped(line, 80, 0);
  expect(whole).toHaveLength(1);
  expect(whole.map(plain)).toEqual(["one two three, four"]);
  expect(whole[0]?.spans.find((span) => span.text.includes("three"))?.style).toBe("bad");
  const narrow = wrapped(line, 9, 2);
  expect(narrow.map(plain)).toEqual(["one two", "  three,", "  four"]);
  expect(wrapped(text`${"x".repeat(20)} y`, 9, 2).map(plain)).toEqual(["x".repeat(20), "  y"]);
});

test("the introduction fits", () => {
  expect(Math.max(...introduction(80).map((line) => width(line)))).toBeLessThanOrEqual(80);
});

test("the end", () => {
  expect(`${lines(endView(summary, options)).join("\n")}`).toBe(`
Files that arrived, by how they ended
  dataset       held  committed  rejected  duplicate  replays  publications
  flights          1         31         –          1        –            31
  device_pings     –         33         1          –        3            34

Their rows  without files that another upload replaced; a replayed row counts once
  dataset       rows in  = loaded  + quarantined  + duplicates  + waiting  in the table  updated
  flights       498,076   491,259              –            33      6,784       491,259        –
  device_pings  330,365   326,326          3,994            45          –       306,849   19,477
  airport_days                                                                    6,666

What must hold  counted by SQL of its own, over the files and the tables
  ✓ flights: every row is somewhere: 513,347 rows
  ✓ every mail went out once: 18 mails
All of it holds. 24.0 s for 2 events.

Where things are
  out/demo/report.html       the state of everything, for a browser
  out/demo/plots/            flights and delay of each airport by day, with unusual days marked
  out/demo/mail/             18 mails as .eml files, for any mail program
  out/demo/warehouse.duckdb  a copy of the tables, for the DuckDB command line or any tool that opens it
  out/demo/lake/             the lake: originals, good rows, quarantine, ledger, outbox
  out/demo/sent/             the odd files that producers sent; those of every day are in out/landing
  out/demo/summary.json      these figures

Try next
  # how everything is doing, and what waits for a person
  npx sluice status --lake out/demo/lake
  # half a day of flights is held: refuse it, and take the whole day
  npx sluice hold reject dt=2001-01-31/flights.parquet --lake out/demo/lake
  npx sluice run out/landing/flights/dt=2001-01-31 --lake out/demo/lake
  # some fixes came too late for the contract's window: let them in all the same
  npx sluice replay dt=2001-01-12/part-1.parquet --backfill --lake out/demo/lake
  # why are rows in quarantine?
  npx sluice query 'SELECT reason.rule, count(*) AS n FROM (SELECT unnest(_reasons) AS reason FROM device_pings_quarantine) GROUP BY ALL ORDER BY n DESC' --lake out/demo/lake
  # does everything still fit together?
  npx sluice ledger verify --lake out/demo/lake
  # the flights once more, split as on Dataflow, by Beam's local runner (the first line installs it)
  npm run setup
  npx sluice run out/landing/flights --engine beam --lake out/demo-beam
  # what Sluice does with a dataset, in words and SQL
  npx sluice plan device_pings
`);
});

test("what does not hold is not said to hold", () => {
  const lost = { name: "flights: every row is somewhere", holds: false, found: "1 row is missing" };
  const view = lines(endView({ ...summary, invariants: [...summary.invariants, lost] }, options)).join("\n");
  expect(view).toContain("✗ flights: every row is somewhere: 1 row is missing");
  expect(view).toContain("1 of 3 do not hold");
  expect(view).not.toContain("All of it holds");
});

test.each([
  ["--help", 0, "stdout", "It takes no arguments"],
  ["--bogus", 2, "stderr", "it takes no arguments, and --bogus is one"],
] as const)("npm run demo -- %s plays nothing", (word, code, stream, said) => {
  const main = join(import.meta.dirname, "../../demo/main.ts");
  const ended = spawnSync(process.execPath, [main, word], { encoding: "utf8", timeout: 30_000 });
  expect(ended.status).toBe(code);
  expect(ended[stream]).toContain(said);
  expect(ended[stream]).not.toContain("2001-01-02");
});

test("the help says what is played", () => {
  expect(lines(help(80)).join(" ")).toContain(lines(introduction(80))[1] ?? "nothing");
});
