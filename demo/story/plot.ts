import type { PingDay } from "../data/pings.ts";

/**
 * What happens, and on which day: numbers of days whose drop it is about, which arrives in the morning after. Pings and
 * flights of one day may each have one thing happen to them.
 */
export interface Plot {
  /** Length of the story. */
  readonly days: number;
  /** The upload of flights is announced a second time. */
  readonly announcedTwice: number;
  /** The upload of pings breaks off; the next morning the whole file comes. */
  readonly truncated: number;
  /** The airlines' export ends early; in the afternoon the complete file takes its place. */
  readonly incomplete: number;
  /** The very same file of flights is uploaded again. */
  readonly sentAgain: number;
  /** A file with corrected pings of the two days before comes, and some that are older than the contract's window. */
  readonly correction: number;
  /** The worker is killed while it publishes the pings. */
  readonly killed: number;
  /** From this day on pings have a column that the contract does not know… */
  readonly newColumn: number;
  /** …and on the morning after that of this day's drop the contract that knows it is deployed. */
  readonly columnDeployed: number;
  /** Days with true pings that a rule of the contract finds impossible; after the last one the rule is mended. */
  readonly strict: readonly number[];
  /** So many pings have no place that the circuit breaker trips; a person accepts the drop two days later. */
  readonly storm: number;
  /** Everything that goes wrong in the field at once; the next day the producer uploads the day's pings again. */
  readonly dirty: number;
  /** Half a day of flights, which is held, and left to whoever reads this. */
  readonly partial: number;
}

/** January 2001. */
export const MONTH: Plot = {
  days: 31,
  announcedTwice: 3,
  truncated: 7,
  incomplete: 9,
  sentAgain: 11,
  correction: 12,
  killed: 14,
  newColumn: 16,
  columnDeployed: 17,
  strict: [20, 21, 22],
  storm: 25,
  dirty: 28,
  partial: 31,
};

/** How the pings of every day really were. */
export function pingDays({ days, newColumn, strict, storm }: Plot): PingDay[] {
  return Array.from({ length: days }, (_, index) => {
    const day = index + 1;
    return { day, battery: day >= newColumn, coarse: strict.includes(day), storm: day === storm };
  });
}
