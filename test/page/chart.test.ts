import { describe, expect, test } from "@jest/globals";
import { type Bars, barsSpec } from "../../lakehouse/run/page/chart/bars.ts";
import { axisDays, namedDays } from "../../lakehouse/run/page/chart/days.ts";
import { draw } from "../../lakehouse/run/page/chart/draw.ts";
import { worstByDay } from "../../lakehouse/run/page/chart/tiles.ts";

const bars: Bars = {
  days: ["2026-11-20", "2026-11-21", "2026-11-22"],
  kinds: [
    { kind: "loaded", colour: "var(--loaded)" },
    { kind: "quarantined", colour: "var(--quarantined)" },
  ],
  values: [
    { day: "2026-11-20", kind: "loaded", value: 100 },
    { day: "2026-11-20", kind: "quarantined", value: 20 },
    { day: "2026-11-22", kind: "loaded", value: 50 },
    { day: "2026-11-22", kind: "quarantined", value: 0 },
    { day: "1999-01-01", kind: "loaded", value: 9_999 },
  ],
  notes: new Map([["2026-11-20", "20 Nov: 120 rows"]]),
  width: 300,
  height: 100,
  frame: "axes",
};
const caption = { title: "Rows", description: "of three days", className: "chart" };

/** Top and height of each bar of a colour, from left to right. */
function barsOf(svg: string, colour: string): { top: number; height: number }[] {
  return [...svg.matchAll(/d="M([\d.]+),([\d.]+)h[\d.]+v([\d.]+)h-[\d.]+Z" fill="([^"]*)"/g)]
    .filter(([, , , , fill]) => fill === colour)
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .map(([, , top, height]) => ({ top: Number(top), height: Number(height) }));
}

describe("stacked bars", () => {
  test("heights are as the numbers are, and one kind stands on the other", async () => {
    const svg = String(await draw(barsSpec(bars), caption));
    const [first, last, ...more] = barsOf(svg, "var(--loaded)");
    expect(more).toEqual([]);
    expect((first?.height ?? 0) / (last?.height ?? 1)).toBeCloseTo(2, 1);
    const [above, ...none] = barsOf(svg, "var(--quarantined)");
    expect(none).toEqual([]);
    expect((above?.top ?? 0) + (above?.height ?? 0)).toBeCloseTo(first?.top ?? 0, 1);
  });

  test("a picture says what it is, holds notes for a pointer, and nothing that needs a script", async () => {
    const svg = String(await draw(barsSpec(bars), { ...caption, title: "<b>Rows</b>" }));
    expect(svg).toContain("<title>&lt;b&gt;Rows&lt;/b&gt;</title><desc>of three days</desc>");
    expect(svg).toContain("<title>20 Nov: 120 rows</title>");
    expect(svg).toContain(">20 Nov</text>");
    expect(svg).not.toMatch(/aria-label=|class="mark|\d\.\d{3}/);
  });

  test("a bare picture has no text", async () => {
    const svg = String(await draw(barsSpec({ ...bars, frame: "bare" }), { ...caption, stretch: true }));
    expect(svg).toContain('preserveAspectRatio="none"');
    expect(svg).not.toContain("<text");
    expect(barsOf(svg, "var(--loaded)")).toHaveLength(2);
  });
});

describe("days of an axis", () => {
  test.each<[string, string[], string[]]>([
    ["none", [], []],
    ["gaps are filled", ["2026-02-27", "2026-03-02"], ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]],
    ["once each, in order", ["2026-01-02", "2026-01-01", "2026-01-02"], ["2026-01-01", "2026-01-02"]],
    [
      "a wrong century stretches nothing",
      ["1926-01-01", "2026-01-01", "9999-12-31"],
      ["1926-01-01", "2026-01-01", "9999-12-31"],
    ],
    ["what is no day is left out", ["x", "2026-01-01T00:00:00Z", "2026-13-01", "1", "2026-01-01"], ["2026-01-01"]],
  ])("%s", (_, given, days) => expect(axisDays(given)).toEqual(days));

  test("the newest, where there are too many", () => {
    const many = Array.from({ length: 400 }, (_, index) => new Date(index * 86_400_000).toISOString().slice(0, 10));
    expect(axisDays(many)).toEqual(many.slice(-184));
  });

  test.each([
    [3, 8, 3],
    [14, 8, 7],
    [31, 9, 5],
    [184, 9, 7],
    [184, 4, 4],
  ])("of %i days, with room for %i names, %i are named", (days, room, named) => {
    expect(
      namedDays(
        Array.from({ length: days }, (_, index) => `${index}`),
        room,
      ),
    ).toHaveLength(named);
  });
});

test("a tile shows the gravest of a day", () => {
  const tiles = worstByDay([
    { day: "2026-11-20", state: "COMMITTED" },
    { day: "2026-11-20", state: "HELD" },
    { day: "2026-11-20", state: "REJECTED" },
    { day: "2026-11-22", state: "SUPERSEDED" },
    { day: "2026-11-22", state: "COMMITTED" },
    { day: "2026-11-23", state: "GONE" },
  ]);
  expect(tiles.map(({ day, kind }) => `${day.slice(-2)} ${kind}`)).toEqual([
    "20 held",
    "21 none",
    "22 published",
    "23 none",
  ]);
});
