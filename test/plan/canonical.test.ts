import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { canonicalJson, planHash } from "../../lakehouse/plan/canonical.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { CLOUD, plannedContracts } from "./contracts.ts";
import { sorted } from "./sorted.ts";

// RFC 8785, sections 3.2.2 to 3.2.4.
test("the RFC's example", () => {
  const value = {
    // The RFC writes the first as 333333333.33333329, which is the same double.
    numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\u002f",
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("members are sorted by UTF-16 code units, as the RFC's section 3.2.3 has them", () => {
  const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 };
  expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
});

test.each<[number, string]>([
  [0, "0"],
  [-0, "0"],
  [5e-324, "5e-324"],
  [-1.7976931348623157e308, "-1.7976931348623157e+308"],
  [9007199254740992, "9007199254740992"],
  [2 ** 68, "295147905179352830000"],
  [9.999999999999997e22, "9.999999999999997e+22"],
  [1e23, "1e+23"],
  [0.000001, "0.000001"],
  [333333333.33333325, "333333333.33333325"],
])("%p is written %s (RFC 8785, appendix B)", (number, text) => {
  expect(canonicalJson(number)).toBe(text);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1])("%p is no JSON", (value) => {
  expect(() => canonicalJson(value)).toThrow(RangeError);
  expect(() => canonicalJson([value])).toThrow(RangeError);
});

test("any JSON value reads back, and the order of its members does not count", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value))).toBe(text);
    }),
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  // Not an assignment: a member named __proto__ is an ordinary one in JSON.
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

test.each(plannedContracts())(
  "$dataset: one plan for equal contracts, frozen to the bottom",
  ({ contract, inputs, plan }) => {
    const again = compilePlan(structuredClone(contract), { ...CLOUD }, structuredClone(inputs).toReversed());
    expect(again).toEqual(plan);
    expect(planHash(again)).toBe(planHash(plan));
    expect(planHash(sorted(plan) as Plan)).toBe(planHash(plan));
    expect(planHash(reversed(plan) as Plan)).toBe(planHash(plan));
    expect(planHash(JSON.parse(JSON.stringify(plan)))).toBe(planHash(plan));
    expect(openParts(plan)).toEqual([]);
  },
);

function openParts(value: unknown, path = "plan"): string[] {
  if (value === null || typeof value !== "object") return [];
  const parts = Object.entries(value).flatMap(([name, part]) => openParts(part, `${path}.${name}`));
  return Object.isFrozen(value) ? parts : [path, ...parts];
}
