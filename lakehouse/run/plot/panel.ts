import { grouped } from "../view/numbers.ts";
import { LEFT, RIGHT } from "./frame.ts";
import { linear, px, type Scale } from "./scale.ts";

/** A part of the picture with a scale of its own. */
export interface Panel {
  readonly top: number;
  readonly bottom: number;
  readonly y: Scale;
  /** Lines and numbers of the scale. */
  readonly grid: string;
}

export function panelOf(width: number, top: number, height: number, ticks: readonly number[]): Panel {
  const bottom = top + height;
  const y = linear([ticks[0] ?? 0, ticks.at(-1) ?? 1], [bottom, top]);
  const grid = ticks.map((tick) => {
    const line = `<path class="${tick === 0 ? "zero" : "grid"}" d="M${LEFT} ${px(y(tick))}H${px(width - RIGHT)}"/>`;
    return `${line}<text class="tick" x="${LEFT - 6}" y="${px(y(tick) + 3.5)}" text-anchor="end">${grouped(tick)}</text>`;
  });
  return { top, bottom, y, grid: grid.join("\n") };
}
