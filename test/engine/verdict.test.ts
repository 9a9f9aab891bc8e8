import { describe, expect, test } from "@jest/globals";
import { outcomeOf } from "../../lakehouse/engine/judge-rules.ts";
import type { UnitResult } from "../../lakehouse/engine/protocol.ts";
import type { SplitDrop } from "../../lakehouse/engine/result.ts";
import { addPartitions, assertConserved, totalsOf } from "../../lakehouse/engine/totals.ts";
import { type Case, judge } from "../../lakehouse/engine/verdict.ts";
import { withReason } from "../../lakehouse/engine/weigh.ts";
import type { Plan, PlanCheck, PlanRule } from "../../lakehouse/plan/plan.ts";
import { type Lifts, NO_LIFTS, type Reason, ReportSchema } from "../../lakehouse/plan/report.ts";
import { FACTS, planOf } from "./workshop.ts";

const base = planOf({ properties: ["{name: lat, logicalType: number, logicalTypeOptions: {minimum: -90}}"] });
const minimum = base.rules.find(({ id }) => id === "lat.minimum");
if (!minimum) throw new Error("the plan has no rule lat.minimum");

const atMost = (value: number) => ({ operator: "mustBeLessOrEqualTo", values: [value], unit: "percent" }) as const;
const rule = (more: Partial<PlanRule>): PlanRule => ({ ...minimum, ...more });
const check = (more: Partial<PlanCheck>): PlanCheck => ({
  id: "c",
  kind: "sql",
  severity: "error",
  threshold: { operator: "mustBe", values: [0], unit: "rows" },
  description: "a check",
  dimension: null,
  businessImpact: null,
  statement: "SELECT 0",
  when: "drop",
  ...more,
});

const drop = (more: Partial<SplitDrop> = {}): SplitDrop => ({
  kind: "split",
  bytes: 1,
  crc32c: "AAAAAA==",
  milliseconds: { preflight: 1, split: 1, checks: 1, total: 3 },
  dispose: async () => {},
  units: 1,
  rows: { in: 1000, good: 1000, quarantined: 0, duplicates: 0 },
  differences: { unknown: [], missing: [], retyped: [], renamed: [] },
  failures: {},
  samples: {},
  causes: {},
  partitions: [{ id: "20261120", rows: 1000 }],
  newestMicros: "1795150800000000", // 2026-11-20T05:00:00Z
  checks: {},
  duplicatesUnknown: false,
  files: { good: [], quarantined: [] },
  passedThrough: false,
  ...more,
});

function verdictOf(plan: Partial<Plan>, result: Partial<SplitDrop> = {}, lifts: Lifts = NO_LIFTS) {
  const judgement = judge(caseOf(plan, lifts), drop(result));
  ReportSchema.parse({ ...judgement, files: { good: [], quarantined: [] } });
  return judgement;
}

function caseOf(plan: Partial<Plan>, lifts: Lifts = NO_LIFTS): Case {
  return {
    plan: { ...base, checks: [], ...plan },
    planHash: "0".repeat(64),
    facts: FACTS,
    object: { bytes: "1", crc32c: "AAAAAA==" },
    round: 1,
    attempt: 1,
    lifts,
    started: FACTS.arrived,
  };
}

const short = (plan: Partial<Plan>, result: Partial<SplitDrop> = {}, lifts: Lifts = NO_LIFTS) => {
  const { verdict, reasons, checks } = verdictOf(plan, result, lifts);
  return [verdict, reasons.map(({ code }) => code).join(" "), checks.map(({ outcome }) => outcome).join(" ")];
};

