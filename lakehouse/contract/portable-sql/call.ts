import { checkDivisor, readExpression, type Shape } from "./expression.ts";
import { ARGUMENT_CURES, CURES, FUNCTIONS } from "./functions.ts";
import type { Reader } from "./reader.ts";
import { readOver } from "./window.ts";

/** A function with its arguments; null if no call comes next. */
export function readCall(reader: Reader): Shape | null {
  if (reader.ahead(1).text !== "(" || reader.token.kind !== "word") return null;
  const { upper: name, text, offset } = reader.next();
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!known) {
    const cure = Object.hasOwn(CURES, name) ? CURES[name] : undefined;
    reader.fault(offset, `${text} is not the same in both engines`, cure ?? `use ${Object.keys(FUNCTIONS).join(", ")}`);
  }
  reader.expect("(");
  const { count, shape } = readArguments(reader, name, known?.aggregate === true);
  const windowed = readOver(reader, { text, offset, framed: known?.window !== true });
  if (!windowed && known?.aggregate) reader.facts.aggregates = true;
  if (!known) return "other";
  const [least, most] = known.arguments;
  if (count < least || count > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    reader.fault(offset, `${text} has ${count} arguments`, ARGUMENT_CURES[name] ?? `give it ${wanted}`);
  }
  if (known.window && !windowed)
    reader.fault(offset, `${text} needs a window`, "write OVER (PARTITION BY … ORDER BY …) after it");
  if (windowed && !known.window && !known.aggregate) reader.fault(offset, `${text} has no window`, "remove OVER (…)");
  return shape;
}

const WHOLE = ["ROUND", "FLOOR", "CEIL", "CEILING", "TRUNC"];

function readArguments(reader: Reader, name: string, aggregate: boolean): { count: number; shape: Shape } {
  if (reader.skip(")")) return { count: 0, shape: "other" };
  if (name === "COUNT" && reader.skip("*", ")")) {
    // Over no rows sums are NULL, and NULL over 0 is NULL in both.
    return { count: 1, shape: "guarded" };
  }
  const distinct = reader.token;
  if (reader.skip("DISTINCT") && !aggregate) reader.fault(distinct.offset, `${name} takes no DISTINCT`, "remove it");
  let count = 0;
  let shape: Shape = WHOLE.includes(name) ? "whole" : "other";
  do {
    const { offset } = reader.token;
    if (name === "NULLIF" && count === 1 && isZero(reader)) shape = "guarded";
    if (name === "SUBSTR" && count === 1 && (reader.sees("-") || isZero(reader))) {
      reader.fault(offset, "a position below 1 means something else in each engine", "count from 1");
    }
    const argument = readExpression(reader);
    checkDivisor(reader, name === "MOD" && count === 1, offset, argument);
    count++;
  } while (reader.skip(","));
  if (!reader.skip(")")) reader.stop(`does not belong into ${name}(…)`, "close the bracket");
  return { count, shape: count > 1 && shape === "whole" ? "other" : shape };
}

function isZero(reader: Reader): boolean {
  const { kind, text } = reader.token;
  return kind === "number" && Number(text) === 0;
}
