import type { AirportDay } from "./days.ts";
import { FOOT, HEIGHT, LEFT, RIGHT, TOP } from "./frame.ts";
import type { Panel } from "./panel.ts";
import { dayNumber, px, type Scale } from "./scale.ts";
import { dayWords, shortDay } from "./words.ts";
import { xml } from "./xml.ts";

export function band({ day, state }: AirportDay, x: Scale, slot: number): string {
  const wide = Math.max(slot, 2.5);
  return `<path class="band ${state}" d="M${px(x(dayNumber(day)) - wide / 2)} ${TOP}h${px(wide)}V${FOOT}h${px(-wide)}z"/>`;
}

/** A shape for each state above its bar, so that nobody needs to tell colours apart; a dot on the line of delay. */
export function mark({ day, state, delay }: AirportDay, x: Scale, panel: Panel): string {
  const at = x(dayNumber(day));
  const shapes = {
    volume: `M${px(at - 3.5)} ${TOP - 8}h7l-3.5 6z`,
    delay: `M${px(at - 3)} ${TOP - 5}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z`,
    both: `M${px(at)} ${TOP - 9.5}l4 4.5l-4 4.5l-4 -4.5z`,
  };
  const shape = state === "volume" || state === "delay" || state === "both" ? shapes[state] : "";
  const dot = delay === null ? "" : `<circle class="dot ${state}" cx="${px(at)}" cy="${px(panel.y(delay))}" r="2.4"/>`;
  return `<path class="mark ${state}" d="${shape}"/>${dot}`;
}

const LABEL_WIDTH = 46;

/** The dates of the most unusual days, as many as have room. */
export function labels(unusual: readonly AirportDay[], x: Scale, width: number): string[] {
  const placed: number[] = [];
  const worst = unusual.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0) || (a.day < b.day ? -1 : 1));
  return worst.slice(0, 12).flatMap(({ day }) => {
    const at = Math.min(Math.max(x(dayNumber(day)), LEFT + LABEL_WIDTH / 2), width - RIGHT - LABEL_WIDTH / 2);
    if (placed.length >= 4 || placed.some((other) => Math.abs(other - at) < LABEL_WIDTH)) return [];
    placed.push(at);
    return [`<text class="day" x="${px(at)}" y="10" text-anchor="middle">${shortDay(day)}</text>`];
  });
}

/** Shown at the pointer, over the whole height. */
export function tip(day: AirportDay, x: Scale, slot: number): string {
  const wide = Math.max(slot, 5);
  return `<path class="tip" d="M${px(x(dayNumber(day.day)) - wide / 2)} 0h${px(wide)}V${HEIGHT}h${px(-wide)}z"><title>${xml(dayWords(day))}</title></path>`;
}
