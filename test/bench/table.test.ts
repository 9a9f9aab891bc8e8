import { expect, test } from "@jest/globals";
import { withFigures } from "../../bench/docs.ts";
import { entryOf } from "../../bench/suite.ts";
import { entryTable } from "../../bench/table.ts";
import { plain } from "../../lakehouse/run/view/text.ts";

// Made-up figures.
const entries = [
  entryOf("split", 20_000_000, { seconds: 13.5, cpu_seconds: 26.1, rss_mb: 377, baseline_seconds: 10 }),
  entryOf("beam-host", 3_000_000, { seconds: 5, cpu_seconds: 4, rss_mb: 300, baseline_seconds: 5, by: "cpu" }),
  entryOf("small-10", 1000, { seconds: 0.25, cpu_seconds: null, rss_mb: null, baseline_seconds: 0.25 }),
];

test("a table for a terminal", () => {
  expect(entryTable(entries, 100).map((line) => plain(line).trimEnd())).toEqual([
    "bench            rows  seconds         CPU s        RSS MB  baseline s  ratio",
    "split      20,000,000    13.50          26.1           377       10.00   1.35",
    "beam-host   3,000,000     5.00           4.0           300    5.00 CPU   0.80",
    "small-10        1,000     0.25  not measured  not measured        0.25   1.00",
  ]);
});

const page =
  "# Bench\n<!-- figures: renewed by `npm run bench -- --write-docs`, not by hand -->\nold\n<!-- end of figures -->\nmore\n";

test("a table for the docs, between its marks", () => {
  expect(withFigures(page, { machine: "2 cores", entries })).toBe(`# Bench
<!-- figures: renewed by \`npm run bench -- --write-docs\`, not by hand -->
Measured on 2 cores.

| bench | rows | seconds | CPU s | RSS MB | baseline s | ratio |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| split | 20,000,000 | 13.50 | 26.1 | 377 | 10.00 | 1.35 |
| beam-host | 3,000,000 | 5.00 | 4.0 | 300 | 5.00 CPU | 0.80 |
| small-10 | 1,000 | 0.25 | not measured | not measured | 0.25 | 1.00 |
<!-- end of figures -->
more
`);
});

test("without figures the page says so", () => {
  expect(withFigures(page, { machine: "2 cores", entries: [] })).toContain("Nothing was measured yet.");
});

test("a page without marks is refused", () => {
  expect(() => withFigures("# Bench\n", { machine: "2 cores", entries })).toThrow("lacks");
});
