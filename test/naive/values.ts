// A row as plain JavaScript values. Types never come from the value: the contract's field says how to read it.

/**
 * integer: bigint. decimal: bigint, in units of its scale. float: number. date: bigint days, time and timestamp: bigint
 * microseconds, from 1970-01-01. string and json: string. bytes: Uint8Array. NULL: null.
 */
export type Value = null | boolean | bigint | number | string | Uint8Array | readonly Value[] | ObjectValue;

export interface ObjectValue {
  readonly [field: string]: Value;
}

export type Row = ObjectValue;

export function isObject(value: Value): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
