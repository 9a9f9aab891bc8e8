import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { splitStatementsOf } from "../../lakehouse/plan/plan.ts";
import { DerivedWarehouse } from "./derived-warehouse.ts";

// The DuckDB statements of derived tables against naive recomputation. BigQuery's are the same texts in its dialect.

const idOf = (day: string) => day.replaceAll("-", "");

describe("airport_days", () => {
  interface Flight {
    readonly day: string;
    readonly hour: number;
    readonly origin: string;
    readonly delay: number;
  }
  const DAYS = ["2001-01-31", "2001-02-01", "2001-02-02", "2001-06-30"];
  const flight: fc.Arbitrary<Flight> = fc.record({
    day: fc.constantFrom(...DAYS),
    hour: fc.integer({ min: 0, max: 23 }),
    origin: fc.constantFrom("AAA", "BBB"),
    delay: fc.integer({ min: -30, max: 60 }),
  });
  /** Flights that come, and days whose flights all go before. */
  const batch = fc.record({ comes: fc.array(flight, { maxLength: 12 }), goes: fc.subarray(DAYS) });

  const sql = ({ day, hour, origin, delay }: Flight) => [
    `TIMESTAMP '${day} ${String(hour).padStart(2, "0")}:59:59.999999'`,
    String(delay),
    "100",
    `'${origin}'`,
    "'CCC'",
  ];
  const naive = (flights: readonly Flight[]): string[] => {
    const groups = Map.groupBy(flights, ({ day, origin }) => `${day} ${origin}`);
    return [...groups.values()]
      .map((group) => {
        const [{ day, origin } = { day: "", origin: "" }] = group;
        const sum = group.reduce((total, { delay }) => total + delay, 0);
        const avg_arr_delay = sum / group.length;
        const late_flights = group.filter(({ delay }) => delay >= 15).length;
        return { day, origin, flights: group.length, avg_arr_delay, late_flights };
      })
      .map((row) => JSON.stringify(row))
      .sort();
  };
  const parsed = (rows: readonly string[]) => rows.map((row) => JSON.stringify(JSON.parse(row))).sort();
  const within = (rows: readonly string[], days: readonly string[]) =>
    rows.filter((row) => days.includes(JSON.parse(row).day)).length;

  let warehouse: DerivedWarehouse;
  beforeAll(async () => {
    warehouse = await DerivedWarehouse.of("airport_days");
  });

  test("after each batch the touched days, made new, are those of all flights; counts tell; twice is once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 3 }), async (batches) => {
        await warehouse.empty("flights");
        await warehouse.empty("airport_days");
        let flights: Flight[] = [];
        for (const { comes, goes } of batches) {
          const before = naive(flights);
          flights = [...flights.filter(({ day }) => !goes.includes(day)), ...comes];
          if (goes.length > 0) {
            const list = goes.map((day) => `DATE '${day}'`).join(", ");
            await warehouse.run(
              `DELETE FROM ${warehouse.table("flights")} WHERE CAST(departed_at AS DATE) IN (${list})`,
            );
          }
          await warehouse.insert("flights", comes.map(sql));
          const touched = [...new Set([...goes, ...comes.map(({ day }) => day)])];
          if (touched.length === 0) continue;
          const counts = { inserted: within(naive(flights), touched), updated: 0, deleted: within(before, touched) };
          expect(await warehouse.derive("airport_days", touched.map(idOf))).toEqual(counts);
          expect(parsed(await warehouse.rows("airport_days"))).toEqual(naive(flights));
          await warehouse.derive("airport_days", touched.map(idOf));
          expect(parsed(await warehouse.rows("airport_days"))).toEqual(naive(flights));
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a day that is not named stays as it was, whatever its flights are now", async () => {
    const [near, far]: Flight[] = [
      { day: "2001-02-01", hour: 0, origin: "AAA", delay: 5 },
      { day: "2001-02-02", hour: 23, origin: "AAA", delay: 5 },
    ];
    await warehouse.empty("flights");
    await warehouse.empty("airport_days");
    await warehouse.insert(
      "flights",
      [near, far].map((one) => sql(one as Flight)),
    );
    await warehouse.derive("airport_days", ["20010201"]);
    expect(parsed(await warehouse.rows("airport_days"))).toEqual(naive([near as Flight]));
    await warehouse.derive("airport_days", "all");
    expect(parsed(await warehouse.rows("airport_days"))).toEqual(naive([near, far] as Flight[]));
  });

  test("its checks measure what a publication made, and find what is wrong", async () => {
    await warehouse.empty("flights");
    await warehouse.empty("airport_days");
    await warehouse.insert("flights", [sql({ day: "2001-02-01", hour: 1, origin: "AAA", delay: 45 })]);
    await warehouse.derive("airport_days", "all");
    const good = {
      ...Object.fromEntries(Object.keys(await warehouse.checks("airport_days", "all")).map((id) => [id, 0])),
    };
    expect(await warehouse.checks("airport_days", "all")).toEqual({ ...good, calm_days: 100 });
    const wrong = ["DATE '2001-02-01'", "'AAA'", "1", "NULL", "2"];
    await warehouse.insert("airport_days", [wrong]);
    expect(await warehouse.checks("airport_days", ["20010201"])).toEqual({
      ...good,
      "avg_arr_delay.required": 1,
      primary_key: 1,
      late_flights_are_flights: 1,
      calm_days: 50,
    });
    // Of no rows nothing is wrong, and a share of them is none.
    expect(await warehouse.checks("airport_days", ["20010202"])).toEqual({ ...good, calm_days: null });
  });
});

