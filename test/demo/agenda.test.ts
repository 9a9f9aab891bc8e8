import { describe, expect, test } from "@jest/globals";
import { dateOf, dayOf, momentOf, shortMoment } from "../../demo/calendar.ts";
import { storyClock } from "../../demo/clock.ts";
import { agendaOf } from "../../demo/story/agenda.ts";
import { MONTH, type Plot, pingDays } from "../../demo/story/plot.ts";
import { troubleOf } from "../../demo/story/trouble.ts";
import { SHORT } from "./short.ts";

const momentsOf = (plot: Plot) => agendaOf(plot).map(({ at }) => at.slice(0, 16));

describe.each([
  ["the month", MONTH],
  ["the short story", SHORT],
])("%s", (_, plot) => {
  test("every day has its morning and its hour of digests, in order", () => {
    const moments = momentsOf(plot);
    expect(moments).toEqual([...moments].sort());
    for (let day = 1; day <= plot.days; day += 1) {
      expect(moments).toContain(momentOf(day + 1, "05:32").slice(0, 16));
      expect(moments).toContain(momentOf(day + 1, "07:05").slice(0, 16));
    }
  });

  test("no drop has two things happen to it", () => {
    const pings = [plot.truncated, plot.killed, ...plot.strict, plot.storm, plot.dirty];
    expect(new Set(pings).size).toBe(pings.length);
    const flights = [plot.incomplete, plot.sentAgain, plot.partial];
    expect(new Set(flights).size).toBe(flights.length);
  });

  test("the contract knows the column before its rule is mended", () => {
    expect(plot.columnDeployed).toBeGreaterThanOrEqual(plot.newColumn);
    expect(plot.columnDeployed).toBeLessThan(Math.min(...plot.strict));
  });

  test("the file with half a day is the last one", () => expect(plot.partial).toBe(plot.days));
});

test("what happens in January, besides mornings", () => {
  const daily = /T(05:32|07:05)$/;
  expect(momentsOf(MONTH).filter((moment) => !daily.test(moment))).toEqual([
    "2001-01-04T05:41", // announced twice
    "2001-01-09T04:50", // sent whole
    "2001-01-10T14:40", // complete flights
    "2001-01-12T09:10", // the same again
    "2001-01-13T13:20", // corrected pings
    "2001-01-18T10:00", // contract with battery
    "2001-01-23T15:00", // contract with a milder rule, replay
    "2001-01-28T09:45", // the storm is accepted
    "2001-01-30T11:00", // mended pings
  ]);
});

test("mornings that are not like the others", () => {
  const days = Array.from({ length: MONTH.days }, (_, index) => index + 1);
  const kinds = (dataset: string) =>
    days.flatMap((day) => {
      const trouble = troubleOf(MONTH, dataset, day);
      return trouble ? [[day, trouble.kind]] : [];
    });
  expect(kinds("flights")).toEqual([[31, "held"]]);
  expect(kinds("device_pings")).toEqual([
    [7, "corrupt file"],
    [16, "new column"],
    [17, "new column"],
    [20, "bad rows"],
    [21, "bad rows"],
    [22, "bad rows"],
    [25, "held"],
    [28, "bad rows"],
  ]);
});

test("how pings were on each day", () => {
  const days = pingDays(MONTH);
  const those = (of: (day: (typeof days)[number]) => boolean) => days.filter(of).map(({ day }) => day);
  expect(those(({ coarse }) => coarse)).toEqual([20, 21, 22]);
  expect(those(({ storm }) => storm)).toEqual([25]);
  expect(those(({ battery }) => battery)[0]).toBe(16);
  expect(days).toHaveLength(31);
});

test("days and dates", () => {
  expect([dateOf(1), dateOf(31), dateOf(32)]).toEqual(["2001-01-01", "2001-01-31", "2001-02-01"]);
  expect(dayOf("2001-02-01")).toBe(32);
  expect(momentOf(6, "05:12")).toBe("2001-01-06T05:12:00.000Z");
  expect(shortMoment(momentOf(6, "05:12"))).toBe("Jan  6 05:12");
  expect(shortMoment(momentOf(32, "05:12"))).toBe("Feb  1 05:12");
});

describe("the story's clock", () => {
  test("is put on, and never back", () => {
    const clock = storyClock("2001-01-01T08:00:00.000Z");
    expect(clock.now()).toMatch(/^2001-01-01T08:00:/);
    clock.putOn("2001-01-02T05:32:00.000Z");
    expect(clock.now()).toMatch(/^2001-01-02T05:32:/);
    clock.putOn("2001-01-01T00:00:00.000Z");
    expect(clock.now()).toMatch(/^2001-01-02T05:32:/);
  });

  test("a sleep ends early without an error", async () => {
    const clock = storyClock("2001-01-01T08:00:00.000Z");
    await clock.sleep(1);
    const stopped = new AbortController();
    const sleeping = clock.sleep(600_000, stopped.signal);
    stopped.abort();
    await expect(sleeping).resolves.toBeUndefined();
  });
});
