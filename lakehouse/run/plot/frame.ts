// What every part of a picture must agree on, in CSS pixels.

export interface Frame {
  /** CSS pixels that the picture is drawn for: text keeps its size only there. */
  readonly width: number;
  /** Days that the axis shows, so that pictures of one year can be compared. */
  readonly first: string;
  readonly last: string;
}

export const LEFT = 46;
export const RIGHT = 8;
export const TOP = 24;
export const FLIGHTS_HEIGHT = 120;
export const BETWEEN = 30;
export const DELAY_HEIGHT = 90;
export const BOTTOM = 22;
/** Where the lower panel ends. */
export const FOOT = TOP + FLIGHTS_HEIGHT + BETWEEN + DELAY_HEIGHT;
export const HEIGHT = FOOT + BOTTOM;
