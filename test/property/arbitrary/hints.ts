// Values that tests turn on: bounds, listed values, lengths. Rows are drawn from these and from just beside them.
import type { Field } from "../../../lakehouse/contract/field.ts";
import type { Test } from "../../../lakehouse/contract/rule.ts";

/** A number or moment in the field's own text, or a length. */
export interface Hints {
  readonly texts: readonly string[];
  readonly lengths: readonly number[];
}

export function hintsOf(tests: readonly Test[]): Hints {
  return {
    texts: tests.flatMap((test) => {
      if (test.kind === "minimum" || test.kind === "maximum" || test.kind === "multipleOf") return [test.value];
      return test.kind === "oneOf" || test.kind === "notMissing" ? test.values.map(({ value }) => String(value)) : [];
    }),
    lengths: tests.flatMap((test) => ("value" in test && typeof test.value === "number" ? [test.value] : [])),
  };
}

/** The doubles beside a double. */
export function neighbours(value: number): number[] {
  if (!Number.isFinite(value)) return [value];
  if (value === 0) return [0, -0, Number.MIN_VALUE, -Number.MIN_VALUE];
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  return [-1n, 0n, 1n].map((step) => {
    view.setBigInt64(0, bits + step);
    return view.getFloat64(0);
  });
}

/** Least and greatest of an integer type, as the warehouse holds it. */
export function integerEnds(field: Field): readonly [bigint, bigint] {
  const { type } = field;
  if (type.kind !== "integer") throw new TypeError(`${field.name} is no integer`);
  if (type.format.endsWith("128")) return [-(10n ** 38n) + 1n, 10n ** 38n - 1n];
  if (type.format === "u64") return [0n, (1n << 64n) - 1n];
  // Narrow formats are held as 64 bits and checked by rules.
  return [-(1n << 63n), (1n << 63n) - 1n];
}
