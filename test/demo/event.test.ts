import { expect, test } from "@jest/globals";
import { eventHead, eventLine } from "../../demo/event.ts";
import { plain } from "../../lakehouse/run/view/text.ts";
import { failedRule, reportOf } from "./reports.ts";

const early = failedRule("arr_delay.minimum", 2, "arr_delay is at least -120.");
const missing = failedRule("country_missing", 1_180, "country_code is there", {
  severity: "warning",
  outcome: "warned",
});
const july = failedRule("departed_at.exclusiveMaximum", 6, "departed_at is before 2001-07-01");

test("one line a drop", () => {
  const lines = [
    { at: 0.42, report: reportOf() },
    {
      at: 12.345,
      report: reportOf({
        day: "2001-06-30",
        rows: { in: 15_632, good: 15_624, quarantined: 8, duplicates: 3 },
        rules: [failedRule("distance.minimum", 0, "distance is at least 20."), early, july],
      }),
    },
    {
      at: 13,
      report: reportOf({
        dataset: "device_pings",
        day: "2026-11-11",
        verdict: "ready with warnings",
        rows: { in: 20_080, good: 19_021, quarantined: 1_059, duplicates: 0 },
        reasons: [{ code: "RULE_WARNING", message: "country_missing: 5.9 % of rows, allowed < 5 %", cure: "" }],
        rules: [july, missing],
      }),
    },
    {
      at: 13.1,
      report: reportOf({
        dataset: "device_pings",
        day: "2026-11-12",
        verdict: "rejected",
        rows: { in: null, good: 0, quarantined: 0, duplicates: 0 },
        reasons: [{ code: "TRUNCATED", message: "the file ends too early", cure: "upload it again" }],
      }),
    },
  ].map((event) => plain(eventLine(event)).trimEnd());
  expect([plain(eventHead()), ...lines]).toEqual([
    "   time  dataset       day         verdict                    rows = good + bad",
    "  0.4 s  flights       2001-01-05  ready                16,550 = 16,550 +     0",
    " 12.3 s  flights       2001-06-30  ready                15,632 = 15,624 +     8  6 rows break “departed_at is before 2001-07-01”; 3 duplicate rows left out",
    " 13.0 s  device_pings  2026-11-11  ready with warnings  20,080 = 19,021 + 1,059  1,180 rows break “country_code is there”",
    " 13.1 s  device_pings  2026-11-12  rejected                      none were read  the file ends too early → upload it again",
  ]);
});
