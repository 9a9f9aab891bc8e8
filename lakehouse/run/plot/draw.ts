import { grouped } from "../view/numbers.ts";
import { axes } from "./axes.ts";
import { type AirportDay, type AirportYear, isUnusual } from "./days.ts";
import { BETWEEN, DELAY_HEIGHT, FLIGHTS_HEIGHT, type Frame, LEFT, RIGHT, TOP } from "./frame.ts";
import { band, labels, mark, tip } from "./marks.ts";
import { panelOf } from "./panel.ts";
import { dayNumber, type Scale, ticks } from "./scale.ts";
import { bars, line, steps } from "./series.ts";
import { xml } from "./xml.ts";

/**
 * Two panels over one axis of days: flights as bars with unusual days marked, and delay as a line. Elements only, with
 * classes that `style.ts` colours; the same days give the same text.
 */
export function drawPlot({ airport, year, days }: AirportYear, { width, first, last }: Frame): string {
  const slots = dayNumber(last) - dayNumber(first) + 1;
  const slot = (width - LEFT - RIGHT) / slots;
  const x: Scale = (day) => LEFT + (day - dayNumber(first) + 0.5) * slot;
  const flights = panelOf(width, TOP, FLIGHTS_HEIGHT, flightTicks(days));
  const delay = panelOf(width, TOP + FLIGHTS_HEIGHT + BETWEEN, DELAY_HEIGHT, delayTicks(days));
  const unusual = days.filter(isUnusual);
  const parts = [
    `<title>${xml(`${airport} ${year}`)}</title>`,
    `<desc>${xml(`Flights a day as bars and mean arrival delay as a line, ${first} to ${last}; ${grouped(unusual.length)} unusual days are marked.`)}</desc>`,
    axes({ flights, delay, x, first, last, slot }),
    ...unusual.map((day) => band(day, x, slot)),
    bars(days, flights, x, slot),
    steps(days, flights, x, slot),
    line("expected-delay", days, (day) => day.expectedDelay, delay.y, x),
    line("delay-line", days, (day) => day.delay, delay.y, x),
    ...unusual.map((day) => mark(day, x, delay)),
    ...labels(unusual, x, width),
    ...unusual.map((day) => tip(day, x, slot)),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function flightTicks(days: readonly AirportDay[]): number[] {
  const greatest = Math.max(1, ...days.flatMap(({ flights, expectedFlights }) => [flights, expectedFlights ?? 0]));
  return ticks(0, greatest, 3);
}

function delayTicks(days: readonly AirportDay[]): number[] {
  const values = days.flatMap(({ delay }) => (delay === null ? [] : [delay]));
  return ticks(Math.min(0, ...values), Math.max(10, ...values), 3);
}
