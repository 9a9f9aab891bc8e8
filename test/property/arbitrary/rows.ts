// Random rows for given fields and rules, drawn from the edges of both.
import fc from "fast-check";
import type { Field } from "../../../lakehouse/contract/field.ts";
import type { Rule } from "../../../lakehouse/contract/rule.ts";
import { dayOf, stampOf, timeOf } from "../../naive/moments.ts";
import { parseNumber } from "../../naive/numbers.ts";
import type { Row, Value } from "../../naive/values.ts";
import { type Hints, hintsOf, integerEnds, neighbours } from "./hints.ts";
import { DAYS, DOUBLES, JSONS, MICROS, TEXTS } from "./samples.ts";

const PER_DAY = 86_400_000_000n;

export function rowArb(fields: readonly Field[], rules: readonly Rule[]): fc.Arbitrary<Row> {
  return objectArb(fields, rules, "");
}

function objectArb(fields: readonly Field[], rules: readonly Rule[], prefix: string): fc.Arbitrary<Row> {
  const members = fields.map((field) => [field.name, valueArb(field, rules, `${prefix}${field.name}`)] as const);
  return fc.record(Object.fromEntries(members));
}

function valueArb(field: Field, rules: readonly Rule[], path: string): fc.Arbitrary<Value> {
  const hints = hintsOf(rules.filter((rule) => rule.path === path).map(({ test }) => test));
  return fc.option(presentArb(field, rules, path, hints), { freq: 6 });
}

function presentArb(field: Field, rules: readonly Rule[], path: string, hints: Hints): fc.Arbitrary<Value> {
  const { type } = field;
  switch (type.kind) {
    case "string":
      return textArb(hints);
    case "json":
      return fc.constantFrom(...JSONS);
    case "bytes":
      return fc.uint8Array({ maxLength: 6 });
    case "boolean":
      return fc.boolean();
    case "integer":
      return wholeArb(hints, 0, integerEnds(field));
    case "decimal":
      return wholeArb(hints, type.scale, [-(10n ** BigInt(type.precision)) + 1n, 10n ** BigInt(type.precision) - 1n]);
    case "float":
      return fc.oneof(
        fc.constantFrom(...DOUBLES, ...hints.texts.flatMap((text) => neighbours(Number(text)))),
        fc.double(),
      );
    case "date":
      return near(DAYS, hints.texts.map(dayOf), -719_162n, 2_932_896n);
    case "time":
      return near(MICROS, hints.texts.map(timeOf), 0n, PER_DAY - 1n);
    case "timestamp": {
      const moments = DAYS.flatMap((day) => MICROS.map((micros) => day * PER_DAY + micros));
      return near(moments, hints.texts.map(stampOf), -719_162n * PER_DAY, 2_932_897n * PER_DAY - 1n);
    }
    case "object":
      return objectArb(type.fields, rules, `${path}.`);
    case "array":
      return listArb(valueArb(type.item, rules, `${path}[]`), hints);
  }
}

/** Lists with twins in them: an item is often taken again. */
function listArb(item: fc.Arbitrary<Value>, { lengths }: Hints): fc.Arbitrary<Value> {
  const maxLength = Math.max(3, ...lengths.map((length) => length + 1));
  return fc
    .tuple(fc.array(item, { maxLength, size: "max" }), fc.boolean())
    .map(([items, twin]) => (twin ? [...items, ...items.slice(0, 1)] : items));
}

function textArb({ texts, lengths }: Hints): fc.Arbitrary<string> {
  const sized = lengths.flatMap((length) => [length - 1, length, length + 1]).filter((length) => length >= 0);
  const known = [
    ...TEXTS,
    ...texts,
    ...texts.map((text) => `${text}\n`),
    ...sized.map((length) => "😀".repeat(length)),
  ];
  return fc
    .oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, fc.string({ unit: "grapheme", maxLength: 6 }))
    .map((text) => text.replaceAll("\0", "0"));
}

/** Units of 10^-scale around the hinted numbers, and at the ends of the type. */
function wholeArb({ texts }: Hints, scale: number, [least, greatest]: readonly [bigint, bigint]): fc.Arbitrary<Value> {
  const hinted = texts.map((text) => {
    const exact = parseNumber(text);
    return (exact.digits * 10n ** BigInt(scale)) / 10n ** BigInt(exact.scale);
  });
  return near([0n, 1n, -1n, 10n ** BigInt(scale), 255n, 128n, least, greatest], hinted, least, greatest);
}

function near(
  known: readonly bigint[],
  hinted: readonly bigint[],
  least: bigint,
  greatest: bigint,
): fc.Arbitrary<Value> {
  const around = [...known, ...hinted.flatMap((value) => [value - 1n, value, value + 1n])];
  const within = around.filter((value) => value >= least && value <= greatest);
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...within) }, fc.bigInt({ min: least, max: greatest }));
}
