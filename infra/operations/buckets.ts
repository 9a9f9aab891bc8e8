import type { Metric } from "../../lakehouse/plan/cloud/metrics.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each hour of two days, then days: what contracts promise is on a bound, so that nothing is guessed between two. */
export const SECONDS: readonly number[] = [
  ...[1, 5, 10, 30],
  ...[1, 2, 5, 10, 15, 30, 45].map((minutes) => minutes * MINUTE),
  ...Array.from({ length: 48 }, (_, hour) => (hour + 1) * HOUR),
  ...[3, 4, 5, 6, 7, 14, 30].map((days) => days * DAY),
];

const GROWTH = 2;

/** Where a distribution's histogram is cut. Sums and means are exact whatever the bounds. */
export function bucketsOf({ unit }: Pick<Metric, "unit">) {
  if (unit === "s") return { explicitBuckets: { bounds: [...SECONDS] } };
  if (unit === "By") {
    // A MiB to a PiB.
    return { exponentialBuckets: { scale: 1_048_576, growthFactor: GROWTH, numFiniteBuckets: 30 } };
  }
  // One to a trillion.
  return { exponentialBuckets: { scale: 1, growthFactor: GROWTH, numFiniteBuckets: 40 } };
}

/** The first bound at which so many seconds are over for certain; past the last one themselves. */
export function boundFrom(seconds: number): number {
  return SECONDS.find((bound) => bound >= seconds) ?? seconds;
}
