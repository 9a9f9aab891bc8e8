// Random columns: every type, objects and lists up to four deep.
import fc from "fast-check";
import type { Field, FieldType, IntegerFormat } from "../../../lakehouse/contract/field.ts";

/** Names that mean something elsewhere: SQL words, DuckDB's lambdas, the engine's own tables. */
const NAMES = [
  "a",
  "b",
  "c",
  "d",
  "order",
  "select",
  "_0",
  "_1",
  "_u",
  "_o0",
  "failed",
  "good",
  "raw",
  "mask0",
  "E1",
  "x_y",
  "reason",
  "len",
];

const DEPTH = 4;
const FORMATS: readonly IntegerFormat[] = ["i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128"];

const integer = fc.constantFrom(...FORMATS).map((format): FieldType => ({ kind: "integer", format }));
const decimal = fc
  .integer({ min: 1, max: 38 })
  .chain((precision) =>
    fc.integer({ min: 0, max: precision }).map((scale): FieldType => ({ kind: "decimal", precision, scale })),
  );
const float = fc.constantFrom<FieldType>({ kind: "float", format: "f64" }, { kind: "float", format: "f32" });
const stamp = fc.constantFrom<FieldType>({ kind: "timestamp", zone: "utc" }, { kind: "timestamp", zone: "none" });
const simple = fc.constantFrom<FieldType>(
  { kind: "string" },
  { kind: "string" },
  { kind: "boolean" },
  { kind: "bytes" },
  { kind: "date" },
  { kind: "time" },
  { kind: "json" },
);
const scalar = fc.oneof({ weight: 4, arbitrary: simple }, integer, decimal, float, stamp);

function typeArb(depth: number): fc.Arbitrary<FieldType> {
  if (depth >= DEPTH) return scalar;
  return fc.oneof(
    { weight: 5, arbitrary: scalar },
    { weight: 1 + depth, arbitrary: members(depth + 1).map((fields): FieldType => ({ kind: "object", fields })) },
    {
      weight: 2,
      arbitrary: itemType(depth + 1).map((type): FieldType => ({ kind: "array", item: field("[]", type, false) })),
    },
  );
}

/** A list of lists is refused by the linter. */
function itemType(depth: number): fc.Arbitrary<FieldType> {
  return fc.oneof(
    scalar,
    depth >= DEPTH ? scalar : members(depth + 1).map((fields): FieldType => ({ kind: "object", fields })),
  );
}

function members(depth: number): fc.Arbitrary<Field[]> {
  const member = fc.record({ name: fc.constantFrom(...NAMES), type: typeArb(depth), required: fc.boolean() });
  return fc
    .uniqueArray(member, { minLength: 1, maxLength: 3, selector: ({ name }) => name.toLowerCase() })
    .map((all) => all.map(({ name, type, required }) => field(name, type, required)));
}

function field(name: string, type: FieldType, required: boolean, physical = name): Field {
  return { name, physical, type, required, description: null, classification: null };
}

/** The key, the partition, a number for expressions, and up to six random columns. */
export const fieldsArb: fc.Arbitrary<Field[]> = fc
  .uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), type: typeArb(1), renamed: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ name }) => name.toLowerCase(),
  })
  .map((all) => [
    field("id", { kind: "string" }, true),
    field("at", { kind: "timestamp", zone: "utc" }, true),
    field("n", { kind: "integer", format: "i64" }, false),
    ...all.map(({ name, type, renamed }) => field(name, type, false, renamed ? `P ${name}` : name)),
  ]);