describe("sightings: a table of days, a table of those, and one that is made new as a whole", () => {
  let warehouse: DerivedWarehouse;
  beforeAll(async () => {
    warehouse = await DerivedWarehouse.of("sighting_days", "sighting_spans", "newest_sightings");
  });

  const DAYS = ["2026-02-28", "2026-03-01", "2026-12-31"];
  const sighting = fc.tuple(
    fc.constantFrom(...DAYS),
    fc.constantFrom("00:00:00+00", "23:59:59.999999+00", "12:00:00+00"),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom("NULL", "0.5", "2.25"),
  );
  const sql = ([day, clock, number, grade]: readonly [string, string, number, string]) => [
    `TIMESTAMPTZ '${day} ${clock}'`,
    String(number),
    grade,
  ];
  const METER = ["'m'", "1", "DATE '2020-05-17'", "1", "NULL", "NULL", "NULL", "NULL", "[]"];

  test("one partition after the other, in any order, makes the same as all at once", async () => {
    await warehouse.insert("meters", [METER, METER]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(sighting, { minLength: 1, maxLength: 10 }),
        fc.shuffledSubarray(DAYS, { minLength: DAYS.length }),
        async (sightings, order) => {
          for (const dataset of ["sightings", "sighting_days", "sighting_spans", "newest_sightings"])
            await warehouse.empty(dataset);
          await warehouse.insert("sightings", sightings.map(sql));
          for (const day of order) {
            await warehouse.derive("sighting_days", [idOf(day)]);
            await warehouse.derive("sighting_spans", [idOf(day)]);
          }
          const parts = [await warehouse.rows("sighting_days"), await warehouse.rows("sighting_spans")];
          await warehouse.derive("sighting_days", "all");
          await warehouse.derive("sighting_spans", "all");
          expect([await warehouse.rows("sighting_days"), await warehouse.rows("sighting_spans")]).toEqual(parts);
          const days = new Set(sightings.map(([day, , number]) => `${day} ${number}`));
          expect(parts[0]).toHaveLength(days.size);
          expect(parts[1]).toHaveLength(new Set(sightings.map(([day]) => day)).size);
          const made = await warehouse.derive("newest_sightings", "all");
          expect(made.inserted).toBe(new Set(sightings.map(([, , number]) => number)).size);
          expect(await warehouse.derive("newest_sightings", "all")).toEqual({ ...made, deleted: made.inserted });
        },
      ),
      { numRuns: 15 },
    );
  });

  test("an example in full: days are UTC, numbers take the column's type, the other input is read whole", async () => {
    for (const dataset of ["sightings", "sighting_days", "meters"]) await warehouse.empty(dataset);
    await warehouse.insert("meters", [METER, METER]);
    const rows = [
      ["2026-03-01", "00:00:00+00", 1, "0.5"],
      ["2026-03-01", "23:59:59+00", 1, "1.0"],
      ["2026-03-01", "01:00:00+00", 2, "NULL"],
    ] as const;
    await warehouse.insert("sightings", rows.map(sql));
    await warehouse.derive("sighting_days", ["20260301"]);
    const found = await warehouse.rows("sighting_days");
    expect(found.map((row) => JSON.parse(row))).toEqual([
      {
        day: "2026-03-01",
        number: 1,
        sightings: 2,
        grade: 0.75,
        rounded: 1.13,
        last_seen_at: "2026-03-01 23:59:59+00",
        newest: true,
        meters: 2,
      },
      {
        day: "2026-03-01",
        number: 2,
        sightings: 1,
        grade: null,
        rounded: null,
        last_seen_at: "2026-03-01 01:00:00+00",
        newest: false,
        meters: null,
      },
    ]);
  });

  test("who drives, and why nobody does", () => {
    expect(warehouse.plan("sighting_days").derived).toEqual({
      inputs: [
        { dataset: "sightings", driving: true },
        { dataset: "meters", driving: false },
      ],
      partitioned: true,
      reason: null,
    });
    expect(warehouse.plan("sighting_spans").derived).toMatchObject({ inputs: [{ driving: true }], partitioned: true });
    expect(warehouse.plan("newest_sightings").derived).toMatchObject({
      inputs: [{ driving: false }],
      partitioned: false,
      reason: expect.stringContaining("several partitions"),
    });
  });

  test("a plan that takes no drops has nothing to say of them", () => {
    const plan = warehouse.plan("sighting_days");
    expect([plan.landing, plan.statements, plan.rules, plan.session]).toEqual([null, null, [], []]);
    expect(() => splitStatementsOf(plan)).toThrow("sighting_days is a derived table");
    const { createTable, load, merge, replace, look, createStaging, quarantineQuery } = plan.warehouse.bigquery;
    expect([load, merge, replace, look, createStaging, quarantineQuery]).toEqual(Array(6).fill(null));
    expect(createTable).not.toContain("sluice_");
  });
});
