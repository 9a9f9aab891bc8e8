/** What became of a day, as a table of unusual days says it. */
export const STATES = ["normal", "delay", "volume", "both", "insufficient volume"] as const;
export type DayKind = (typeof STATES)[number];

/** One airport's day. Null: nothing flew, or nothing was expected yet. */
export interface AirportDay {
  /** `2001-03-05` */
  readonly day: string;
  readonly flights: number;
  readonly expectedFlights: number | null;
  /** Minutes; negative is early. */
  readonly delay: number | null;
  readonly expectedDelay: number | null;
  readonly state: DayKind;
  /** The greater of both scores; null: not judged. */
  readonly score: number | null;
}

/** What one picture shows. */
export interface AirportYear {
  readonly airport: string;
  readonly year: number;
  /** In their order; days may be missing. */
  readonly days: readonly AirportDay[];
}

export function isUnusual({ state }: Pick<AirportDay, "state">): boolean {
  return state === "delay" || state === "volume" || state === "both";
}

/** Below the folder of plots. What no file's name should hold is written as %20. */
export function plotPath(dataset: string, { airport, year }: Pick<AirportYear, "airport" | "year">): string {
  return `${dataset}/year=${year}/airport=${encodeURIComponent(airport)}.svg`;
}
