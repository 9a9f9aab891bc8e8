import { grouped } from "../view/numbers.ts";
import type { AirportDay, DayKind } from "./days.ts";

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `9 Jun` */
export function shortDay(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ""}`;
}

export const STATE_WORDS: Readonly<Record<DayKind, string>> = {
  normal: "as usual",
  delay: "late",
  volume: "few flights",
  both: "late and few flights",
  "insufficient volume": "too little to judge",
};

/** `9 Jun 2001, late and few flights: 27 flights, 279 expected; 46 min late, 0 expected` */
export function dayWords({ day, state, flights, expectedFlights, delay, expectedDelay }: AirportDay): string {
  const expected = (value: number | null) => (value === null ? "" : `, ${grouped(Math.round(value) + 0)} expected`);
  const late = delay === null ? "" : `; ${grouped(Math.round(delay) + 0)} min late${expected(expectedDelay)}`;
  return `${shortDay(day)} ${day.slice(0, 4)}, ${STATE_WORDS[state]}: ${grouped(flights)} flights${expected(expectedFlights)}${late}`;
}
