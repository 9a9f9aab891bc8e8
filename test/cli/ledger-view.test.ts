import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { render } from "../../lakehouse/cli/terminal.ts";
import { CheckRecordSchema } from "../../lakehouse/ledger/checks.ts";
import { DROP_STATES, EntrySchema } from "../../lakehouse/ledger/entry.ts";
import { PublicationSchema } from "../../lakehouse/ledger/publication.ts";
import { MessageSchema } from "../../lakehouse/notify/message.ts";
import type { OpenDrop } from "../../lakehouse/run/open-drops.ts";
import type { Advanced } from "../../lakehouse/run/publish-all.ts";
import { standstillLines } from "../../lakehouse/run/view/advanced.ts";
import { checkedLines } from "../../lakehouse/run/view/checked.ts";
import { dropView } from "../../lakehouse/run/view/drop.ts";
import { datasetTable } from "../../lakehouse/run/view/drop-table.ts";
import { type DropEnd, dropLine, isClean, worst } from "../../lakehouse/run/view/drops.ts";
import { escapeJson } from "../../lakehouse/run/view/escape.ts";
import { logTable } from "../../lakehouse/run/view/log.ts";
import { mailLine } from "../../lakehouse/run/view/mails.ts";
import { ageOf } from "../../lakehouse/run/view/numbers.ts";
import { openDropsTable } from "../../lakehouse/run/view/open-drops.ts";
import { publicationLine } from "../../lakehouse/run/view/publication.ts";
import { publicationView } from "../../lakehouse/run/view/publication-view.ts";
import { reportView } from "../../lakehouse/run/view/report.ts";
import { statusView } from "../../lakehouse/run/view/status.ts";
import { type Text, text } from "../../lakehouse/run/view/text.ts";
import { checkGolden } from "../golden.ts";
import { sampleState } from "../page/sample.ts";
import { entryIn, sampleChecks, sampleMessages, samplePublications } from "./sample-ledger.ts";
import { sampleReports } from "./sample-reports.ts";

const goldens = join(import.meta.dirname, "goldens");

