import type { Plot } from "../../demo/story/plot.ts";

/** Everything that happens in the month, in a week. */
export const SHORT: Plot = {
  days: 7,
  announcedTwice: 1,
  truncated: 1,
  incomplete: 2,
  sentAgain: 3,
  newColumn: 2,
  columnDeployed: 2,
  strict: [3],
  storm: 5,
  correction: 5,
  killed: 6,
  dirty: 7,
  partial: 7,
};

export const PINGS = { seed: 7, rowsPerDay: 6_000 };
