// A random contract as the text that a person would write, so that the reader stands in the way too.
import type { Contract } from "../../../lakehouse/contract/contract.ts";
import type { Field } from "../../../lakehouse/contract/field.ts";
import type { Literal, Rule, Test } from "../../../lakehouse/contract/rule.ts";

/** JSON is YAML. Numbers keep the text that the contract has, for those above 2^53. */
type Json = string | boolean | null | NumberText | readonly Json[] | { readonly [key: string]: Json };

class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function write(value: Json): string {
  if (value instanceof NumberText) return value.text;
  if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${write(member)}`)
    .join(", ")}}`;
}

/** Tests that stand in `logicalTypeOptions`, each once at most. */
function optionOf(test: Test): Record<string, Json> {
  switch (test.kind) {
    case "minimum":
    case "maximum":
      return {
        [test.exclusive ? `exclusive${test.kind === "minimum" ? "Minimum" : "Maximum"}` : test.kind]: numeric(
          test.value,
        ),
      };
    case "multipleOf":
      return { multipleOf: numeric(test.value) };
    case "minLength":
    case "maxLength":
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties":
      return { [test.kind]: new NumberText(String(test.value)) };
    case "uniqueItems":
      return { uniqueItems: true };
    case "pattern":
      return { pattern: test.source };
    case "format":
      return test.name === "f32" ? {} : { format: test.name };
    default:
      return {};
  }
}

/** Dates and times are texts, numbers are numbers. */
function numeric(value: string): Json {
  return /^-?\d+(\.\d+)?$/.test(value) ? new NumberText(value) : value;
}

function literal({ kind, value }: Literal): Json {
  return kind === "number" ? new NumberText(String(value)) : value;
}

function quality(rule: Rule): Json[] {
  const { id, test, severity, threshold } = rule;
  const bound = threshold && {
    [threshold.operator]: threshold.values.length > 1 ? threshold.values.map(number) : number(threshold.values[0] ?? 0),
  };
  const onFail =
    threshold && severity === "error" && rule.disposition === "quarantine"
      ? { customProperties: [{ property: "onFail", value: "quarantine" }] }
      : {};
  const common = {
    id: id.replaceAll(/[^A-Za-z0-9_-]/g, "_"),
    severity,
    ...(bound ?? { mustBe: number(0) }),
    unit: threshold?.unit ?? "rows",
    ...onFail,
  };
  if (test.kind === "notNull") return [{ ...common, metric: "nullValues" }];
  if (test.kind === "oneOf")
    return [{ ...common, metric: "invalidValues", arguments: { validValues: test.values.map(literal) } }];
  if (test.kind === "notMissing")
    return [{ ...common, metric: "missingValues", arguments: { missingValues: test.values.map(literal) } }];
  return [];
}

function number(value: number): Json {
  return new NumberText(String(value));
}

function property(field: Field, path: string, rules: readonly Rule[]): Record<string, Json> {
  const mine = rules.filter((rule) => rule.path === path);
  const { type } = field;
  const { logicalType, physicalType, options } = typeText(field);
  const allOptions = Object.assign({}, options, ...mine.map(({ test }) => optionOf(test)));
  const inner =
    type.kind === "object"
      ? { properties: type.fields.map((member) => property(member, `${path}.${member.name}`, rules)) }
      : {};
  const item = type.kind === "array" ? { items: property(type.item, `${path}[]`, rules) } : {};
  const qualities = mine.flatMap(quality);
  return {
    ...(field.name === "[]" ? {} : { name: field.name }),
    ...(field.physical === field.name ? {} : { physicalName: field.physical }),
    logicalType,
    ...(physicalType && { physicalType }),
    ...(path === "at" ? { partitioned: true } : {}),
    ...(path === "at" || mine.some(({ test }) => test.kind === "required") ? { required: true } : {}),
    ...(Object.keys(allOptions).length > 0 && { logicalTypeOptions: allOptions }),
    ...(qualities.length > 0 && { quality: qualities }),
    ...inner,
    ...item,
  };
}

function typeText({ type }: Field): { logicalType: string; physicalType?: string; options: Record<string, Json> } {
  const options: Record<string, Json> = {};
  switch (type.kind) {
    case "bytes":
      return { logicalType: "string", physicalType: "BYTES", options };
    case "json":
      return { logicalType: "string", physicalType: "JSON", options };
    case "integer":
      return { logicalType: "integer", options: { format: type.format } };
    case "decimal":
      return { logicalType: "number", physicalType: `NUMERIC(${type.precision},${type.scale})`, options };
    case "float":
      return { logicalType: "number", options: { format: type.format } };
    case "timestamp":
      return { logicalType: "timestamp", options: type.zone === "none" ? { timezone: false } : {} };
    default:
      return { logicalType: type.kind, options };
  }
}

export function odcsText({ fields, rules }: Contract, breakerPercent: number): string {
  return write({
    apiVersion: "v3.1.0",
    kind: "DataContract",
    id: "random",
    version: "1.0.0",
    status: "active",
    servers: [{ server: "landing", type: "custom", location: "gs://landing/random/dt=*/*" }],
    schema: [
      {
        name: "random",
        logicalType: "object",
        customProperties: [
          { property: "rejectDropAbovePercent", value: number(breakerPercent) },
          { property: "onRetypedColumn", value: "alert" },
        ],
        properties: fields.map((field) => property(field, field.name, rules)),
      },
    ],
  });
}
