// Random contracts, with what their expressions mean and rows to hold against them.
import fc from "fast-check";
import type { Contract } from "../../../lakehouse/contract/contract.ts";
import type { Field } from "../../../lakehouse/contract/field.ts";
import type { Check, Rule } from "../../../lakehouse/contract/rule.ts";
import { type Lifts, NO_LIFTS } from "../../../lakehouse/plan/report.ts";
import type { Expression } from "../../naive/expressions.ts";
import type { Row } from "../../naive/values.ts";
import { fieldsArb } from "./fields.ts";
import { rowArb } from "./rows.ts";
import { asRule, expressionArb, fateArb, placesOf, testArb } from "./rules.ts";

export interface Case {
  readonly contract: Contract;
  readonly expressions: ReadonlyMap<string, Expression["holds"]>;
  readonly rows: readonly Row[];
  readonly lifts: Lifts;
}

const MOST_RULES = 200;

type Ruled = readonly [Omit<Rule, "id">, Expression | null];

function ruleArb(fields: readonly Field[], counted: number): fc.Arbitrary<Ruled> {
  const fate = fateArb(counted);
  const places = placesOf(fields);
  const onValue = fc
    .constantFrom(...places)
    .chain((place) =>
      fc.tuple(testArb(place), fate).map(([test, found]): Ruled => [asRule("", place.path, test, found), null]),
    );
  const onRow = fc
    .tuple(expressionArb, fate)
    .map(
      ([expression, found]): Ruled => [asRule("", "", { kind: "expression", sql: expression.sql }, found), expression],
    );
  const late = fc
    .tuple(fc.integer({ min: 0, max: 5 }), fate)
    .map(([days, found]): Ruled => [asRule("", "at", { kind: "notLate", days }, found), null]);
  return fc.oneof({ weight: 20, arbitrary: onValue }, { weight: 2, arbitrary: onRow }, late);
}

const breakerArb = fc.constantFrom(0, 20, 50, 100).map(
  (percent): Check => ({
    id: "circuit_breaker",
    severity: "error",
    measure: { kind: "quarantinedShare" },
    threshold: { operator: "mustBeLessOrEqualTo", values: [percent], unit: "percent" },
    description: "not too many rows are bad",
    dimension: null,
    businessImpact: null,
    where: { file: "random.odcs.yaml", line: 1, column: 1 },
  }),
);

/** Few rules mostly, so that what breaks is small; sometimes more than three words of a mask can hold. */
const countArb = fc.oneof(
  { weight: 6, arbitrary: fc.constant(3) },
  { weight: 3, arbitrary: fc.constant(20) },
  fc.constant(70),
  fc.constant(MOST_RULES),
);

const liftsArb: fc.Arbitrary<Lifts> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(NO_LIFTS) },
  fc.record({ window: fc.boolean(), holds: fc.boolean() }),
);

export const caseArb: fc.Arbitrary<Case> = fc
  .tuple(fieldsArb, countArb)
  .chain(([fields, most]) =>
    fc.tuple(
      fc.constant(fields),
      fc.array(ruleArb(fields, Math.floor(most / 10)), { minLength: 1, maxLength: most, size: "max" }),
      breakerArb,
    ),
  )
  .chain(([fields, ruled, breaker]) => {
    const rules = ruled.map(([rule], index): Rule => ({ ...rule, id: `r${index}${rule.path && `:${rule.path}`}` }));
    const expressions = new Map(ruled.flatMap(([, found]) => (found ? [[found.sql, found.holds] as const] : [])));
    const contract = contractOf(fields, rules, [breaker]);
    return fc
      .tuple(fc.array(rowArb(fields, rules), { minLength: 1, maxLength: 60, size: "max" }), liftsArb)
      .map(([rows, lifts]): Case => ({ contract, expressions, rows, lifts }));
  });

export function contractOf(fields: readonly Field[], rules: readonly Rule[], checks: readonly Check[]): Contract {
  return {
    file: "random.odcs.yaml",
    dataset: "random",
    id: "random",
    version: "1.0.0",
    status: "active",
    title: "random",
    domain: null,
    tags: [],
    description: null,
    rowDescription: null,
    table: "random",
    quarantineTable: "random_quarantine",
    derived: null,
    landing: { pattern: "random/dt=(?<dt>\\d{4}-\\d{2}-\\d{2})/.*", capturesDay: true, folder: "random/" },
    fields,
    key: [],
    sequence: null,
    partition: { column: "at", granularity: "DAY", requireFilter: true, expirationDays: null },
    clustering: [],
    policies: {
      onUnknownColumn: "alert",
      onMissingColumn: "alert",
      onRetypedColumn: "alert",
      onReupload: "hold",
      passThrough: false,
      partitionStable: true,
      exactDuplicates: "keep",
      lateWindowDays: null,
      publishEverySeconds: 60,
      checkLimit: null,
    },
    rules,
    checks,
    sla: { expectedBy: null, schedule: null, latencyHours: null, retentionDays: null },
    owner: null,
    recipients: [],
    roles: [],
    runbookUrl: null,
    defaulted: [],
  };
}