describe("what becomes of a rule", () => {
  test.each<[Partial<PlanRule>, number, string]>([
    [{}, 0, "passed"],
    [{}, 1, "quarantined"],
    [{ threshold: atMost(1) }, 10, "quarantined"],
    [{ threshold: atMost(1) }, 11, "exceeded"],
    [{ disposition: "escalate", threshold: atMost(1) }, 10, "counted"],
    [{ disposition: "escalate", threshold: atMost(1) }, 11, "exceeded"],
    [{ disposition: "count", severity: "warning" }, 0, "passed"],
    [{ disposition: "count", severity: "warning" }, 1, "warned"],
    [{ disposition: "count", severity: "warning", threshold: atMost(1) }, 10, "counted"],
    [{ disposition: "count", severity: "warning", threshold: atMost(1) }, 11, "warned"],
    [{ disposition: "count", severity: "info" }, 999, "counted"],
  ])("%j with %d of 1000 rows: %s", (more, failed, outcome) => {
    expect(outcomeOf(rule(more), failed, 1000)).toBe(outcome);
  });

  test("its words say what was measured and what is allowed", () => {
    const { reasons } = verdictOf({ rules: [rule({ threshold: atMost(1) })] }, { failures: { "lat.minimum": 11 } });
    expect(reasons).toEqual([
      {
        code: "RULE_EXCEEDED",
        message: expect.stringMatching(/^lat\.minimum: 11 of 1,000 rows \(1\.10 %\) .*allowed: at most 1 %/),
        cure: expect.any(String),
      },
    ]);
  });
});

describe("checks", () => {
  const measured = (value: number | null, note: string | null = null) => ({ checks: { c: { measured: value, note } } });

  test("hold, warn, or are told to be not run", () => {
    expect(short({ checks: [check({})] }, measured(0))).toEqual(["ready", "", "passed"]);
    expect(short({ checks: [check({})] }, measured(1))).toEqual(["held", "CHECK_FAILED", "failed"]);
    expect(short({ checks: [check({ severity: "warning" })] }, measured(1))).toEqual([
      "ready with warnings",
      "CHECK_WARNING",
      "warned",
    ]);
    expect(short({ checks: [check({})] }, measured(null, "gave NULL"))).toEqual(["held", "CHECK_NOT_RUN", "not run"]);
    expect(short({ checks: [check({ severity: "warning" })] })).toEqual([
      "ready with warnings",
      "CHECK_SKIPPED",
      "not run",
    ]);
    expect(short({ checks: [check({ when: "afterPublish", statement: null })] })).toEqual(["ready", "", "not run"]);
  });

  test("that come from counts", () => {
    const breaker = check({ kind: "quarantinedShare", statement: null, threshold: atMost(5) });
    const share = (quarantined: number) => ({
      rows: { in: 1000, good: 1000 - quarantined, quarantined, duplicates: 0 },
    });
    expect(short({ checks: [breaker] }, share(50))).toEqual(["ready", "", "passed"]);
    expect(short({ checks: [breaker] }, share(51))).toEqual(["held", "CIRCUIT_BREAKER", "failed"]);
    const none = { rows: { in: 0, good: 0, quarantined: 0, duplicates: 0 }, partitions: [], newestMicros: null };
    expect(short({ checks: [breaker] }, none)).toEqual(["ready", "", "passed"]);
    const some = check({
      kind: "rowCount",
      statement: null,
      threshold: { operator: "mustBeGreaterThan", values: [0], unit: "rows" },
    });
    expect(short({ checks: [some] }, none)).toEqual(["held", "CHECK_FAILED", "failed"]);
    const fresh = (hours: number) =>
      check({
        kind: "freshness",
        statement: null,
        threshold: { operator: "mustBeLessOrEqualTo", values: [hours], unit: "rows" },
      });
    expect(short({ checks: [fresh(1)] })).toEqual(["ready", "", "passed"]);
    expect(short({ checks: [fresh(0.99)] })).toEqual(["held", "CHECK_FAILED", "failed"]);
    expect(short({ checks: [fresh(1)] }, none)).toEqual(["held", "CHECK_NOT_RUN", "not run"]);
  });

  test("of a whole drop say nothing of a replay", () => {
    const checks = [
      check({}),
      check({ id: "w", severity: "warning" }),
      check({ id: "b", kind: "quarantinedShare", statement: null, threshold: atMost(5) }),
      check({
        id: "n",
        kind: "rowCount",
        statement: null,
        threshold: { operator: "mustBe", values: [5000], unit: "rows" },
      }),
      check({ id: "f", kind: "freshness", statement: null }),
    ];
    const rows = { in: 166, good: 66, quarantined: 100, duplicates: 0 };
    const given = caseOf({ checks });
    const result = drop({ rows, checks: { c: { measured: 9, note: null }, w: { measured: 9, note: null } } });
    expect(judge(given, result).verdict).toBe("held");
    const replay = judge({ ...given, facts: { ...FACTS, replay: true } }, result);
    expect([replay.verdict, replay.reasons]).toEqual(["ready", []]);
    const found = replay.checks.map(({ outcome, measured, note }) => [outcome, measured, note]);
    expect(found).toEqual(checks.map(() => ["not run", null, "a replay is a part of a drop"]));
  });
});