function golden(name: string, lines: readonly Text[]): void {
  const said = `${lines.map((line) => render(line, false)).join("\n")}\n`;
  expect(said.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  checkGolden(join(goldens, name), said, "test/cli/ledger-view.test.ts");
}

const options = { width: 120, lake: "out/lake", kept: true };
const publications = Object.values(samplePublications);
const reportOf = { READY: "warnings", COMMITTED: "ready", HELD: "held", REJECTED: "rejected" } as const;

/** Every state, with a report where the state has one; and reports that the ledger went on from. */
const ends: readonly DropEnd[] = [
  ...DROP_STATES.map((state) => {
    const name = state in reportOf ? reportOf[state as keyof typeof reportOf] : null;
    return { state, entry: entryIn(state), report: name && sampleReports[name], alreadyDone: false };
  }),
  { state: "again", entry: entryIn("COMMITTED"), report: sampleReports.ready, alreadyDone: true },
  { state: "held again", entry: entryIn("HELD"), report: sampleReports.held, alreadyDone: true },
  {
    state: "load failed",
    entry: entryIn("HELD", {
      reason: { code: "LOAD_FAILED", message: "the warehouse refuses its files", cure: "mend it" },
    }),
    report: sampleReports.ready,
    alreadyDone: false,
  },
  { state: "superseded later", entry: entryIn("SUPERSEDED"), report: sampleReports.ready, alreadyDone: false },
  { state: "tried", entry: null, report: sampleReports.warnings, alreadyDone: false },
  { state: "drafted", entry: null, report: sampleReports.ready, alreadyDone: false, drafted: true },
  { state: "overtaken", entry: decidedBy("ann"), report: null, alreadyDone: true, overtaken: true },
  { state: "anna@firma.example", entry: entryIn("GONE"), report: null, alreadyDone: false },
].map(({ state, ...end }) => ({ shown: `drops/${state}.parquet`, dataset: "pings", ...end }));

function decidedBy(by: string) {
  const entry = entryIn("CLAIMED");
  return { ...entry, round: 2, history: [...entry.history.map((step) => ({ ...step, by })), ...entry.history] };
}

test("the samples are what a ledger holds", () => {
  for (const { entry } of ends) if (entry) EntrySchema.parse(entry);
  for (const publication of publications) PublicationSchema.parse(publication);
  for (const message of sampleMessages) MessageSchema.parse(message);
});

describe("drops", () => {
  test("a line for each state", () => golden("drop-lines.txt", ends.map(dropLine)));

  test("a table counts every drop once", () => {
    const table = datasetTable([...ends, { ...ends[0], dataset: "others" } as DropEnd], 160);
    golden("drop-table.txt", table);
  });

  test("what somebody should look at, the worst first", () => {
    expect(ends.filter(isClean).map(({ shown }) => shown.slice(6, -8))).toEqual([
      "COMMITTED",
      "SUPERSEDED",
      "DUPLICATE",
      "again",
      "superseded later",
    ]);
    const [first] = worst(ends);
    expect(first?.report?.verdict ?? "none").toMatch(/none|rejected/);
  });

  test("without a report: why there is none, and what to do", () => {
    const states = ["DUPLICATE", "SUPERSEDED", "GONE", "POISON", "CLAIMED", "LAUNCHED"] as const;
    const views = states.map((state) => dropView({ entry: entryIn(state), report: null }, options));
    golden(
      "drop-views.txt",
      views.flatMap((view) => [...view, text``]),
    );
  });

  test("a report says what the ledger has made of it since", () => {
    const report = (name: keyof typeof sampleReports, entry: ReturnType<typeof entryIn>) =>
      reportView(sampleReports[name], { ...options, entry }).slice(0, 4);
    const by = [{ at: "2026-11-20T07:00:00.000Z", state: "CLAIMED" as const, round: 1, attempt: 1, by: "ann" }];
    golden("report-heads.txt", [
      ...report("ready", entryIn("COMMITTED")),
      ...report("warnings", entryIn("READY")),
      ...report("ready", entryIn("SUPERSEDED")),
      ...report("held", entryIn("HELD")),
      ...report(
        "held",
        entryIn("REJECTED", { reason: { code: "REJECTED_BY_HAND", message: "a person rejected it", cure: "" } }),
      ),
      ...report("warnings", entryIn("COMMITTED", { history: by })),
    ]);
  });

  test("what waits, and for how long", () => {
    const open: OpenDrop[] = (["HELD", "READY", "CLAIMED", "LAUNCHED"] as const).map((state, index) => {
      return { entry: entryIn(state), since: "2026-11-20T06:00:02.000Z", seconds: 7 * 60 ** index };
    });
    golden("open-drops.txt", openDropsTable(open, 160));
  });
});

test("the status of a lake, at a glance and of one dataset", () => {
  const page = sampleState();
  const open = [{ entry: entryIn("HELD"), since: "2026-11-20T06:00:02.000Z", seconds: 7200 }];
  const lags = new Map(page.datasets.map(({ name }, index) => [name, index === 0 ? 90 : null] as const));
  const shown = { width: 160, lake: "my lake", rows: false };
  golden("status.txt", statusView({ page, open, lags }, shown));
  const one = { ...page, datasets: page.datasets.slice(0, 1), derived: [] };
  golden("status-one.txt", statusView({ page: one, open: [], lags }, { ...shown, rows: true }));
  expect(statusView({ page: { ...page, datasets: [], derived: [] }, open: [], lags }, shown)).toHaveLength(1);
});

describe("publications", () => {
  test("a line for each", () => golden("publication-lines.txt", publications.map(publicationLine)));
  test("the log", () => golden("ledger-log.txt", logTable(publications, 160)));
  test.each(Object.entries(samplePublications))("in full: %s", (name, publication) =>
    golden(`publication-${name}.txt`, publicationView(publication, 120)),
  );

  test("why one does not go on", () => {
    const advanced: Advanced = { dataset: "pings", ended: [], stuck: null, waitingOn: null, checked: [], fault: null };
    const lines = [
      advanced,
      { ...advanced, stuck: samplePublications.stuck },
      {
        ...advanced,
        waitingOn: { number: 3, code: "TARGET_BEHIND", message: "the table of pings lacks os", jobs: [] } as const,
      },
      { ...advanced, fault: new Error("the disk is full") },
    ].flatMap(standstillLines);
    golden("standstills.txt", lines);
  });
});

test("checks after a publication: what is not as it should be", () => {
  expect(() => CheckRecordSchema.parse(sampleChecks)).not.toThrow();
  golden("checked-lines.txt", checkedLines(sampleChecks));
});

test("mails: where they are, or why not", () => {
  golden(
    "mail-lines.txt",
    sampleMessages.map((message) => mailLine(message, "out/lake")),
  );
});

test("ages", () => {
  expect([0, 59.6, 89, 90, 3600, 5400, 7500, 172_000, 172_800, 900_000_000].map(ageOf)).toEqual([
    "0 s",
    "60 s",
    "89 s",
    "1 min",
    "60 min",
    "1 h 30 min",
    "2 h 5 min",
    "47 h 46 min",
    "2 days",
    "10,416 days",
  ]);
});

test("JSON for a terminal says the same and holds nothing that could speak to it", () => {
  const value = { "a\u202eb": "\u009b2J \u{e0041} \ufeff", plain: "Grüße, 東京" };
  const json = escapeJson(`${JSON.stringify(value, null, 1)}\n`);
  expect(JSON.parse(json)).toEqual(value);
  expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(json).toContain("Grüße, 東京");
});
