import { grouped } from "../view/numbers.ts";
import { type AirportYear, isUnusual } from "./days.ts";
import { drawPlot } from "./draw.ts";
import { type Frame, HEIGHT } from "./frame.ts";
import { plotStyle } from "./style.ts";
import { xml } from "./xml.ts";

const WIDTH = 880;
const HEAD = 58;
const MARGIN = 12;

/** One picture as a file of its own: nothing to load, light and dark, readable where it is opened. */
export function plotFile(year: AirportYear, days: Pick<Frame, "first" | "last">): string {
  const [wide, high] = [WIDTH + 2 * MARGIN, HEIGHT + HEAD + MARGIN];
  const unusual = year.days.filter(isUnusual).length;
  return `<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" role="img" aria-label="${xml(`${year.airport} ${year.year}: flights a day and mean delay`)}">
<style>${plotStyle}</style>
<path fill="var(--page)" d="M0 0h${wide}v${high}h${-wide}z"/>
<g transform="translate(${MARGIN} 0)">
<text class="name" x="6" y="24">${xml(`${year.airport} ${year.year}`)}</text>
<text x="6" y="42">flights a day, and what was expected; ${grouped(unusual)} unusual ${unusual === 1 ? "day" : "days"}</text>
${legend(WIDTH - 8)}
<g transform="translate(0 ${HEAD})">
${drawPlot(year, { ...days, width: WIDTH })}
</g></g></svg>
`;
}

/** From the right end to the left. */
function legend(right: number): string {
  return `<g class="key"><path class="volume" d="M${right - 300} 18h7l-3.5 6z"/><text x="${right - 289}" y="25">few flights</text>
<path class="delay" d="M${right - 214} 21a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z"/><text x="${right - 204}" y="25">late</text>
<path class="both" d="M${right - 164} 16.5l4 4.5l-4 4.5l-4 -4.5z"/><text x="${right - 155}" y="25">both</text>
<path class="insufficient-volume" d="M${right - 115} 16h5v9h-5z"/><text x="${right - 106}" y="25">too little to judge</text></g>`;
}
