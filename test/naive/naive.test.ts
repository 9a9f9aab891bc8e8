// The naive model's own examples: what the words of docs/rules.md say of single values.
import { describe, expect, test } from "@jest/globals";
import type { Field, FieldType } from "../../lakehouse/contract/field.ts";
import { NO_LIFTS } from "../../lakehouse/plan/report.ts";
import { contractOf } from "../property/arbitrary/contracts.ts";
import { asRule } from "../property/arbitrary/rules.ts";
import { convert, LOST } from "./conversions.ts";
import { dispose, meets } from "./dispose.ts";
import { judge } from "./judge.ts";
import { passes, type ValueTest } from "./tests.ts";
import type { Value } from "./values.ts";

function field(type: FieldType, name = "c"): Field {
  return { name, physical: name, type, required: false, description: null, classification: null };
}

const text = field({ kind: "string" });
const float = field({ kind: "float", format: "f64" });
const whole = field({ kind: "integer", format: "i64" });
const money = field({ kind: "decimal", precision: 12, scale: 2 });
const quarantine = { severity: "error", disposition: "quarantine", threshold: null } as const;
const atLeast = (value: string): ValueTest => ({ kind: "minimum", value, exclusive: false });
const below = (value: string): ValueTest => ({ kind: "maximum", value, exclusive: true });

test.each<[ValueTest, Field, Value, boolean]>([
  [{ kind: "required" }, text, null, false],
  [{ kind: "minLength", value: 3 }, text, null, true],
  [{ kind: "maxLength", value: 1 }, text, "😀", true],
  [{ kind: "pattern", source: "^a$" }, text, "a\n", false],
  [{ kind: "pattern", source: "a" }, text, "xay", true],
  [{ kind: "format", name: "uuid" }, text, "01234567-89ab-cdef-0123-456789abcdeF", true],
  [{ kind: "format", name: "ipv4" }, text, "01.2.3.4", false],
  [{ kind: "format", name: "ipv6" }, text, "::ffff:1.2.3.4", true],
  [atLeast("0"), float, Number.NaN, false],
  [below("9"), float, Number.NaN, false],
  [atLeast("0"), float, Number.POSITIVE_INFINITY, true],
  [below("9"), float, Number.POSITIVE_INFINITY, false],
  [atLeast("0"), float, -0, true],
  [{ kind: "minimum", value: "9007199254740993", exclusive: true }, float, 9007199254740994, true],
  [below("9007199254740993"), float, 9007199254740992, true],
  [atLeast("9007199254740993"), whole, 9007199254740992n, false],
  [{ kind: "multipleOf", value: "0.01" }, float, 0.07, true],
  [{ kind: "multipleOf", value: "0.01" }, float, 0.075, false],
  [{ kind: "multipleOf", value: "0.25" }, money, 175n, true],
  [{ kind: "oneOf", values: [{ kind: "number", value: "1.5" }] }, money, 150n, true],
  [{ kind: "notMissing", values: [{ kind: "text", value: "" }] }, text, "", false],
  [{ kind: "notMissing", values: [] }, text, null, false],
  [
    { kind: "maximum", value: "2026-11-20T00:00:00Z", exclusive: false },
    field({ kind: "timestamp", zone: "utc" }),
    1_795_132_800_000_001n,
    false,
  ],
  [{ kind: "minimum", value: "1969-12-31", exclusive: false }, field({ kind: "date" }), -1n, true],
  [{ kind: "uniqueItems" }, field({ kind: "array", item: text }), ["a", null, null], true],
  [{ kind: "uniqueItems" }, field({ kind: "array", item: text }), ["a", "b", "a"], false],
])("%j of %j: %p passes: %p", (rule, where, value, wanted) => {
  expect(passes(rule, where, value)).toBe(wanted);
});

describe("rows", () => {
  const ap = field({ kind: "object", fields: [{ ...whole, name: "rssi" }] }, "[]");
  const fields = [field({ kind: "timestamp", zone: "utc" }, "at"), field({ kind: "array", item: ap }, "wifi_aps")];
  const rule = asRule("r", "wifi_aps[].rssi", atLeast("0"), quarantine);
  const facts = { arrivalDay: "2026-11-20", expressions: new Map() };

  test("the first failing item is named, counted from 0; what is inside NULL is not asked", () => {
    const row = { at: null, wifi_aps: [{ rssi: 1n }, null, { rssi: null }, { rssi: -1n }, { rssi: -2n }] };
    expect(judge(contractOf(fields, [rule], []), row, facts)).toEqual([{ rule: "r", path: "wifi_aps[3].rssi" }]);
    const required = asRule("q", "wifi_aps[].rssi", { kind: "required" }, quarantine);
    expect(judge(contractOf(fields, [required], []), row, facts)).toEqual([{ rule: "q", path: "wifi_aps[2].rssi" }]);
    expect(judge(contractOf(fields, [required], []), { at: null, wifi_aps: null }, facts)).toEqual([]);
  });

  test("late is older than the arrival day less the window, by the UTC day", () => {
    const contract = contractOf(fields, [asRule("late", "at", { kind: "notLate", days: 3 }, quarantine)], []);
    const day = 1_795_132_800_000_000n - 3n * 86_400_000_000n;
    expect(judge(contract, { at: day, wifi_aps: null }, facts)).toEqual([]);
    expect(judge(contract, { at: day - 1n, wifi_aps: null }, facts)).toEqual([{ rule: "late", path: "at" }]);
    expect(judge(contract, { at: day - 1n, wifi_aps: null }, { ...facts, arrivalDay: null })).toEqual([]);
  });

  test("slack lets failing rows pass until it is used up; then they wait, and the drop is held", () => {
    const threshold = { operator: "mustBeLessOrEqualTo", values: [50], unit: "percent" } as const;
    const contract = contractOf(fields, [{ ...rule, disposition: "escalate", threshold }], []);
    const bad = [{ rule: "r", path: "x" }];
    expect(dispose(contract, [bad, []], NO_LIFTS)).toMatchObject({ verdict: "ready", good: [0, 1] });
    expect(dispose(contract, [bad, bad, []], NO_LIFTS)).toMatchObject({ verdict: "held", good: [2] });
    const accepted = dispose(contract, [bad, bad, []], { window: false, holds: true });
    expect(accepted).toMatchObject({ verdict: "ready with warnings", good: [2], codes: new Set(["RULE_EXCEEDED"]) });
    expect(meets(threshold, 0, 0)).toBe(true);
  });
});

test.each<[FieldType, Parameters<typeof convert>[1], Value, Value | typeof LOST]>([
  [money.type, "double", 90.000001, LOST],
  [money.type, "double", 0.1, 10n],
  [money.type, "text", "1.5", 150n],
  [money.type, "integer", 10_000_000_000n, LOST],
  [whole.type, "integer", 2n ** 63n, LOST],
  [whole.type, "integer", -(2n ** 63n), -(2n ** 63n)],
  [whole.type, "double", 1.5, LOST],
  [float.type, "integer", 2n ** 53n + 1n, LOST],
  [float.type, "decimal", "0.1", 0.1],
  [{ kind: "timestamp", zone: "none" }, "nanoseconds", 1001n, LOST],
])("%j from %s %p is %p", (type, source, raw, wanted) => {
  expect(convert(type, source, raw)).toBe(wanted);
});
