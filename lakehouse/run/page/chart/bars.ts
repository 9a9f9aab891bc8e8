import type { TopLevelSpec } from "vega-lite";
import { namedDays } from "./days.ts";

/** Stacked bars, one a day. A spec holds days and numbers only, so no text of the data can reach the picture. */
export interface Bars {
  readonly days: readonly string[];
  /** From the bottom up; colours are CSS values, so that one picture serves both themes. */
  readonly kinds: readonly { readonly kind: string; readonly colour: string }[];
  readonly values: readonly { readonly day: string; readonly kind: string; readonly value: number }[];
  /** What a pointer that rests on a day is told. */
  readonly notes: ReadonlyMap<string, string>;
  readonly width: number;
  readonly height: number;
  /** `bare`: no axes and no text, may be stretched to any width. */
  readonly frame: "axes" | "bare";
}

const left = 44;
const below = 22;

export function barsSpec(bars: Bars): TopLevelSpec {
  const axes = bars.frame === "axes";
  const rank = new Map(bars.kinds.map(({ kind }, index) => [kind, index]));
  const values = bars.values.filter(({ day, value }) => value > 0 && bars.days.includes(day));
  const notes = [...bars.notes].map(([day, note]) => ({ day, note })).filter(({ day }) => bars.days.includes(day));
  return {
    width: bars.width - (axes ? left : 0),
    height: bars.height - (axes ? below : 0),
    padding: axes ? { left, right: 0, top: 6, bottom: below } : 0,
    autosize: "none",
    encoding: { x: dayAxis(bars) },
    layer: [
      {
        data: { values: values.map((value) => ({ ...value, rank: rank.get(value.kind) ?? 0 })) },
        mark: { type: "bar", aria: false },
        encoding: {
          y: { field: "value", type: "quantitative", scale: { nice: axes ? 3 : false }, axis: axes ? rowAxis : null },
          color: {
            field: "kind",
            type: "nominal",
            scale: { domain: bars.kinds.map(({ kind }) => kind), range: bars.kinds.map(({ colour }) => colour) },
            legend: null,
          },
          order: { field: "rank", type: "quantitative" },
        },
      },
      {
        data: { values: notes },
        mark: { type: "bar", fill: "transparent" },
        encoding: { y: { value: 0 }, y2: { value: "height" }, description: { field: "note", type: "nominal" } },
      },
    ],
    config: { font: "inherit", background: "transparent", view: { stroke: null }, axis: axisColours },
  };
}

const axisColours = {
  labelColor: "var(--muted)",
  labelFontSize: 11,
  gridColor: "var(--grid)",
  domain: false,
  ticks: false,
} as const;

const rowAxis = {
  title: null, // Large and small alike, but no "0k".
  labelExpr: "datum.value === 0 ? '0' : format(datum.value, '~s')",
  tickCount: 3,
  tickMinStep: 1,
  labelPadding: 8,
} as const;

function dayAxis({ days, frame, width }: Bars) {
  const named = namedDays(days, Math.floor(width / 80));
  const shown = {
    title: null,
    grid: false,
    labelAngle: 0 as const,
    labelPadding: 6,
    values: named,
    labelExpr: "utcFormat(toDate(datum.value), '%-d %b')",
  };
  // Few days must not become walls.
  const padding = days.length < 12 ? 0.6 : days.length > 90 ? 0.1 : 0.25;
  return {
    field: "day",
    type: "ordinal" as const,
    scale: { domain: [...days], paddingInner: padding, paddingOuter: 0 },
    axis: frame === "axes" ? shown : null,
  };
}
