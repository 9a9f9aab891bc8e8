import type { AirportDay } from "./days.ts";
import type { Panel } from "./panel.ts";
import { dayNumber, px, type Scale } from "./scale.ts";

export function bars(days: readonly AirportDay[], { y, bottom }: Panel, x: Scale, slot: number): string {
  const thick = Math.max(0.8, slot * 0.78);
  const kinds = ["normal", "insufficient volume", "delay", "volume", "both"] as const;
  return kinds
    .map((kind) => {
      const path = days
        .filter(({ state, flights }) => state === kind && flights > 0)
        .map(
          ({ day, flights }) =>
            `M${px(x(dayNumber(day)) - thick / 2)} ${px(bottom)}V${px(y(flights))}h${px(thick)}V${px(bottom)}z`,
        )
        .join("");
      return path && `<path class="bar ${kind.replace(" ", "-")}" d="${path}"/>`;
    })
    .filter(Boolean)
    .join("\n");
}

/** What was expected, as a step a day. */
export function steps(days: readonly AirportDay[], { y }: Panel, x: Scale, slot: number): string {
  let pen = false;
  const path = days.map(({ day, expectedFlights, state }) => {
    if (expectedFlights === null || state === "insufficient volume") {
      pen = false;
      return "";
    }
    const from = `${px(x(dayNumber(day)) - slot / 2)} ${px(y(expectedFlights))}`;
    const step = `${pen ? "L" : "M"}${from}h${px(slot)}`;
    pen = true;
    return step;
  });
  const all = path.join("");
  return all && `<path class="expected-flights" d="${all}"/>`;
}

export function line(
  name: string,
  days: readonly AirportDay[],
  value: (day: AirportDay) => number | null,
  y: Scale,
  x: Scale,
): string {
  let before: number | null = null;
  const path = days.map((day) => {
    const at = dayNumber(day.day);
    const found = value(day);
    const connected = before === at - 1;
    before = found === null ? null : at;
    return found === null ? "" : `${connected ? "L" : "M"}${px(x(at))} ${px(y(found))}${connected ? "" : "h0"}`;
  });
  const all = path.join("");
  return all && `<path class="${name}" d="${all}"/>`;
}
