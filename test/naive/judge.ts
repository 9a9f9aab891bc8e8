// Which rules a row breaks, and where first: one rule after another, one value after another.

import type { Contract } from "../../lakehouse/contract/contract.ts";
import { type Field, resolvePath } from "../../lakehouse/contract/field.ts";
import { dayOf, dayOfStamp } from "./moments.ts";
import { passes, type ValueTest } from "./tests.ts";
import { isList, isObject, type Row, type Value } from "./values.ts";

export interface Facts {
  /** YYYY-MM-DD; null: the window is lifted, no row is late. */
  readonly arrivalDay: string | null;
  /** What the SQL texts of rules of kind `expression` mean; true, false or, for NULL, null. */
  readonly expressions: ReadonlyMap<string, (row: Row) => boolean | null>;
}

export interface Failure {
  readonly rule: string;
  /** Concrete, items counted from 0: `wifi_aps[3].rssi`. */
  readonly path: string;
}

export function judge(contract: Contract, row: Row, facts: Facts): Failure[] {
  return contract.rules.flatMap(({ id, path, test }): Failure[] => {
    if (test.kind === "expression")
      return facts.expressions.get(test.sql)?.(row) === false ? [{ rule: id, path: "" }] : [];
    if (test.kind === "notLate") return isLate(contract, row, facts, test.days) ? [{ rule: id, path }] : [];
    const [column, ...inner] = resolvePath(contract.fields, path) ?? [];
    if (!column) throw new RangeError(`no field ${path}`);
    const found = firstFailing(test, column, inner, row[column.name] ?? null, column.name);
    return found === null ? [] : [{ rule: id, path: found }];
  });
}

/** Path of the first value that fails; null if none does. What is inside NULL is not asked. */
function firstFailing(test: ValueTest, field: Field, inner: readonly Field[], value: Value, at: string): string | null {
  const [next, ...deeper] = inner;
  if (!next) return passes(test, field, value) ? null : at;
  if (isObject(value)) return firstFailing(test, next, deeper, value[next.name] ?? null, `${at}.${next.name}`);
  if (!isList(value)) return null;
  for (const [index, item] of value.entries()) {
    const found = firstFailing(test, next, deeper, item, `${at}[${index}]`);
    if (found !== null) return found;
  }
  return null;
}

function isLate(contract: Contract, row: Row, { arrivalDay }: Facts, days: number): boolean {
  const value = row[contract.partition.column] ?? null;
  if (typeof value !== "bigint" || arrivalDay === null) return false;
  const kind = contract.fields.find(({ name }) => name === contract.partition.column)?.type.kind;
  const day = kind === "date" ? value : dayOfStamp(value);
  return day < dayOf(arrivalDay) - BigInt(days);
}
