// What this host makes of numbers, thresholds and counted drops, with what it made them of.

import type { SplitDrop } from "../../../lakehouse/engine/result.ts";
import { holds } from "../../../lakehouse/engine/threshold.ts";
import { addPartitions, totalsOf } from "../../../lakehouse/engine/totals.ts";
import { type Case, judge } from "../../../lakehouse/engine/verdict.ts";
import type { Plan, PlanCheck, PlanRule } from "../../../lakehouse/plan/plan.ts";
import { measuredWords, numberWords, shareWords, thresholdWords } from "../../../lakehouse/plan/words.ts";
import { FACTS, planOf } from "../../engine/workshop.ts";

const OPERATORS = [
  "mustBe",
  "mustNotBe",
  "mustBeGreaterThan",
  "mustBeGreaterOrEqualTo",
  "mustBeLessThan",
  "mustBeLessOrEqualTo",
  "mustBeBetween",
  "mustNotBeBetween",
] as const;

let state = 20261121;
/** The same numbers in each run. */
function random(): number {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  return state / 2 ** 31;
}
const below = (most: number) => Math.floor(random() * most);
const one = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;

const NUMBERS = [
  0,
  1,
  -1,
  0.1,
  0.5,
  1.5,
  2.5,
  1.005,
  0.000001,
  1e-7,
  1.5e-7,
  123456.789,
  999.995,
  1e20,
  1e21,
  1.5e21,
  -1e21,
  5e-324,
  1.7976931348623157e308,
  2 ** 53,
  2 ** 53 - 1,
  100 / 3,
  99.999999,
  0.0101,
  12408,
  1234567.0001,
];
const numbers = [...NUMBERS, ...Array.from({ length: 300 }, () => (random() - 0.5) * 10 ** (below(40) - 20))].map(
  (value) => ({ value, text: String(value), fixed: [0, 2, 4, 20].map((digits) => value.toFixed(digits)) }),
);

const thresholds = Array.from({ length: 400 }, () => {
  const unit = one(["rows", "percent"] as const);
  const bounds = [one([0, 1, 2, 0.5, 0.01, 33.3333, 100, 1000]), one([5, 50, 99.99, 1e21])];
  const operator = one(OPERATORS);
  const threshold = { operator, values: operator.endsWith("Between") ? bounds : bounds.slice(0, 1), unit };
  const of = one([0, 1, 3, 1000, 10_000, 100_000_000, 3_000_000_000]);
  const count = one([0, of, Math.floor(of / 100), Math.floor(of / 3), Math.floor(of / 10_000) + 1]);
  const measured = one([count, count / 7, (100 * count) / Math.max(of, 1)]);
  return {
    threshold,
    count,
    of,
    measured,
    holds: holds(threshold, { count: measured, of }),
    share: shareWords(count, of, one([threshold, threshold])),
    words: thresholdWords(threshold),
    said: measuredWords(measured, threshold),
    number: numberWords(measured),
  };
});

const units = Array.from({ length: 7 }, (_, unit) => ({
  unit,
  rows: 30,
  goodRows: 20,
  quarantinedRows: 7,
  doubtfulRows: 3,
  clean: false,
  good: null,
  doubtful: null,
  quarantined: null,
  failures: { a: unit, [`only${unit}`]: 1, b: 2 },
  samples: { a: Array.from({ length: 3 }, () => ({ row: below(1000), path: "lat", value: one(["1", null]) })) },
  causes: {
    a: Array.from({ length: 5 }, (_, at) => ({ value: one(["x", "y", null, `z${unit}${at}`]), rows: below(9) })),
  },
  partitions: [`2026112${below(4)}`, "20261119", "__NULL__"].map((id) => ({ id, rows: below(50) })),
  newestMicros: one([null, String(-5 - unit), "1795150800000000", "9223372036854775807"]),
}));
const limits = { samples: 5, causes: 4 };
const totals = { units, limits, totals: totalsOf(units, limits), partitions: addPartitions(units) };

