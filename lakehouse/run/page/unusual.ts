import { isUnusual } from "../plot/days.ts";
import { drawPlot } from "../plot/draw.ts";
import { HEIGHT } from "../plot/frame.ts";
import { STATE_WORDS, shortDay } from "../plot/words.ts";
import { xml } from "../plot/xml.ts";
import { grouped } from "../view/numbers.ts";
import { type Markup, made, markup, prose } from "./markup.ts";
import type { DerivedState, UnusualState } from "./state.ts";
import { type Column, table } from "./table.ts";
import { anchor, counted, quantity } from "./words.ts";

/** Text keeps its size only where a picture keeps its width: one for the desk, one for the phone. */
const screens = [
  { className: "plot chart wide", width: 720 },
  { className: "plot chart narrow", width: 340 },
] as const;

/** Airports' unusual days: pictures of the most unusual ones, and a list of all. */
export function unusualSection({ name, title, description, unusual }: DerivedState): Markup | null {
  if (!unusual) return null;
  const { year, shown, airports, all } = unusual;
  const none = markup`<p class="empty">No day of ${String(year)} was unusual, at ${counted(all, "airport")}.</p>`;
  return markup`<section id="${anchor(name)}-days"><div class="title"><h2>${title}</h2></div>
<p class="about">${description !== null && prose(description)}</p>
<p class="quiet">${String(year)}: ${grouped(airports.length)} of ${counted(all, "airport")} had unusual days. Bars: flights a day, with the line of what was expected; below: mean delay.</p>
${shown.length === 0 ? none : [legend, ...shown.map((airport) => picture(airport, unusual))]}
${airports.length > 0 && table("Unusual days by airport", columns, airports, ["airport", "airports"])}</section>
`;
}

const legend = markup`<p class="legend">${made(
  (["volume", "delay", "both", "insufficient volume"] as const)
    .map((state) => `<span><i class="swatch plot-${state.replace(" ", "-")}"></i>${STATE_WORDS[state]}</span>`)
    .join(""),
)}</p>`;

function picture(airport: UnusualState["shown"][number], { first, last }: UnusualState): Markup {
  const days = airport.days.filter(isUnusual);
  const drawn = screens.map(({ className, width }) =>
    made(
      `<svg class="${className}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${xml(airport.airport)}: flights a day and mean delay">${drawPlot(airport, { width, first, last })}</svg>`,
    ),
  );
  const worst = days.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0];
  const words = worst ? `${counted(days.length, "unusual day")}, most on ${shortDay(worst.day)}` : "";
  return markup`<figure class="airport"><figcaption><b>${airport.airport}</b> ${words}</figcaption>${drawn}</figure>`;
}

type Line = UnusualState["airports"][number];

const columns: readonly Column<Line>[] = [
  {
    title: "Airport",
    kind: "main",
    cell: ({ airport, file }) => (file === null ? airport : markup`<a href="${encodeURI(file)}">${airport}</a>`),
  },
  { title: "Unusual days", kind: "number", cell: ({ unusual }) => quantity(unusual) },
  { title: "Greatest score", kind: "number", cell: ({ score }) => (score === null ? "–" : score.toFixed(1)) },
];
