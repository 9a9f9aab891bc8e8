// Jest gives each test file globals of its own, so an error thrown by Node or by DuckDB's native code is no
// `instanceof Error` there, although it is one in production; dates are alike. This lets both kinds pass.
import { types } from "node:util";

const ordinary = Function.prototype[Symbol.hasInstance];

for (const kind of [Error, TypeError, RangeError, SyntaxError, Date]) {
  Object.defineProperty(kind, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (ordinary.call(this, value)) return true;
      return this === kind && (types.isNativeError(value) || types.isDate(value)) && descendsFrom(kind.name, value);
    },
  });
}

function descendsFrom(name: string, value: object): boolean {
  for (let prototype = Object.getPrototypeOf(value); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if (Object.hasOwn(prototype, "constructor") && prototype.constructor.name === name) return true;
  }
  return false;
}