describe("changed columns", () => {
  const differences = {
    unknown: [{ name: "extra", type: "DATE" }],
    missing: ["note"],
    retyped: [{ name: "lat", from: "VARCHAR", to: "DOUBLE" }],
    renamed: [{ from: "note", to: "notes" }],
  };
  const policies = (policy: "evolve" | "alert") => ({
    policies: { ...base.policies, unknown: policy, missing: policy, retyped: policy },
  });

  test("are told under policy alert, and only listed under evolve", () => {
    expect(short(policies("alert"), { differences })).toEqual([
      "ready with warnings",
      "COLUMNS_RETYPED COLUMNS_MISSING COLUMNS_ADDED",
      "",
    ]);
    expect(short(policies("evolve"), { differences })).toEqual(["ready", "", ""]);
  });
});

test("the gravest reason stands first", () => {
  const plan: Partial<Plan> = {
    checks: [check({ id: "w", severity: "warning" }), check({})],
    rules: [rule({ disposition: "count", severity: "warning" }), rule({ id: "second", threshold: atMost(0) })],
    limits: { ...base.limits, partitions: 0 },
  };
  const result = {
    failures: { "lat.minimum": 1, second: 1 },
    checks: { c: { measured: 3, note: null }, w: { measured: 3, note: null } },
  };
  expect(short(plan, result)[1]).toBe("RULE_EXCEEDED CHECK_FAILED TOO_MANY_PARTITIONS RULE_WARNING CHECK_WARNING");
});

describe("lifted holds", () => {
  const breaker = check({ id: "b", kind: "quarantinedShare", statement: null, threshold: atMost(5) });
  const plan: Partial<Plan> = {
    checks: [breaker, check({}), check({ id: "n" })],
    rules: [rule({ threshold: atMost(1) })],
  };
  const result = {
    rows: { in: 1000, good: 900, quarantined: 100, duplicates: 0 },
    failures: { "lat.minimum": 100 },
    checks: { c: { measured: 1, note: null }, n: { measured: null, note: "gave NULL" } },
  };
  const lifted = { window: false, holds: true };
  const codes = "CIRCUIT_BREAKER RULE_EXCEEDED CHECK_FAILED CHECK_NOT_RUN";

  test("warn, with the words of the hold; outcomes are as measured", () => {
    expect(short(plan, result)).toEqual(["held", codes, "failed failed not run"]);
    expect(short(plan, result, lifted)).toEqual(["ready with warnings", codes, "failed failed not run"]);
    const [before, after] = [verdictOf(plan, result), verdictOf(plan, result, lifted)];
    expect(after.lifts).toEqual(lifted);
    expect(after.rules).toEqual(before.rules);
    expect(after.reasons.map(({ message }) => message)).toEqual(
      before.reasons.map(({ message }) => `accepted: ${message}`),
    );
  });

  test("do not lift what no publication can hold, which then stands first", () => {
    const wide: Partial<Plan> = { ...plan, limits: { ...base.limits, partitions: 0 } };
    expect(short(wide, result, lifted).slice(0, 2)).toEqual(["held", `TOO_MANY_PARTITIONS ${codes}`]);
    const file = { path: "x", rows: 0 };
    const files = (good: number) => ({ files: { good: Array.from({ length: good }, () => file), quarantined: [] } });
    expect(short({}, files(10_000))[0]).toBe("ready");
    expect(short({}, files(10_001), lifted).slice(0, 2)).toEqual(["held", "TOO_MANY_FILES"]);
  });

  test("do not lift the window, nor does that lift holds", () => {
    expect(short(plan, result, { window: true, holds: false })[0]).toBe("held");
  });
});

