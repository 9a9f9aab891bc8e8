// What airport_anomalies.sql should say, written as loops over days: slow, and without a window.

export interface Observed {
  readonly day: string;
  readonly origin: string;
  /** Minutes of each flight. */
  readonly delays: readonly number[];
}

export interface Modelled {
  readonly day: string;
  readonly origin: string;
  readonly flights: number;
  readonly expectedFlights: number | null;
  readonly delay: number | null;
  readonly expectedDelay: number | null;
  readonly volumeScore: number | null;
  readonly delayScore: number | null;
  readonly state: string;
}

interface Seen {
  readonly day: string;
  readonly weekday: number;
  readonly flights: number;
  readonly all: number;
  readonly variance: number | null;
  readonly lateness: number | null;
  readonly networkDelay: number;
  readonly part: number;
  tame?: number | null;
  later?: number | null;
  fewer?: number | null;
}

export function modelled(observed: readonly Observed[]): Modelled[] {
  const days = [...new Set(observed.map(({ day }) => day))].sort();
  const origins = [...new Set(observed.map(({ origin }) => origin))].sort();
  return origins.flatMap((origin) => {
    const own = new Map(observed.filter((one) => one.origin === origin).map((one) => [one.day, one.delays]));
    const first = days.findIndex((day) => own.has(day));
    const seen: Seen[] = [];
    return days.slice(first).map((day) => {
      const delays = own.get(day) ?? [];
      const same = observed.filter((one) => one.day === day);
      const all = sum(same.map((one) => one.delays.length));
      const networkDelay =
        median(same.filter((one) => one.delays.length >= 20).map((one) => mean(one.delays) ?? 0)) ?? 0;
      const delay = mean(delays);
      const today: Seen = {
        day,
        weekday: new Date(`${day}T00:00:00Z`).getUTCDay(),
        flights: delays.length,
        all,
        variance: varianceOf(delays),
        lateness: delay === null ? null : delay - networkDelay,
        networkDelay,
        part: Math.log((delays.length + 1) / all),
      };
      const row = judge(today, seen.slice(-28), seen.filter(({ weekday }) => weekday === today.weekday).slice(-6));
      seen.push(today);
      return { day, origin, flights: delays.length, delay, ...row };
    });
  });
}

function judge(today: Seen, past: readonly Seen[], weekdays: readonly Seen[]) {
  const usual = mean(known(past.map(({ lateness }) => lateness)));
  const deviation = Math.sqrt(varianceOf(known(past.map(({ lateness }) => lateness))) ?? Number.NaN);
  today.tame = tamed(today.lateness, usual, deviation);
  const expectedLateness = mean(known(past.map(({ tame }) => tame ?? null)));
  const expectedPart = trimmed(weekdays.map(({ part }) => part));
  today.later = today.lateness === null || expectedLateness === null ? null : today.lateness - expectedLateness;
  today.fewer = expectedPart === null ? null : expectedPart - today.part;
  const delaySpread = spreadOf(known(past.map(({ later }) => later ?? null)), 36);
  const volumeSpread = spreadOf(known(past.map(({ fewer }) => fewer ?? null)), 0.01);
  const variance = mean(known(past.map((one) => one.variance))) ?? 900;
  const expected = expectedPart === null ? null : Math.exp(expectedPart) * today.all;
  const isJudged = past.length >= 14 && (mean(past.map(({ flights }) => flights)) ?? 0) >= 5;
  const delayScore =
    isJudged && today.later !== null ? today.later / Math.sqrt(delaySpread ** 2 + variance / today.flights) : null;
  const volumeScore =
    isJudged && today.fewer !== null && expected !== null
      ? today.fewer / Math.sqrt(volumeSpread ** 2 + 0.5 / expected)
      : null;
  return {
    expectedFlights: expected === null ? null : Math.max(0, expected - 1),
    expectedDelay: expectedLateness === null ? null : expectedLateness + today.networkDelay,
    delayScore,
    volumeScore,
    state: isJudged ? stateOf(round(delayScore), round(volumeScore)) : "insufficient volume",
  };
}

function stateOf(late: number, few: number): string {
  if (late >= 3 && few >= 3) return "both";
  if (late >= 3) return "delay";
  return few >= 3 ? "volume" : "normal";
}

function round(score: number | null): number {
  return score === null ? 0 : Math.round(score * 100) / 100;
}

function tamed(value: number | null, usual: number | null, deviation: number): number | null {
  if (value === null || usual === null || Number.isNaN(deviation)) return value;
  return Math.min(Math.max(value, usual - 2 * deviation), usual + 2 * deviation);
}

function trimmed(values: readonly number[]): number | null {
  return mean(values.length >= 4 ? values.toSorted((a, b) => a - b).slice(1, -1) : values);
}

/** As a standard deviation, drawn to a prior of 14 days. */
function spreadOf(surprises: readonly number[], prior: number): number {
  const sizes = surprises
    .map(Math.abs)
    .sort((a, b) => a - b)
    .slice(0, -1);
  return Math.sqrt((surprises.length * (1.2533 * (mean(sizes) ?? 0)) ** 2 + 14 * prior) / (surprises.length + 14));
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

function varianceOf(values: readonly number[]): number | null {
  const middle = mean(values) ?? 0;
  return values.length < 2 ? null : sum(values.map((one) => (one - middle) ** 2)) / (values.length - 1);
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1));
}
