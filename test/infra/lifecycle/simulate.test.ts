import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Action, LifecycleRule } from "../../../infra/lake/lifecycle.ts";
import { lifecycleOf } from "../../../infra/lake/lifecycle.ts";
import { type Stay, staysOf } from "../../../infra/lake/simulate.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { keptFor, PLACES, type Place, rulesOf, seedPlans, TWO_YEARS, twoYearsOf } from "./lake.ts";

const SEED = Number(process.env.SEED ?? 20261109);
const SOFT = 7;
const [plan] = (await seedPlans()).filter(({ derived }) => derived === null) as [Plan];

const told = (stays: readonly Stay[]) => stays.map(({ at, from }) => `${at} ${from}`).join(", ");

describe("as Cloud Storage does it", () => {
  const to = (ageDays: number, storageClass: "NEARLINE" | "COLDLINE", folders: readonly string[] = []): LifecycleRule =>
    ruleOf({ type: "SetStorageClass", storageClass }, ageDays, folders);
  const away = (ageDays: number, folders: readonly string[] = []) => ruleOf({ type: "Delete" }, ageDays, folders);

  function ruleOf(action: Action, ageDays: number, folders: readonly string[]): LifecycleRule {
    return { action, ageDays, folders };
  }

  test.each([
    ["no rule", [], "STANDARD 0"],
    ["one class after the other", [to(90, "NEARLINE"), to(180, "COLDLINE")], "STANDARD 0, NEARLINE 90, COLDLINE 180"],
    ["the colder of two", [to(90, "COLDLINE"), to(90, "NEARLINE")], "STANDARD 0, COLDLINE 90"],
    ["never back", [to(90, "COLDLINE"), to(180, "NEARLINE")], "STANDARD 0, COLDLINE 90"],
    ["deleting before moving", [to(90, "NEARLINE"), away(90)], "STANDARD 0, DELETED 90, GONE 97"],
    ["what is deleted does not move", [away(10), to(12, "COLDLINE")], "STANDARD 0, DELETED 10, GONE 17"],
    ["of its own folder alone", [away(10, ["other/"])], "STANDARD 0"],
    ["of one of its folders", [away(10, ["other/", "pings/"])], "STANDARD 0, DELETED 10, GONE 17"],
    ["a folder, not what begins like it", [away(10, ["pin/"])], "STANDARD 0"],
    // Why each rule must name an age.
    ["age 0 holds at once", [away(0)], "DELETED 0, GONE 7"],
  ])("%s", (_, rules, expected) => {
    expect(told(staysOf("pings/a.parquet", { rules, softDeleteDays: SOFT, days: TWO_YEARS }))).toBe(expected);
  });

  test("without soft delete it is gone", () => {
    expect(told(staysOf("a", { rules: [away(10)], softDeleteDays: 0, days: 20 }))).toBe("STANDARD 0, GONE 10");
  });
});

describe("a dataset's objects", () => {
  const all = "STANDARD 0, NEARLINE 90, COLDLINE 180";
  test.each([
    [null, all],
    [30, "STANDARD 0, DELETED 30, GONE 37"],
    [100, "STANDARD 0, DELETED 100, GONE 107"],
    [200, "STANDARD 0, NEARLINE 90, DELETED 200, GONE 207"],
    [269, "STANDARD 0, NEARLINE 90, DELETED 269, GONE 276"],
    [270, `${all}, DELETED 270, GONE 277`],
    [400, `${all}, DELETED 400, GONE 407`],
    // Parts of a day are a whole one.
    [0.5, "STANDARD 0, DELETED 1, GONE 8"],
  ])("kept for %s days", (retention, expected) => {
    const plans = [keptFor(plan, "pings", retention), keptFor(plan, "others", 3)];
    for (const zone of ["raw", "staging", "quarantine"] as const) {
      expect([zone, told(twoYearsOf(zone, "pings/", plans, SOFT))]).toEqual([zone, expected]);
    }
  });

  test("an upload stays 30 days, and for good where no dataset knows it", () => {
    const plans = [keptFor(plan, "pings", null)];
    expect(told(twoYearsOf("landing", "pings/", plans, SOFT))).toBe("STANDARD 0, DELETED 30, GONE 37");
    expect(told(twoYearsOf("landing", "pingz/", plans, SOFT))).toBe("STANDARD 0");
  });

  test("temporary files go after two weeks, at once", () => {
    expect(told(twoYearsOf("scratch", "", [], SOFT))).toBe("STANDARD 0, GONE 14");
  });
});

describe("whatever contracts promise", () => {
  const LEAST_DAYS: Readonly<Record<string, number>> = { NEARLINE: 30, COLDLINE: 90 };
  const retention = fc.option(
    fc.oneof(fc.integer({ min: 1, max: 800 }), fc.constantFrom(89, 90, 119, 120, 179, 269, 270)),
  );
  const catalog = fc
    .array(retention, { minLength: 1, maxLength: 6 })
    .map((kept) => kept.map((days, index) => keptFor(plan, `pings_${index}`, days)));
  const holds = (check: (plans: readonly Plan[]) => void) =>
    fc.assert(fc.property(catalog, check), { seed: SEED, numRuns: 60 });
  const staysIn = (place: Place, plans: readonly Plan[]) =>
    plans.map(({ dataset, sla }) => ({ sla, stays: twoYearsOf(place, `${dataset}/`, plans, SOFT) }));

  test("nothing is deleted before its retention, and nothing is kept longer", () => {
    holds((plans) => {
      for (const zone of ["raw", "staging", "quarantine"] as const) {
        for (const { sla, stays } of staysIn(zone, plans)) {
          const deleted = stays.find(({ at }) => at === "DELETED")?.from ?? null;
          expect(deleted).toBe(sla.retentionDays !== null && sla.retentionDays < TWO_YEARS ? sla.retentionDays : null);
        }
      }
    });
  });

  test("no list of committed files outlives the files that it names", () => {
    holds((plans) => {
      const ends = (zone: Place) =>
        staysIn(zone, plans).map(({ stays }) => stays.find(({ at }) => at === "DELETED")?.from);
      const files = ends("staging");
      for (const [index, list] of ends("committed").entries()) {
        const file = files[index];
        if (file !== undefined && file > 1) expect(list).toBeLessThan(file);
        // The file's last day may lie behind the two years that are simulated.
        else if (file === undefined && list !== undefined) expect(list).toBeGreaterThanOrEqual(TWO_YEARS - 7);
      }
    });
  });

  test("what nobody may lose is never touched", () => {
    holds((plans) => {
      for (const zone of ["ledger", "outbox", "plans", "templates"] as const) {
        for (const { stays } of staysIn(zone, plans)) expect(told(stays)).toBe("STANDARD 0");
      }
    });
  });

  test("every rule names an age of a day or more", () => {
    holds((plans) => {
      for (const { ageDays } of PLACES.flatMap((place) => rulesOf(place, plans))) {
        expect(Number.isInteger(ageDays) && ageDays >= 1).toBe(true);
      }
    });
  });

  test("nothing leaves a class before its least days are over", () => {
    holds((plans) => {
      for (const { stays } of PLACES.flatMap((place) => staysIn(place, plans))) {
        for (const { at, from, to } of stays) {
          if (to !== null) expect(to - from).toBeGreaterThanOrEqual(LEAST_DAYS[at] ?? 0);
        }
      }
    });
  });
});

test.each([0, -1, Number.NaN])("no rule is made of a retention of %s days", (days) => {
  expect(() => lifecycleOf("raw", [keptFor(plan, "pings", days)])).toThrow(RangeError);
});
