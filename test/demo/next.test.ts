import { expect, test } from "@jest/globals";
import { nextCommands } from "../../demo/next.ts";
import { plain } from "../../lakehouse/run/view/text.ts";
import { reportOf } from "./reports.ts";

test("three commands about the dirtiest drop, ready to copy", () => {
  const dirty = reportOf({
    dataset: "device_pings",
    rows: { in: 10, good: 7, quarantined: 3, duplicates: 0 },
  });
  const lines = nextCommands([reportOf(), dirty, reportOf()], "out/demo lake").map(plain);
  expect(`${lines.join("\n")}\n`).toBe(`\
Try next
  # the whole report of the dirtiest drop
  npx sluice report 01234567 --lake 'out/demo lake'
  # ask the lake: why are rows in quarantine?
  npx sluice query 'SELECT reason.rule, count(*) AS rows FROM (SELECT unnest(_reasons) AS reason FROM device_pings_quarantine) GROUP BY ALL ORDER BY rows DESC' --lake 'out/demo lake'
  # what Sluice does with a dataset, in words and SQL
  npx sluice plan device_pings
`);
});

test("nothing ran, nothing to try", () => expect(nextCommands([], "out/demo/lake")).toEqual([]));
