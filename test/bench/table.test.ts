import { expect, test } from "@jest/globals";
import { withFigures } from "../../bench/docs.ts";
import { entryOf } from "../../bench/suite.ts";
import { entryTable } from "../../bench/table.ts";
import { plain } from "../../lakehouse/run/view/text.ts";

// Made-up figures.
const entries = [
  entryOf("split", 20_000_000, { seconds: 13.5, cpu_seconds: 26.1, rss_mb: 377, baseline_seconds: 10 }),
  entryOf("small-10", 1000, { seconds: 0.25, cpu_seconds: null, rss_mb: null, baseline_seconds: 0.25 }),
];

test("a table for a terminal", () => {
  expect(entryTable(entries, 100).map((line) => plain(line).trimEnd())).toEqual([
    "bench           rows  seconds         CPU s        RSS MB  baseline s  ratio",
    "split     20,000,000    13.50          26.1           377       10.00   1.35",
    "small-10       1,000     0.25  not measured  not measured        0.25   1.00",
  ]);
});

const page =
  "# Bench\n<!-- figures: renewed by `npm run bench -- --write-docs`, not by hand -->\nold\n<!-- end of figures -->\nmore\n";

test("a table for the docs, between its marks", () => {
  expect(withFigures(page, entries, "2 cores")).toBe(`# Bench
<!-- figures: renewed by \`npm run bench -- --write-docs\`, not by hand -->
Measured on 2 cores.

| bench | rows | seconds | CPU s | RSS MB | baseline s | ratio |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| split | 20,000,000 | 13.50 | 26.1 | 377 | 10.00 | 1.35 |
| small-10 | 1,000 | 0.25 | not measured | not measured | 0.25 | 1.00 |
<!-- end of figures -->
more
`);
});

test("without figures the page says so", () => {
  expect(withFigures(page, [], "2 cores")).toContain("Nothing was measured yet.");
});

test("a page without marks is refused", () => {
  expect(() => withFigures("# Bench\n", entries, "2 cores")).toThrow("lacks");
});