const base = planOf({
  properties: ["{name: lat, logicalType: number, logicalTypeOptions: {minimum: -90, maximum: 90}}"],
});
const rule = (id: string): PlanRule => {
  const found = base.rules.find((each) => each.id === "lat.minimum");
  if (!found) throw new Error("the plan has no rule lat.minimum");
  const unit = one(["rows", "percent"] as const);
  const threshold = one([null, { operator: "mustBeLessOrEqualTo" as const, values: [one([0, 1, 5])], unit }]);
  const severity = one(["error", "error", "warning", "info"] as const);
  return { ...found, id, severity, threshold, disposition: one(["quarantine", "escalate", "count"] as const) };
};
const check = (id: string): PlanCheck => ({
  id,
  kind: one(["rowCount", "quarantinedShare", "freshness", "unique", "duplicateValues", "sql"] as const),
  severity: one(["error", "warning", "info"] as const),
  threshold: { operator: one(OPERATORS.slice(0, 6)), values: [one([0, 1, 5, 20])], unit: one(["rows", "percent"]) },
  description: "a check",
  dimension: null,
  businessImpact: null,
  statement: one([null, "SELECT 0"]),
  when: one(["drop", "drop", "drop", "afterPublish"] as const),
});

const judgements = Array.from({ length: 150 }, (_, at) => {
  const policies = {
    unknown: one(["evolve", "alert"]),
    missing: one(["alert", "quarantine"]),
    retyped: one(["alert"]),
  };
  const checkRows = { node: one([10, 20_000_000]), dataflow: 0 };
  const plan = {
    ...base,
    rules: [...base.rules, rule("one"), rule("two")],
    checks: [check("c"), check("d"), check("e")],
    policies: { ...base.policies, ...policies },
    // What differs between the hosts by intent.
    limits: { ...base.limits, partitions: one([1, 4000]), checkRows: { ...checkRows, dataflow: checkRows.node } },
  } as Plan;
  const entered = one([0, 7, 1000, 12_345_678]);
  const quarantined = one([0, entered, Math.floor(entered / 50)]);
  const result: SplitDrop = {
    kind: "split",
    bytes: 1,
    crc32c: "AAAAAA==",
    milliseconds: { preflight: 1, split: 2, checks: 3, total: 6 },
    dispose: async () => {},
    units: 1,
    rows: { in: entered, good: entered - quarantined, quarantined, duplicates: 0 },
    differences: {
      unknown: one([[], [{ name: "extra", type: "DATE" }]]),
      missing: one([[], ["note"]]),
      retyped: one([[], [{ name: "lat", from: "VARCHAR", to: "DOUBLE" }]]),
      renamed: one([[], [{ from: "note", to: "notes" }]]),
    },
    failures: { one: quarantined, two: Math.floor(entered / 99), "lat.maximum": one([0, quarantined]) },
    samples: { one: [{ row: 7, path: "lat", value: "\u{1f600}\u2028é" }] },
    causes: { one: [{ value: null, rows: 1 }] },
    partitions: one([
      [],
      [
        { id: "20261120", rows: 1 },
        { id: "20261121", rows: 1 },
      ],
    ]),
    newestMicros: one([null, "1795150800000000", "253402300799999999"]),
    checks: one([{}, { c: { measured: one([0, 1, 5.0001, 1e21]), note: null }, d: { measured: null, note: "NULL" } }]),
    duplicatesUnknown: one([true, false]),
    files: { good: Array.from({ length: at === 0 ? 10_001 : 1 }, () => ({ path: "x", rows: 0 })), quarantined: [] },
    passedThrough: false,
  };
  const given: Case = {
    plan,
    planHash: "0".repeat(64),
    facts: { ...FACTS, replay: one([false, false, false, true]) },
    object: { bytes: "1", crc32c: "AAAAAA==" },
    round: 1,
    attempt: 2,
    lifts: { window: one([true, false]), holds: one([true, false]) },
    started: FACTS.arrived,
  };
  return { given, result, judgement: judge(given, result) };
});

export const answer = () => ({ numbers, thresholds, totals, judgements });
