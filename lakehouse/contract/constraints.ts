import { boundRules } from "./bounds.ts";
import type { Cursor } from "./cursor.ts";
import type { FieldKind } from "./field.ts";
import type { Located } from "./fields.ts";
import type { Report } from "./lint.ts";
import type { Rule, Test } from "./rule.ts";
import { counted, oneOf } from "./spelling.ts";
import { strictRule } from "./strict-rule.ts";
import { textRules } from "./text-rules.ts";

const BOUNDS = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];
const NUMERIC = [...BOUNDS, "multipleOf", "format"];
const TEMPORAL = [...BOUNDS, "format", "timezone", "defaultTimezone"];

/** The options that a kind of field has. */
const OPTIONS: Readonly<Record<FieldKind, readonly string[]>> = {
  string: ["minLength", "maxLength", "pattern", "format"],
  bytes: ["minLength", "maxLength", "format"],
  integer: NUMERIC,
  decimal: NUMERIC,
  float: NUMERIC,
  date: TEMPORAL,
  timestamp: TEMPORAL,
  time: TEMPORAL,
  object: ["minProperties", "maxProperties", "required"],
  array: ["minItems", "maxItems", "uniqueItems"],
  boolean: [],
  json: [],
};

/** The rules that a property promises by itself: required, key, type and `logicalTypeOptions`. */
export function readConstraints(located: Located, report: Report): Rule[] {
  const { field, at } = located;
  const options = at.get("logicalTypeOptions");
  if (options) checkOptions(located, options, report);
  return [
    ...presenceRules(located),
    ...boundRules(located, options, report),
    ...textRules(located, options, report),
    ...sizeRules(located, options, report),
    ...(field.type.kind === "array"
      ? [strictRule(located, "noNullItems", { kind: "noNullItems" }, "holds no NULL item", at.place)]
      : []),
  ];
}

function checkOptions({ path, field }: Located, options: Cursor, report: Report): void {
  const { kind } = field.type;
  for (const name of options.keys()) {
    const where = options.get(name)?.keyPlace ?? options.place;
    if (OPTIONS[kind].includes(name)) {
      if (name === "format" && ["date", "timestamp", "time"].includes(kind)) {
        report("option-ignored", where, "a text format says nothing about typed Parquet columns", "remove `format`");
      }
    } else if (kind === "boolean" || kind === "json" || kind === "bytes") {
      const cure = OPTIONS[kind].length ? `use ${oneOf(OPTIONS[kind])}, or remove it` : "remove it";
      report("option-unknown", where, `\`${name}\` of ${path} is not checked: ${kind} has no such option`, cure);
    }
  }
}

function presenceRules(located: Located): Rule[] {
  const { field, at, top } = located;
  const rules: Rule[] = [];
  // An item that is NULL is reported once, by the list's own noNullItems.
  if (field.required && field.name !== "[]") {
    const where = at.get("required")?.keyPlace ?? at.place;
    rules.push(strictRule(located, "required", { kind: "required" }, "is never NULL", where));
  }
  if (top && at.flag("primaryKey") === true && field.type.kind === "float") {
    rules.push(strictRule(located, "notNan", { kind: "notNan" }, "is a number, as a key must be", at.place));
  }
  return rules;
}

const SIZES = [
  ["minItems", "has at least", "item"],
  ["maxItems", "has at most", "item"],
  ["minProperties", "has at least", "field with a value"],
  ["maxProperties", "has at most", "field with a value"],
] as const;

function sizeRules(located: Located, options: Cursor | null, report: Report): Rule[] {
  if (!options) return [];
  const rules: Rule[] = [];
  for (const [kind, verb, noun] of SIZES) {
    const at = options.get(kind);
    const text = at?.asDecimal() ?? null;
    if (!at || text === null || !OPTIONS[located.field.type.kind].includes(kind)) continue;
    const test: Test = { kind, value: Number(text) };
    rules.push(strictRule(located, kind, test, `${verb} ${counted(Number(text), noun)}`, at.keyPlace));
  }
  const [first, second] = rules.map(({ test }) => ("value" in test ? Number(test.value) : 0));
  if (first !== undefined && second !== undefined && first > second) {
    report(
      "empty-range",
      options.place,
      `${located.path} would need at least ${first} and at most ${second}`,
      "swap them",
    );
  }
  const unique = options.get("uniqueItems");
  if (unique?.asFlag() === true && located.field.type.kind === "array") {
    rules.push(strictRule(located, "uniqueItems", { kind: "uniqueItems" }, "holds no item twice", unique.keyPlace));
  }
  return rules;
}
