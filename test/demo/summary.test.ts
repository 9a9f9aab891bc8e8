import { describe, expect, test } from "@jest/globals";
import { type DatasetSummary, disagreements, summarise } from "../../demo/summary.ts";
import { summaryView } from "../../demo/summary-view.ts";
import { plain } from "../../lakehouse/run/view/text.ts";
import { failedRule, reportOf } from "./reports.ts";

const early = (failed: number) => failedRule("arr_delay.minimum", failed, "arr_delay is at least -120.");
const july = (failed: number) =>
  failedRule("departed_at.exclusiveMaximum", failed, "departed_at is before 2001-07-01.");

const flights = summarise(
  "flights",
  [
    reportOf({ rules: [early(0), july(0)] }),
    reportOf({ rows: { in: 100, good: 94, quarantined: 6, duplicates: 4 }, rules: [early(1), july(5)] }),
    reportOf({ verdict: "held", rows: { in: 10, good: 9, quarantined: 1, duplicates: 0 }, rules: [early(1), july(0)] }),
  ],
  { source: 16_660, good: 16_649, quarantined: 7 },
);
const pings = summarise(
  "device_pings",
  [reportOf({ verdict: "rejected", rows: { in: null, good: 0, quarantined: 0, duplicates: 0 } })],
  { source: 0, good: 0, quarantined: 0 },
);

test("drops by verdict, rows and failed rules add up", () => {
  expect(flights).toEqual({
    dataset: "flights",
    drops: { ready: 2, "ready with warnings": 0, held: 1, rejected: 0 },
    rows: { in: 16_660, good: 16_653, quarantined: 7, duplicates: 4 },
    failedRules: [
      { id: "departed_at.exclusiveMaximum", failed: 5, description: "departed_at is before 2001-07-01." },
      { id: "arr_delay.minimum", failed: 2, description: "arr_delay is at least -120." },
    ],
    files: { source: 16_660, good: 16_649, quarantined: 7 },
  } satisfies DatasetSummary);
});

test("the view", () => {
  const lines = summaryView({ seconds: 12, datasets: [flights, pings] }, 120).map((line) => plain(line).trimEnd());
  expect(`${lines.join("\n")}\n`).toBe(`\
Drops by verdict, and their rows
  dataset       ready  with warnings  held  rejected  rows in    good  quarantined  duplicates
  flights           2              –     1         –   16,660  16,653            7           4
  device_pings      –              –     –         1        –       –            –           –

Rules that rows of flights failed
  rows  rule                          what must hold
     5  departed_at.exclusiveMaximum  departed_at is before 2001-07-01.
     2  arr_delay.minimum             arr_delay is at least -120.

Counted again in the files themselves  rejected ones apart
  ✓ flights  16,660 rows read = 16,649 in good files + 7 in quarantine + 4 duplicates left out  checked
  ✓ device_pings  0 rows read = 0 in good files + 0 in quarantine  checked
`);
});

describe("files that disagree with the reports", () => {
  test("agreement says nothing", () => expect(disagreements(flights)).toEqual([]));

  test.each([
    [{ source: 16_661, good: 16_649, quarantined: 7 }, "flights: the reports say 16660 rows in, the files hold 16661"],
    [
      { source: 16_660, good: 16_653, quarantined: 7 },
      "flights: the reports say 16649 good rows without duplicates, the files hold 16653",
    ],
    [{ source: 16_660, good: 16_649, quarantined: 0 }, "flights: the reports say 7 quarantined rows, the files hold 0"],
  ])("%p", (files, message) => {
    expect(disagreements({ ...flights, files })).toContain(message);
    const view = summaryView({ seconds: 1, datasets: [{ ...flights, files }] }, 120).map(plain);
    expect(view.join("\n")).not.toContain("checked");
  });
});