describe("a reason from outside the split", () => {
  const reuploaded: Reason = { code: "REUPLOADED", message: "the name has a committed drop", cure: "decide" };
  const failed: Reason = { code: "LOAD_FAILED", message: "the warehouse refuses its files", cure: "look" };
  const warned = { rules: [rule({ disposition: "count", severity: "warning" })] };
  const said = ({ verdict, reasons }: ReturnType<typeof verdictOf>) => [
    verdict,
    reasons.map(({ code }) => code).join(" "),
  ];

  test("holds what was ready, and stands where its weight puts it", () => {
    const judged = verdictOf(warned, { failures: { "lat.minimum": 1 } });
    expect(said(withReason(judged, reuploaded))).toEqual(["held", "REUPLOADED RULE_WARNING"]);
    expect(said(judged)).toEqual(["ready with warnings", "RULE_WARNING"]);
    expect(said(withReason(withReason(judged, reuploaded), failed))[1]).toBe("LOAD_FAILED REUPLOADED RULE_WARNING");
  });

  test("holds no drop that a person accepted, unless nothing can publish it", () => {
    const accepted = verdictOf({}, {}, { window: false, holds: true });
    const { verdict, reasons } = withReason(accepted, reuploaded);
    expect([verdict, reasons[0]?.message]).toEqual(["ready with warnings", "accepted: the name has a committed drop"]);
    expect(said(withReason(accepted, failed))).toEqual(["held", "LOAD_FAILED"]);
  });

  test("leaves a rejected drop rejected", () => {
    const refusal = { code: "CORRUPT", message: "m", cure: "c" } as const;
    const judged = judge(caseOf({}), {
      kind: "refused",
      refusal,
      bytes: 1,
      crc32c: null,
      milliseconds: { preflight: 0, split: 0, checks: 0, total: 1 },
      dispose: async () => {},
    });
    expect(said(withReason(judged, reuploaded))).toEqual(["rejected", "CORRUPT REUPLOADED"]);
  });
});

describe("units add up", () => {
  const unit = (index: number, more: Partial<UnitResult> = {}): UnitResult => ({
    unit: index,
    rows: 10,
    goodRows: 9,
    quarantinedRows: 1,
    doubtfulRows: 0,
    clean: false,
    good: null,
    doubtful: null,
    quarantined: null,
    failures: { r: 1 },
    samples: { r: [{ row: 100 - index, path: "lat", value: "1" }] },
    causes: {
      r: [
        { value: "1", rows: 1 },
        { value: `only ${index}`, rows: 1 },
      ],
    },
    partitions: [
      { id: "b", rows: 4 },
      { id: `a${index}`, rows: 5 },
    ],
    newestMicros: String(-5 - index),
    ...more,
  });

  test("in counts, samples, causes and partitions", () => {
    const totals = totalsOf([unit(0), unit(1)], { samples: 1, causes: 2 });
    expect(totals).toMatchObject({ rows: 20, good: 18, quarantined: 2, failures: { r: 2 } });
    expect(totals.samples.r).toEqual([{ row: 99, path: "lat", value: "1" }]);
    expect(totals.causes.r).toEqual([
      { value: "1", rows: 2 },
      { value: "only 0", rows: 1 },
    ]);
    expect(addPartitions([unit(0), unit(1)])).toEqual({
      partitions: [
        { id: "a0", rows: 5 },
        { id: "a1", rows: 5 },
        { id: "b", rows: 8 },
      ],
      newestMicros: "-5",
    });
  });

  test("or it is a bug", () => {
    expect(() => assertConserved("a test", 3, 1, 1)).toThrow("3 is not 1 + 1");
  });
});
