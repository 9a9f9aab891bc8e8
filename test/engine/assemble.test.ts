import { describe, expect, test } from "@jest/globals";
import { assemble } from "../../lakehouse/engine/child/assemble.ts";
import { match } from "../../lakehouse/engine/child/match.ts";
import type { Plan, PlanRule } from "../../lakehouse/plan/plan.ts";
import { planOf } from "./workshop.ts";

const base = planOf({
  custom: ["{property: onRetypedColumn, value: alert}"],
  properties: ["{name: lat, logicalType: number, logicalTypeOptions: {minimum: -90}}"],
});
const raw = [
  { name: "id", type: "BIGINT" },
  { name: "at", type: "TIMESTAMP WITH TIME ZONE" },
];

const rule = (id: string, more: Partial<PlanRule> = {}): PlanRule => ({
  id,
  kind: "row",
  column: null,
  path: "",
  severity: "error",
  disposition: "quarantine",
  threshold: null,
  description: id,
  dimension: null,
  businessImpact: null,
  fails: `f_${id}`,
  at: `at_${id}`,
  shown: `shown_${id}`,
  masked: false,
  ...more,
});
const withRules = (rules: PlanRule[]): Plan => ({ ...base, rules });
const assembled = (plan: Plan, columns = raw) => assemble(plan, match(plan.columns, plan.policies, columns), false);

describe("columns", () => {
  test("raw ones keep the producer's names behind a prefix, quotes doubled", () => {
    const parts = assembled(base, [...raw, { name: 'we"ird; DROP', type: "DATE" }]);
    expect(parts.rawColumns).toContain('"we""ird; DROP" AS "raw:we""ird; DROP"');
    expect(parts.quarantineColumns).toContain('"raw:we""ird; DROP" AS "we""ird; DROP"');
  });

  test("missing ones are NULL of their type", () => {
    expect(assembled(base).typedColumns).toContain('CAST(NULL AS DOUBLE) AS "lat"');
  });

  test("those of another type go through the conversion, whose type rule becomes active", () => {
    const parts = assembled(base, [...raw, { name: "lat", type: "VARCHAR" }]);
    expect(parts.typedColumns).toContain('TRY_CAST("raw:lat" AS DOUBLE)');
    expect(parts.rules.map((active) => active.rule.id)).toContain("lat.type");
    expect(
      assembled(base, [...raw, { name: "lat", type: "DOUBLE" }]).rules.map((active) => active.rule.id),
    ).not.toContain("lat.type");
  });
});

describe("rules", () => {
  test("fill masks of 63 bits each", () => {
    const parts = assembled(withRules(Array.from({ length: 65 }, (_, index) => rule(`r${index}`))));
    expect(parts.masks).toContain(
      `CASE WHEN f_r62 THEN ${1n << 62n}::BIGINT ELSE 0 END AS "sluice:mask0", CASE WHEN f_r63 THEN 1::BIGINT ELSE 0 END`,
    );
    expect(parts.masks.endsWith('AS "sluice:mask1"')).toBe(true);
    expect(parts.rules[64]?.failed).toBe('("sluice:mask1" & 2) <> 0');
  });

  test("are told apart by what becomes of their rows", () => {
    const parts = assembled(
      withRules([
        rule("a"),
        rule("b", { disposition: "escalate" }),
        rule("c", { disposition: "count", severity: "warning" }),
        rule("d"),
      ]),
    );
    expect(parts.quarantines).toBe('("sluice:mask0" & 9) <> 0');
    expect(parts.escalates).toBe('("sluice:mask0" & 2) <> 0');
    expect(parts.failsWhere(({ disposition }) => disposition === "quarantine")).toBe("(f_a) OR (f_d)");
  });

  test("of severity error give reasons, in plan order", () => {
    const parts = assembled(
      withRules([rule("b"), rule("c", { severity: "warning", disposition: "count" }), rule("a'")]),
    );
    expect(parts.reasons(() => true)).toBe(
      "list_filter([CASE WHEN (\"sluice:mask0\" & 1) <> 0 THEN {'rule': 'b', 'path': at_b} END, CASE WHEN (\"sluice:mask0\" & 4) <> 0 THEN {'rule': 'a''', 'path': at_a'} END], " +
        'lambda reason: reason IS NOT NULL)::STRUCT("rule" VARCHAR, path VARCHAR)[]',
    );
  });

  test("a plan without any still gives statements", () => {
    const parts = assembled(withRules([]));
    expect([parts.masks, parts.quarantines, parts.reasons(() => true)]).toEqual([
      '0::BIGINT AS "sluice:mask0"',
      "false",
      '[]::STRUCT("rule" VARCHAR, path VARCHAR)[]',
    ]);
  });

  test("the rule for changed columns fails every row, under its policy only", () => {
    const schema = rule("columns", { kind: "schema", fails: null });
    const strict: Plan = { ...withRules([schema]), policies: { ...base.policies, missing: "quarantine" } };
    expect(assembled(strict).failsWhere(() => true)).toBe("(true)");
    expect(assembled(withRules([schema])).rules).toEqual([]);
  });
});
