// Random rules over given fields: any path, any test that its type knows.
import fc from "fast-check";
import { type Field, type FieldPath, STRING_FORMATS } from "../../../lakehouse/contract/field.ts";
import type { Disposition, Literal, Rule, RuleSeverity, Test, Threshold } from "../../../lakehouse/contract/rule.ts";
import {
  both,
  comparison,
  constant,
  type Expression,
  either,
  isNull,
  not,
  OPERATORS,
} from "../../naive/expressions.ts";
import { DAYS, MICROS, NUMBERS, PATTERNS, TEXTS } from "./samples.ts";

const size = fc.integer({ min: 0, max: 5 });
const flag = fc.boolean();

export interface Place {
  readonly path: FieldPath;
  readonly field: Field;
}

/** Every place that a rule may be about. */
export function placesOf(fields: readonly Field[], prefix = ""): Place[] {
  return fields.flatMap((field) => {
    const path = `${prefix}${field.name}`;
    const { type } = field;
    if (type.kind === "object") return [{ path, field }, ...placesOf(type.fields, `${path}.`)];
    if (type.kind !== "array") return [{ path, field }];
    return [{ path, field }, ...placesOf([type.item], path)];
  });
}

export function testArb({ field }: Place): fc.Arbitrary<Test> {
  const { type } = field;
  const always: fc.Arbitrary<Test> =
    field.name === "[]" ? fc.constant({ kind: "notNull" }) : fc.constantFrom({ kind: "required" }, { kind: "notNull" });
  switch (type.kind) {
    case "string":
      return fc.oneof(always, listed(texts(TEXTS)), sized("minLength"), sized("maxLength"), pattern, format);
    case "bytes":
      return fc.oneof(always, sized("minLength"), sized("maxLength"));
    case "integer":
    case "decimal":
      return fc.oneof(
        always,
        bound(fc.constantFrom(...NUMBERS)),
        bound(fc.constantFrom(...NUMBERS)),
        multiple,
        listed(numbers),
      );
    case "float":
      return fc.oneof(
        always,
        bound(fc.constantFrom(...NUMBERS)),
        multiple,
        listed(small),
        fc.constant<Test>({ kind: "format", name: "f32" }),
        notNan,
      );
    case "boolean":
      return fc.oneof(always, listed(flag.map((value): Literal => ({ kind: "boolean", value }))));
    case "date":
      return fc.oneof(always, bound(dateText), listed(dateText.map(textLiteral)));
    case "time":
      return fc.oneof(always, bound(timeText), listed(timeText.map(textLiteral)));
    case "timestamp": {
      const text = fc
        .tuple(dateText, timeText)
        .map(([day, clock]) => `${day}T${clock}${type.zone === "utc" ? "Z" : ""}`);
      return fc.oneof(always, bound(text), listed(text.map(textLiteral)));
    }
    case "array":
      return fc.oneof(
        always,
        sized("minItems"),
        sized("maxItems"),
        fc.constantFrom<Test>({ kind: "uniqueItems" }, { kind: "noNullItems" }),
      );
    case "object":
      return fc.oneof(always, sized("minProperties"), sized("maxProperties"));
    case "json":
      return always;
  }
}

const notNan = fc.constant<Test>({ kind: "notNan" });
const pattern = fc.constantFrom(...PATTERNS).map((source): Test => ({ kind: "pattern", source }));
const format = fc.constantFrom(...STRING_FORMATS).map((name): Test => ({ kind: "format", name }));
const multiple = fc
  .constantFrom("1", "2", "3", "10", "0.1", "0.01", "0.25")
  .map((value): Test => ({ kind: "multipleOf", value }));
const numbers = fc.constantFrom(...NUMBERS).map((value): Literal => ({ kind: "number", value }));
const small = fc.constantFrom("0", "1", "0.1", "1.5", "-90").map((value): Literal => ({ kind: "number", value }));

function textLiteral(value: string): Literal {
  return { kind: "text", value };
}

function texts(from: readonly string[]): fc.Arbitrary<Literal> {
  return fc.constantFrom(...from).map(textLiteral);
}

function sized(
  kind: "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties",
): fc.Arbitrary<Test> {
  return size.map((value) => ({ kind, value }));
}

function bound(value: fc.Arbitrary<string>): fc.Arbitrary<Test> {
  return fc.record({ kind: fc.constantFrom("minimum" as const, "maximum" as const), value, exclusive: flag });
}

function listed(literal: fc.Arbitrary<Literal>): fc.Arbitrary<Test> {
  const values = fc.uniqueArray(literal, { minLength: 1, maxLength: 3, selector: ({ value }) => value });
  return fc.record({ kind: fc.constantFrom("oneOf" as const, "notMissing" as const), values });
}

const dateText = fc.constantFrom(...DAYS).map((day) => new Date(Number(day) * 86_400_000).toISOString().slice(0, 10));
const timeText = fc.constantFrom(...MICROS).map((micros) => {
  const part = String(micros % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const clock = new Date(Number(micros / 1000n)).toISOString().slice(11, 19);
  return part === "" ? clock : `${clock}.${part}`;
});

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...OPERATORS), fc.bigInt({ min: -2n, max: 3n }))
    .map(([operator, number]) => comparison("n", operator, number)),
  fc.constantFrom(isNull("n"), isNull("id"), constant(true), constant(false), constant(null)),
);

export const expressionArb: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    tie("node").map(not),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => both(a, b)),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => either(a, b)),
  ),
})).node;

const slack: fc.Arbitrary<Threshold> = fc.oneof(
  fc.record({
    operator: fc.constantFrom("mustBeLessThan" as const, "mustBeLessOrEqualTo" as const),
    values: fc.constantFrom([2], [5], [20]),
    unit: fc.constantFrom("rows" as const, "percent" as const),
  }),
  fc.constant<Threshold>({ operator: "mustBeBetween", values: [0, 10], unit: "rows" }),
);

interface Fate {
  readonly severity: RuleSeverity;
  readonly disposition: Disposition;
  readonly threshold: Threshold | null;
}

/** `counted`: how many rules only count, for each that may quarantine; else many rules leave no good row. */
export function fateArb(counted: number): fc.Arbitrary<Fate> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fate>({ severity: "error", disposition: "quarantine", threshold: null }) },
    slack.map((threshold): Fate => ({ severity: "error", disposition: "quarantine", threshold })),
    {
      weight: 2,
      arbitrary: slack.map((threshold): Fate => ({ severity: "error", disposition: "escalate", threshold })),
    },
    {
      weight: 6 * counted,
      arbitrary: fc
        .record({ severity: fc.constantFrom("warning" as const, "info" as const), threshold: fc.option(slack) })
        .map((fate): Fate => ({ ...fate, disposition: "count" })),
    },
  );
}

export function asRule(id: string, path: FieldPath, test: Test, fate: Fate): Rule {
  const where = { file: "random.odcs.yaml", line: 1, column: 1 };
  return { id, path, test, ...fate, description: id, dimension: null, businessImpact: null, where };
}
