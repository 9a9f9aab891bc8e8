import { describe, expect, test } from "@jest/globals";
import { plotPath } from "../../../lakehouse/run/plot/days.ts";
import { drawPlot } from "../../../lakehouse/run/plot/draw.ts";
import { plotFile } from "../../../lakehouse/run/plot/file.ts";
import { monthsBetween, ticks } from "../../../lakehouse/run/plot/scale.ts";
import { frame, sampleYear } from "./sample.ts";

const count = (svg: string, part: string) => svg.split(part).length - 1;

test("the same days give the same bytes", () => {
  expect(plotFile(sampleYear(), frame)).toBe(plotFile(structuredClone(sampleYear()), frame));
});

describe("a picture", () => {
  const svg = plotFile(sampleYear(), frame);

  test("marks each unusual day once, in both panels, and says what it was at the pointer", () => {
    expect(count(svg, '<path class="mark ')).toBe(3);
    expect(count(svg, '<path class="band ')).toBe(3);
    // One of the three had no flight, hence no delay.
    expect(count(svg, '<circle class="dot ')).toBe(2);
    expect(svg).toContain(
      "<title>12 Mar 2001, late and few flights: 27 flights, 300 expected; 46 min late, 8 expected</title>",
    );
    expect(svg).toContain("<title>25 Feb 2001, few flights: 0 flights, 240 expected</title>");
    expect(svg).toContain("3 unusual days");
  });

  test("has a bar for every day with a flight", () => {
    const bars = [...svg.matchAll(/<path class="bar [a-z-]+" d="([^"]*)"/g)].map(([, path]) => count(path ?? "", "M"));
    expect(bars.reduce((sum, one) => sum + one, 0)).toBe(98);
  });

  test("breaks the line where a day is missing or has no delay", () => {
    const [, line = ""] = /class="delay-line" d="([^"]*)"/.exec(svg) ?? [];
    expect(count(line, "M")).toBe(3);
  });

  test("loads nothing and runs nothing", () => {
    expect(svg).not.toMatch(/<script|href|url\(|on\w+=/);
    expect(svg).toContain("prefers-color-scheme: dark");
  });
});

test("hostile names stay text, in the picture and in its path", () => {
  const hostile = { ...sampleYear('<a onload="x">&\u202e'), year: 2001 };
  const svg = plotFile(hostile, frame);
  expect(svg).toContain("&lt;a onload=&quot;x&quot;&gt;&amp;\\u{202e} 2001");
  expect(svg).not.toContain("<a ");
  expect(plotPath("t", { airport: "../x/y", year: 2001 })).toBe("t/year=2001/airport=..%2Fx%2Fy.svg");
});

test("no day, one day, and days without a flight can be drawn", () => {
  const { days } = sampleYear();
  for (const some of [[], days.slice(0, 1), days.filter(({ flights }) => flights === 0)]) {
    expect(drawPlot({ ...sampleYear(), days: some }, { ...frame, width: 340 })).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test.each([
  [0, 372, 3, [0, 200, 400]],
  [0, 1, 3, [0, 0.5, 1]],
  [-12, 66, 3, [-50, 0, 50, 100]],
  [0, 0, 3, [0]],
])("ticks from %d to %d", (least, greatest, about, wanted) => expect(ticks(least, greatest, about)).toEqual(wanted));

test("months, over a year's end too", () => {
  expect(monthsBetween("2000-12-02", "2001-02-01")).toEqual(["2001-01-01", "2001-02-01"]);
});
