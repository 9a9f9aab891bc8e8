import type { AirportDay, AirportYear } from "../../../lakehouse/run/plot/days.ts";

const DAY_MS = 86_400_000;

/** A hundred days with one of each state, a day without a flight, and one that is missing. */
export function sampleYear(airport = "SFO"): AirportYear {
  const days = Array.from({ length: 100 }, (_, index): AirportDay => {
    const day = new Date(Date.UTC(2001, 0, 1) + index * DAY_MS).toISOString().slice(0, 10);
    const usual = index % 7 < 5 ? 300 : 240;
    const normal = {
      day,
      flights: usual - (index % 3),
      expectedFlights: usual,
      delay: 5 + (index % 9),
      expectedDelay: 8,
    };
    if (index < 14)
      return { ...normal, expectedFlights: null, expectedDelay: null, state: "insufficient volume", score: null };
    if (index === 40) return { ...normal, delay: 62, state: "delay", score: 6.5 };
    if (index === 55) return { ...normal, flights: 0, delay: null, state: "volume", score: 21 };
    if (index === 70) return { ...normal, flights: 27, delay: 46, state: "both", score: 31.8 };
    return { ...normal, state: "normal", score: 0.3 };
  });
  return { airport, year: 2001, days: days.filter((_, index) => index !== 80) };
}

export const frame = { first: "2001-01-01", last: "2001-04-10" };
