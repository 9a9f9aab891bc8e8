import { describe, expect, test } from "@jest/globals";
import { dueArrivals, expectsDrops } from "../../lakehouse/plan/expected-arrivals.ts";
import { landingName } from "../../lakehouse/plan/landing-name.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";

const promise = (schedule: string | null, expectedBy: string | null): Plan["sla"] => {
  return { schedule, expectedBy, latencyHours: null, retentionDays: null };
};

/** `day deadline` of each. */
function due(schedule: string | null, expectedBy: string | null, since: string, now: string): string[] {
  return dueArrivals(promise(schedule, expectedBy), `${since}:00.000Z`, `${now}:00.000Z`).map(
    ({ day, deadline }) => `${day} ${deadline.slice(0, 16)}`,
  );
}

const daily = "0 5 * * *";

describe("days that are due", () => {
  test("from the time that the contract names, to the minute", () => {
    expect(due(daily, "06:00Z", "2001-01-10T12:00", "2001-01-11T05:59")).toEqual([]);
    expect(due(daily, "06:00Z", "2001-01-10T12:00", "2001-01-11T06:00")).toEqual(["2001-01-11 2001-01-11T06:00"]);
    expect(due(daily, "06:00Z", "2001-01-10T12:00", "2001-01-12T07:00")).toEqual([
      "2001-01-11 2001-01-11T06:00",
      "2001-01-12 2001-01-12T06:00",
    ]);
  });

  test("none whose schedule fired before it was first watched", () => {
    expect(due(daily, "06:00Z", "2001-01-11T05:00", "2001-01-11T08:00")).toEqual([]);
    expect(due(daily, "06:00Z", "2001-01-11T04:59", "2001-01-11T08:00")).toHaveLength(1);
  });

  test("a time of day before the schedule's is that of the next day", () => {
    expect(due("0 23 * * *", "02:00Z", "2001-01-10T00:00", "2001-01-11T01:59")).toEqual([]);
    expect(due("0 23 * * *", "02:00Z", "2001-01-10T00:00", "2001-01-11T02:00")).toEqual([
      "2001-01-10 2001-01-11T02:00",
    ]);
  });

  test("without a time of day it is late when the day is over", () => {
    expect(due(daily, null, "2001-01-10T00:00", "2001-01-10T23:59")).toEqual([]);
    expect(due(daily, null, "2001-01-10T00:00", "2001-01-11T00:00")).toEqual(["2001-01-10 2001-01-11T00:00"]);
  });

  test("only days that the schedule names; a schedule of every hour names each day once", () => {
    expect(due("0 5 * * MON", "06:00Z", "2001-01-01T00:00", "2001-01-15T12:00")).toEqual([
      "2001-01-01 2001-01-01T06:00",
      "2001-01-08 2001-01-08T06:00",
      "2001-01-15 2001-01-15T06:00",
    ]);
    expect(due("0 * * * *", "06:00Z", "2001-01-09T23:30", "2001-01-10T12:00")).toEqual(["2001-01-10 2001-01-10T06:00"]);
  });

  test("no more than the latest fortnight, whoever was away for however long", () => {
    const days = due(daily, "06:00Z", "2000-01-01T00:00", "2001-01-31T12:00");
    expect([days.length, days[0], days.at(-1)]).toEqual([
      15,
      "2001-01-17 2001-01-17T06:00",
      "2001-01-31 2001-01-31T06:00",
    ]);
  });

  test("none without a schedule", () => {
    expect(due(null, "06:00Z", "2001-01-01T00:00", "2001-01-15T12:00")).toEqual([]);
  });
});

test("drops are expected where they land and a schedule is promised", () => {
  const landing = { pattern: "a", capturesDay: false, folder: null };
  expect(expectsDrops({ landing, sla: promise(daily, null) })).toBe(true);
  expect(expectsDrops({ landing, sla: promise(null, "06:00Z") })).toBe(false);
  expect(expectsDrops({ landing: null, sla: promise(daily, null) })).toBe(false);
});

describe("what an object of a day is called", () => {
  const day = String.raw`(?<dt>\d{4}-\d{2}-\d{2})`;
  test.each([
    [String.raw`flights/dt=${day}/[^\/]*\.parquet`, "flights/dt=2001-01-11/*.parquet"],
    [String.raw`a/dt=${day}/part-[^\/]\.parquet`, "a/dt=2001-01-11/part-?.parquet"],
    [String.raw`a/.*\.parquet`, "a/**.parquet"],
    [String.raw`a/b\(1\)\.parquet`, "a/b(1).parquet"],
    [String.raw`a/dt=${day}/[a-z]+\.parquet`, String.raw`a/dt=${day}/[a-z]+\.parquet`],
    [String.raw`(a|b)/\d+\.parquet`, String.raw`(a|b)/\d+\.parquet`],
  ])("%s: %s", (pattern, name) => {
    expect(landingName({ pattern }, "2001-01-11")).toBe(name);
  });
});
