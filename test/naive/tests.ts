// One test against one value, as DESIGN §5 says it in words.
import type { Field } from "../../lakehouse/contract/field.ts";
import type { Literal, Test } from "../../lakehouse/contract/rule.ts";
import { hasFormat } from "./formats.ts";
import { dayOf, stampOf, timeOf } from "./moments.ts";
import { compareExact, type Exact, exactDouble, isMultiple, parseNumber } from "./numbers.ts";
import { isList, isObject, type Value } from "./values.ts";

/** Tests of a value; the other two are of the whole row. */
export type ValueTest = Exclude<Test, { kind: "expression" | "notLate" }>;

export function passes(test: ValueTest, field: Field, value: Value): boolean {
  if (value === null) return !["required", "notNull", "notMissing"].includes(test.kind);
  switch (test.kind) {
    case "required":
    case "notNull":
      return true;
    case "notNan":
      return !Number.isNaN(value);
    case "minimum":
    case "maximum":
      return withinBound(test, field, value);
    case "multipleOf":
      return isMultipleOf(field, value, test.value);
    case "minLength":
      return lengthOf(value) >= test.value;
    case "maxLength":
      return lengthOf(value) <= test.value;
    case "minItems":
      return itemsOf(value).length >= test.value;
    case "maxItems":
      return itemsOf(value).length <= test.value;
    case "uniqueItems":
      return hasNoTwins(itemsOf(value).filter((item) => item !== null));
    case "noNullItems":
      return !itemsOf(value).includes(null);
    case "minProperties":
      return presentIn(value) >= test.value;
    case "maxProperties":
      return presentIn(value) <= test.value;
    case "pattern":
      return new RegExp(test.source, "u").test(textOf(value));
    case "format":
      return test.name === "f32" ? fitsFloat(value) : hasFormat(test.name, textOf(value));
    case "oneOf":
      return test.values.some((literal) => equals(field, value, literal));
    case "notMissing":
      return !test.values.some((literal) => equals(field, value, literal));
  }
}

function withinBound(test: Extract<ValueTest, { exclusive: boolean }>, field: Field, value: Value): boolean {
  const order = compare(field, value, test.value);
  if (Number.isNaN(order)) return false;
  if (order === 0) return !test.exclusive;
  return test.kind === "minimum" ? order > 0 : order < 0;
}

/** Negative, zero or positive; NaN where the value is NaN. */
function compare(field: Field, value: Value, text: string): number {
  const { type } = field;
  if (type.kind === "date") return order(bigintOf(value), dayOf(text));
  if (type.kind === "time") return order(bigintOf(value), timeOf(text));
  if (type.kind === "timestamp") return order(bigintOf(value), stampOf(text));
  if (typeof value !== "number") return compareExact(exactOf(field, value), parseNumber(text));
  // A fraction means the double nearest to it, a whole number means itself.
  const bound = text.includes(".") ? exactDouble(Number(text)) : parseNumber(text);
  return Number.isFinite(value) ? compareExact(exactDouble(value), bound) : value;
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function exactOf(field: Field, value: Value): Exact {
  return { digits: bigintOf(value), scale: field.type.kind === "decimal" ? field.type.scale : 0 };
}

/** A double stands for its shortest decimal text, of at most 18 places. */
function isMultipleOf(field: Field, value: Value, of: string): boolean {
  if (typeof value !== "number") return isMultiple(exactOf(field, value), parseNumber(of));
  if (!Number.isFinite(value) || Math.abs(value) >= 1e20) return false;
  const exact = parseNumber(String(value));
  return exact.scale <= 18 && isMultiple(exact, parseNumber(of));
}

function fitsFloat(value: Value): boolean {
  return typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) <= 3.4028234663852886e38;
}

function equals(field: Field, value: Value, literal: Literal): boolean {
  if (literal.kind === "boolean") return value === literal.value;
  if (field.type.kind === "string") return value === literal.value;
  return compare(field, value, literal.value) === 0;
}

function lengthOf(value: Value): number {
  return value instanceof Uint8Array ? value.length : [...textOf(value)].length;
}

function presentIn(value: Value): number {
  return isObject(value) ? Object.values(value).filter((member) => member !== null).length : wrong(value);
}

function hasNoTwins(items: readonly Value[]): boolean {
  return items.every((item, index) => items.slice(index + 1).every((other) => !same(item, other)));
}

/** As SQL groups values: NaN is NaN, zero has no sign, NULL members are alike. */
function same(a: Value, b: Value): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => same(item, b[index] ?? null));
  if (isObject(a) && isObject(b)) return Object.keys(a).every((name) => same(a[name] ?? null, b[name] ?? null));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function itemsOf(value: Value): readonly Value[] {
  return isList(value) ? value : wrong(value);
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : wrong(value);
}

function bigintOf(value: Value): bigint {
  return typeof value === "bigint" ? value : wrong(value);
}

function wrong(value: Value): never {
  throw new TypeError(`a ${typeof value} where the field has another type`);
}
