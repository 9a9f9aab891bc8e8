import { beforeAll, describe, expect, test } from "@jest/globals";
import { FLIGHTS_FILE } from "../../demo/data/flights.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import { DerivedWarehouse } from "../plan/derived-warehouse.ts";
import { modelled, type Observed } from "./model.ts";

// contracts/airport_anomalies.sql in the laptop's warehouse, as a plan derives it.

let warehouse: DerivedWarehouse;
beforeAll(async () => {
  warehouse = await DerivedWarehouse.of("airport_anomalies");
});

const DAY_MS = 86_400_000;
const dayOf = (index: number) => new Date(Date.UTC(2000, 11, 20) + index * DAY_MS).toISOString().slice(0, 10);

/** Numbers from 0 to 1, the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Made {
  readonly days: number;
  /** Usual flights a day by airport. */
  readonly airports: Readonly<Record<string, number>>;
  /** What becomes of an airport's day. */
  readonly spoil?: (origin: string, index: number) => { readonly minutes?: number; readonly left?: number } | null;
}

function made({ days, airports, spoil = () => null }: Made, seed = 5): Observed[] {
  const next = dice(seed);
  return Object.entries(airports).flatMap(([origin, usual]) =>
    Array.from({ length: days }, (_, index): Observed => {
      const weekend = index % 7 >= 5 ? 0.8 : 1;
      const { minutes = 0, left = 1 } = spoil(origin, index) ?? {};
      const flights = Math.round(usual * weekend * (0.95 + 0.1 * next()));
      const delays = Array.from({ length: flights }, () => Math.round(60 * next() ** 3 - 5 + 8 * next()) + minutes);
      return { day: dayOf(index), origin, delays: delays.slice(0, Math.round(flights * left)) };
    }).filter(({ delays }) => delays.length > 0),
  );
}

/** Fills flights, and derives both tables. */
async function derived(observed: readonly Observed[]): Promise<Record<string, unknown>[]> {
  for (const dataset of ["flights", "airport_days", "airport_anomalies"]) await warehouse.empty(dataset);
  const rows = observed.flatMap(({ day, origin, delays }) =>
    delays.map((delay) => [`TIMESTAMP '${day} 12:00:00'`, `${delay}`, "500", `'${origin}'`, "'XXX'"]),
  );
  for (let from = 0; from < rows.length; from += 20_000)
    await warehouse.insert("flights", rows.slice(from, from + 20_000));
  return rederived();
}

async function rederived(): Promise<Record<string, unknown>[]> {
  await warehouse.derive("airport_days", "all");
  await warehouse.derive("airport_anomalies", "all");
  return warehouse.run(`FROM ${warehouse.table("airport_anomalies")} ORDER BY origin, day`);
}

const AIRPORTS = { AAA: 60, BBB: 25, CCC: 22, DDD: 9, EEE: 3 };

test("it says what loops over days say", async () => {
  const spoil = (origin: string, index: number) => {
    if (origin === "AAA" && index === 30) return { minutes: 40 };
    if (origin === "BBB" && index === 33) return { left: 0.2 };
    if (origin === "CCC" && index === 35) return { minutes: 60, left: 0.3 };
    return origin === "DDD" && index === 20 ? { left: 0 } : null;
  };
  const observed = made({ days: 45, airports: AIRPORTS, spoil });
  const rows = await derived(observed);
  const model = modelled(observed);
  expect(rows.map(({ day, origin, state }) => [day, origin, state])).toEqual(
    model.map(({ day, origin, state }) => [day, origin, state]),
  );
  const near = (found: unknown, wanted: number | null, within: number) =>
    wanted === null ? found === null : typeof found === "number" && Math.abs(found - wanted) <= within;
  const wrong = rows.filter((row, index) => {
    const one = model[index];
    return !(
      one &&
      Number(row.flights) === one.flights &&
      near(row.expected_flights, one.expectedFlights, 0.051) &&
      near(row.avg_arr_delay, one.delay, 0.0051) &&
      near(row.expected_arr_delay, one.expectedDelay, 0.0051) &&
      near(row.delay_score, one.delayScore, 0.0051) &&
      near(row.volume_score, one.volumeScore, 0.0051)
    );
  });
  expect(wrong).toEqual([]);
  const states = new Map(rows.map(({ day, origin, state }) => [`${origin} ${day}`, state]));
  expect(states.get(`AAA ${dayOf(30)}`)).toBe("delay");
  expect(states.get(`BBB ${dayOf(33)}`)).toBe("volume");
  expect(states.get(`CCC ${dayOf(35)}`)).toBe("both");
  // Nothing left on that day, so airport_days has no row of it.
  expect(states.get(`DDD ${dayOf(20)}`)).toBe("volume");
  expect(rows.filter(({ origin, state }) => origin === "EEE" && state !== "insufficient volume")).toEqual([]);
});

