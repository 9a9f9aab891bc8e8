import { LEFT } from "./frame.ts";
import type { Panel } from "./panel.ts";
import { dayNumber, monthsBetween, px, type Scale } from "./scale.ts";
import { MONTHS } from "./words.ts";

interface Axes {
  readonly flights: Panel;
  readonly delay: Panel;
  readonly x: Scale;
  readonly first: string;
  readonly last: string;
  readonly slot: number;
}

export function axes({ flights, delay, x, first, last, slot }: Axes): string {
  const bottom = delay.bottom;
  const months = monthsBetween(first, last);
  const every = Math.ceil(34 / ((slot * (dayNumber(last) - dayNumber(first) + 1)) / Math.max(1, months.length)));
  const under = months.map((day, index) => {
    const at = x(dayNumber(day)) - slot / 2;
    const tick = `<path class="grid" d="M${px(at)} ${px(flights.top)}V${px(flights.bottom)}M${px(at)} ${px(delay.top)}V${px(bottom + 4)}"/>`;
    const name = MONTHS[Number(day.slice(5, 7)) - 1] ?? "";
    return tick + (index % every === 0 ? `<text x="${px(at + 3)}" y="${px(bottom + 15)}">${name}</text>` : "");
  });
  return [
    flights.grid,
    delay.grid,
    ...under,
    `<text class="heading" x="${LEFT}" y="${px(delay.top - 9)}">mean arrival delay, minutes</text>`,
  ].join("\n");
}
