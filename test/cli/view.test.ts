import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { render, wantsColour } from "../../lakehouse/cli/terminal.ts";
import { ReportSchema } from "../../lakehouse/plan/report.ts";
import { escapeText } from "../../lakehouse/run/view/escape.ts";
import { bytesOf, secondsOf, share } from "../../lakehouse/run/view/numbers.ts";
import { reportView } from "../../lakehouse/run/view/report.ts";
import { table } from "../../lakehouse/run/view/table.ts";
import { cut, plain, styled, text, width } from "../../lakehouse/run/view/text.ts";
import { checkGolden } from "../golden.ts";
import { sampleReports } from "./sample-reports.ts";

const goldens = join(import.meta.dirname, "goldens");
const lines = (view: ReturnType<typeof reportView>) => `${view.map((line) => render(line, false)).join("\n")}\n`;

describe("a report reads well", () => {
  test.each(Object.entries(sampleReports))("%s", (name, report) => {
    expect(() => ReportSchema.parse(report)).not.toThrow();
    const view = lines(reportView(report, { width: 120, lake: "out/lake", kept: true, entry: null }));
    checkGolden(join(goldens, `report-${name}.txt`), view, "test/cli/view.test.ts");
    expect(view.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test("only validated: no places", () => {
    const view = lines(reportView(sampleReports.warnings, { width: 100, lake: "my lake", kept: false, entry: null }));
    expect(view).toContain("Only validated: nothing was kept.");
    expect(view).not.toContain("staging/");
  });

  test("commands name another lake, quoted", () => {
    const view = lines(reportView(sampleReports.ready, { width: 100, lake: "my lake", kept: true, entry: null }));
    expect(view).toContain("--lake 'my lake'");
  });
});

describe("what data may not do to a terminal", () => {
  test.each([
    ["\x1b[31m", "\\x1b[31m"],
    ["a\nb\r\tc\0", "a\\nb\\r\\tc\\0"],
    ["\u009b2J", "\\x9b2J"],
    ["\u202eabc\u2066", "\\u{202e}abc\\u{2066}"],
    ["zero\u200bwidth\ufeff", "zero\\u{200b}width\\u{feff}"],
    ["\ud800", "\\u{d800}"],
    ["\u{e0041}", "\\u{e0041}"],
    ["Grüße, 東京, 🚰, naïve", "Grüße, 東京, 🚰, naïve"],
  ])("%j → %s", (from, to) => expect(escapeText(from)).toBe(to));

  test("whatever the data, a rendered line has no control character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (data) => {
        expect(render(text`<${data}>`, false)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test("colours are ours alone", () => {
    expect(render(text`${styled("bad", "\x1b[0m")}!`, true)).toBe("\x1b[31m\\x1b[0m\x1b[0m!");
    expect([
      wantsColour(true, {}),
      wantsColour(false, {}),
      wantsColour(true, { NO_COLOR: "1" }),
      wantsColour(true, { TERM: "dumb" }),
    ]).toEqual([true, false, false, false]);
  });
});

describe("tables", () => {
  const rows = [
    [text`a`, text`${"x".repeat(80)}`, text`1`],
    [text`東京`, text`y`, text`1,000`],
  ];
  test("fit, and cut the widest", () => {
    const drawn = table([{ title: "k" }, { title: "long" }, { title: "n", align: "right" }], rows, {
      width: 40,
      indent: 2,
    });
    expect(drawn.map((line) => width(line)).every((columns) => columns <= 40)).toBe(true);
    expect(drawn.map(plain)).toEqual([
      `  k     long${" ".repeat(27)}n`,
      `  a     ${"x".repeat(24)}…      1`,
      `  東京  y${" ".repeat(24)}  1,000`,
    ]);
  });

  test("a cut text is as wide as asked", () => {
    expect(plain(cut(text`東京東京`, 5))).toBe("東京…");
    expect(plain(cut(text`abc`, 3))).toBe("abc");
  });
});

test("numbers", () => {
  expect([share(1, 1_000_000), share(0, 5), share(5, 5), share(999_999, 1_000_000), share(1, 3), share(0, 0)]).toEqual([
    "0.0001 %",
    "0 %",
    "100 %",
    "99.9999 %",
    "33.33 %",
    "–",
  ]);
  expect([bytesOf(0), bytesOf("1500"), bytesOf(2_550_000_000)]).toEqual(["0 B", "1.5 kB", "2.5 GB"]);
  expect([secondsOf(12), secondsOf(1234), secondsOf(125_000)]).toEqual(["12 ms", "1.2 s", "2 min 5 s"]);
});
