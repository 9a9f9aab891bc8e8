import type { ErrorObject } from "ajv/dist/2019.js";
import type { Cursor } from "./cursor.ts";
import type { LintRule } from "./lint.ts";
import type { Place } from "./problem.ts";
import { OPERATORS } from "./rule.ts";
import { allowedKeys } from "./schema-keys.ts";
import odcs from "./schemas/odcs-json-schema-v3.1.0.json" with { type: "json" };
import { nearest, oneOf, suggest } from "./spelling.ts";

interface Explanation {
  readonly rule: LintRule;
  readonly where: Place;
  readonly message: string;
  readonly cure: string;
}

/** Keys and values that are spelt otherwise in ODCS 3.1, or not at all: what to write instead. */
const PORTABLE: Readonly<Record<string, readonly [LintRule, string]>> = {
  enum: ["newer-standard", "write `quality: [{metric: invalidValues, arguments: {validValues: [...]}, mustBe: 0}]`"],
  map: ["newer-standard", "write `logicalType: object` with `physicalType: JSON`"],
  vector: ["newer-standard", "write `logicalType: array` with `items: {logicalType: number}`"],
  precision: ["schema-unknown-key", "write `physicalType: NUMERIC(precision, scale)` on the property"],
  scale: ["schema-unknown-key", "write `physicalType: NUMERIC(precision, scale)` on the property"],
  deprecated: ["newer-standard", "remove it, or say it in `tags`"],
  synonyms: ["newer-standard", "remove it, or use `customProperties`"],
  semanticType: ["newer-standard", "remove it, or use `customProperties`"],
  context: ["newer-standard", "remove it, or use `customProperties`"],
  vendor: ["newer-standard", "remove it"],
  encoding: ["newer-standard", "remove it; Parquet needs none"],
  "<<": ["schema-unknown-key", "repeat the keys; YAML merge keys are not read"],
};

const KINDS: Readonly<Record<string, string>> = {
  string: "text (quote it)",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys",
};

/** One error of the JSON Schema in words. */
export function explain(error: ErrorObject, root: Cursor): Explanation {
  const options = /^(.*\/logicalTypeOptions)(\/|$)/.exec(error.instancePath)?.[1];
  if (options && !root.follow(options.replace(/\/[^/]*$/, "")).get("logicalType")) return untyped(root.follow(options));
  const at = root.follow(error.instancePath);
  const name = error.instancePath.split("/").findLast((step) => !/^\d*$/.test(step)) ?? "the contract";
  const value = (message: string, cure: string): Explanation => ({
    rule: "schema-value",
    where: at.place,
    message,
    cure,
  });
  switch (error.keyword) {
    case "additionalProperties":
    case "unevaluatedProperties":
      return unknownKey(error, at);
    case "required":
      return missingKey(String(error.params.missingProperty), name, at);
    case "type":
      return value(`\`${name}\` is ${at.shown()}`, `write ${KINDS[String(error.params.type)] ?? error.params.type}`);
    case "enum":
      return unknownValue(error, name, at);
    case "oneOf":
      return at.keys().length > 0 && error.schemaPath.includes("Operators")
        ? operators(at)
        : value(`\`${name}\` has none of the forms that ODCS knows`, "compare it with the standard");
    case "pattern":
      return value(`\`${name}\` is ${at.shown()}`, `write something that matches ${error.params.pattern}`);
    case "minItems":
    case "maxItems":
    case "uniqueItems":
      return value(
        `\`${name}\` has ${error.keyword === "uniqueItems" ? "the same item twice" : "the wrong number of items"}`,
        `it ${error.message}`,
      );
    case "format":
      return value(`\`${name}\` is ${at.shown()}`, 'write a UTC timestamp such as "2026-11-21T00:00:00Z"');
    default:
      return value(`\`${name}\` is ${at.shown()}`, `it ${error.message}`);
  }
}

function unknownKey(error: ErrorObject, at: Cursor): Explanation {
  const key = String(error.params.unevaluatedProperty ?? error.params.additionalProperty);
  const where = at.get(key)?.keyPlace ?? at.place;
  const message = `\`${key}\` is no key here`;
  const portable = Object.hasOwn(PORTABLE, key) ? PORTABLE[key] : undefined;
  if (portable) return { rule: portable[0], where, message, cure: portable[1] };
  if (key === "customProperties")
    return { rule: "newer-standard", where, message, cure: "move it up to the schema object or the contract" };
  const known = allowedKeys(error.parentSchema, error.data, odcs.$defs);
  const near = nearest(key, known);
  const cure = near
    ? `write \`${near}\``
    : `remove it, or use \`customProperties\`; known here: ${[...known].sort().join(" ")}`;
  return { rule: "schema-unknown-key", where, message, cure };
}

/** Without a type the schema's seven conditions all hold, and each complains about the others' options. */
function untyped(options: Cursor): Explanation {
  const cure = "add `logicalType` (string, integer, number, …) beside them";
  const message = "options without a `logicalType` mean nothing";
  return { rule: "options-without-type", where: options.keyPlace, message, cure };
}

function missingKey(key: string, name: string, at: Cursor): Explanation {
  return {
    rule: "schema-missing-key",
    where: at.place,
    message: `\`${key}\` is missing in ${name}`,
    cure: `add \`${key}\``,
  };
}

function unknownValue(error: ErrorObject, name: string, at: Cursor): Explanation {
  const text = at.asText() ?? "";
  const portable = name === "logicalType" && Object.hasOwn(PORTABLE, text) ? PORTABLE[text] : undefined;
  const message = `\`${name}\` is ${at.shown()}`;
  if (portable) return { rule: portable[0], where: at.place, message, cure: portable[1] };
  const known: readonly unknown[] = Array.isArray(error.params.allowedValues) ? error.params.allowedValues : [];
  const rule = name === "metric" ? "metric-unknown" : "schema-value";
  return { rule, where: at.place, message, cure: suggest(text, known.map(String)) };
}

function operators(at: Cursor): Explanation {
  const given = OPERATORS.filter((operator) => at.get(operator));
  const only = given.length === 1 ? at.get(given[0] ?? "") : null;
  if (only) {
    const pair = given[0]?.endsWith("Between");
    const cure = pair ? "write two different numbers, the smaller first" : "write a number";
    return { rule: "operator-value", where: only.place, message: `\`${given[0]}\` is ${only.shown()}`, cure };
  }
  const message = given.length
    ? `a rule has one operator, this one has ${given.join(" and ")}`
    : "the rule says what to measure, but not what is good";
  const cure = given.length
    ? "split it into two rules"
    : `add one of ${oneOf(OPERATORS)}; \`mustBe: 0\` for no bad row`;
  const second = at.get(given[1] ?? "");
  return { rule: "operator-count", where: second?.keyPlace ?? at.place, message, cure };
}
