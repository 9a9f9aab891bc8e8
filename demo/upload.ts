import { dateOf } from "./calendar.ts";

/** A file that a producer uploads. */
export interface Upload {
  readonly dataset: "flights" | "device_pings";
  readonly day: number;
  /** Of the object in the day's folder. */
  readonly file: string;
  readonly path: string;
  /** When the upload ended, RFC 3339 UTC. */
  readonly at: string;
}

/** The object's name in landing. */
export function objectName(dataset: string, day: number, file: string): string {
  return `${dataset}/dt=${dateOf(day)}/${file}`;
}