test("no later day changes an earlier row, however it is", async () => {
  const whole = made({ days: 40, airports: AIRPORTS });
  const before = (rows: readonly Record<string, unknown>[]) => rows.filter(({ day }) => String(day) < dayOf(25));
  const early = before(await derived(whole.filter(({ day }) => day < dayOf(25))));
  const spoilt = whole.map((one) =>
    one.day < dayOf(25) ? one : { ...one, delays: one.delays.slice(0, 3).map((d) => d + 300) },
  );
  expect(early.length).toBeGreaterThan(100);
  expect(before(await derived(whole))).toEqual(early);
  expect(before(await derived(spoilt))).toEqual(early);
});

test("a late flight of an old day renews the days that expect by it; made again, all is the same", async () => {
  const observed = made({ days: 40, airports: AIRPORTS });
  await derived(observed);
  const first = await warehouse.rows("airport_anomalies");
  await warehouse.derive("airport_anomalies", "all");
  expect(await warehouse.rows("airport_anomalies")).toEqual(first);
  const late = Array.from({ length: 30 }, () => [`TIMESTAMP '${dayOf(20)} 13:00:00'`, "200", "500", "'AAA'", "'XXX'"]);
  await warehouse.insert("flights", late);
  const renewed = (await rederived()).map((row) => JSON.stringify(row));
  const added = observed.map((one) =>
    one.origin === "AAA" && one.day === dayOf(20) ? { ...one, delays: [...one.delays, ...late.map(() => 200)] } : one,
  );
  expect((await derived(added)).map((row) => JSON.stringify(row))).toEqual(renewed);
});

test("what befalls every airport is no airport's anomaly", async () => {
  const spoil = (_origin: string, index: number) => (index === 35 ? { minutes: 45, left: 0.4 } : null);
  const rows = await derived(made({ days: 40, airports: { AAA: 60, BBB: 50, CCC: 40 }, spoil }));
  expect(rows.filter(({ day }) => day === dayOf(35)).map(({ state }) => state)).toEqual(["normal", "normal", "normal"]);
});

test("chance does not flag small airports more often than large ones", async () => {
  const rows = await derived(made({ days: 120, airports: { AAA: 120, BBB: 60, CCC: 30, DDD: 12, EEE: 6 } }, 11));
  const judged = rows.filter(({ state }) => state !== "insufficient volume");
  const flagged = judged.filter(({ state }) => state !== "normal");
  expect(judged.length).toBe(5 * (120 - 14));
  // Of a normal distribution one day in 740 is beyond three deviations; these delays have a longer tail.
  expect(flagged.length / judged.length).toBeLessThan(0.02);
});

test("what its checks say holds of what it makes", async () => {
  await derived(
    made({ days: 30, airports: AIRPORTS, spoil: (o, i) => (o === "AAA" && i === 20 ? { left: 0.1 } : null) }),
  );
  expect(await warehouse.checks("airport_anomalies", "all")).toMatchObject({ primary_key: 0, states: 0 });
});

describe("the flights of 2001", () => {
  const found = new Map<string, unknown>();
  beforeAll(async () => {
    const real = await DerivedWarehouse.of("airport_anomalies");
    // Two weeks and a month before each known day are enough, and half the time.
    await real.run(`INSERT INTO ${real.table("flights")} (departed_at, arr_delay, distance, origin, destination)
      SELECT DISTINCT "date", delay, distance, origin, destination FROM read_parquet(${quoteText(FLIGHTS_FILE)})
      WHERE ("date" BETWEEN '2001-01-20' AND '2001-03-07' OR "date" BETWEEN '2001-05-01' AND '2001-06-10')
        AND delay BETWEEN -120 AND 2880 AND origin <> destination`);
    await real.derive("airport_days", "all");
    await real.derive("airport_anomalies", "all");
    for (const row of await real.run(`FROM ${real.table("airport_anomalies")}`))
      found.set(`${row.origin} ${row.day}`, row.state);
  }, 30_000);

  test.each([
    ["LGA 2001-03-05", "volume", "a storm was expected, and flights were cancelled before it"],
    ["BOS 2001-03-05", "volume", "the storm"],
    ["BOS 2001-03-06", "both", "the storm"],
    ["SEA 2001-02-28", "volume", "the earthquake"],
    ["SEA 2001-03-01", "delay", "the day after"],
    ["IAH 2001-06-08", "delay", "the flood begins"],
    ["IAH 2001-06-09", "both", "27 of 279 flights"],
    ["HOU 2001-06-09", "both", "the other airport of the town"],
    ["PWM 2001-03-06", "volume", "no flight at all"],
  ])("%s: %s, %s", (day, state) => expect(found.get(day)).toBe(state));
});
