import { readCall } from "./call.ts";
import { CLOCKS, CURES } from "./functions.ts";
import { readSubquery } from "./query.ts";
import type { Reader } from "./reader.ts";
import { readTyped } from "./typed.ts";

/**
 * What an expression is, as far as a rule asks: a number that is not 0, a divisor that cannot be 0, a whole number,
 * arithmetic without brackets.
 */
export type Shape = "number" | "guarded" | "whole" | "arithmetic" | "other";

/** Tightest last: OR, AND, NOT, comparison, ||, + -, * /, sign. */
export function readExpression(reader: Reader): Shape {
  return reader.nested(() => {
    let shape = readAnd(reader);
    while (reader.skip("OR")) {
      readAnd(reader);
      shape = "other";
    }
    return shape;
  });
}

function readAnd(reader: Reader): Shape {
  let shape = readNot(reader);
  while (reader.skip("AND")) {
    readNot(reader);
    shape = "other";
  }
  return shape;
}

function readNot(reader: Reader): Shape {
  if (!reader.skip("NOT")) return readComparison(reader);
  reader.nested(() => readNot(reader));
  return "other";
}

const COMPARISONS = ["=", "<>", "!=", "<", "<=", ">", ">=", "=="];

function readComparison(reader: Reader): Shape {
  const shape = readConcatenation(reader);
  const { kind, text, offset } = reader.token;
  if (kind === "symbol" && COMPARISONS.includes(text)) {
    if (text === "==") reader.fault(offset, "BigQuery knows no ==", "write =");
    reader.next();
    readConcatenation(reader);
    return "other";
  }
  if (reader.skip("IS")) return readIs(reader);
  const negated = reader.skip("NOT");
  if (reader.skip("BETWEEN")) {
    readConcatenation(reader);
    reader.expect("AND");
    readConcatenation(reader);
  } else if (reader.skip("IN")) readList(reader);
  else if (reader.skip("LIKE")) readConcatenation(reader);
  else if (reader.sees("ILIKE")) reader.stop("is not BigQuery's", "write LOWER(x) LIKE …");
  else if (negated) reader.stop("does not follow NOT", "write NOT before the whole comparison");
  else return shape;
  return "other";
}

function readIs(reader: Reader): Shape {
  reader.skip("NOT");
  if (reader.skip("DISTINCT", "FROM")) readConcatenation(reader);
  else if (!reader.skip("NULL") && !reader.skip("TRUE") && !reader.skip("FALSE")) {
    reader.stop("does not follow IS", "write IS NULL, IS TRUE, IS FALSE or IS DISTINCT FROM");
  }
  return "other";
}

function readList(reader: Reader): void {
  if (reader.sees("(", "SELECT") || reader.sees("(", "WITH")) {
    readSubquery(reader);
    return;
  }
  reader.expect("(");
  do readExpression(reader);
  while (reader.skip(","));
  reader.expect(")");
}

/** `||` binds like `*` in BigQuery and looser than `+` in DuckDB. */
function readConcatenation(reader: Reader): Shape {
  let shape = readSum(reader);
  while (reader.sees("||")) {
    const { offset } = reader.next();
    const right = readSum(reader);
    if (shape === "arithmetic" || right === "arithmetic") {
      reader.fault(offset, "|| binds differently beside + - * /", "put the arithmetic into brackets");
    }
    shape = "other";
  }
  return shape;
}

function readSum(reader: Reader): Shape {
  let shape = readProduct(reader);
  while (reader.skip("+") || reader.skip("-")) {
    readProduct(reader);
    shape = "arithmetic";
  }
  return shape;
}

const NO_OPERATORS: Readonly<Record<string, string>> = {
  "%": "write MOD(x, y)",
  "//": "write TRUNC(x / NULLIF(y, 0))",
};

function readProduct(reader: Reader): Shape {
  let shape = readSigned(reader);
  for (;;) {
    const { kind, text, offset } = reader.token;
    const cure = NO_OPERATORS[text];
    if (kind !== "symbol" || !(text === "*" || text === "/" || cure !== undefined)) break;
    reader.next();
    if (cure !== undefined) reader.fault(offset, `BigQuery knows no ${text}`, cure);
    checkDivisor(reader, text === "/", reader.token.offset, readSigned(reader));
    shape = "arithmetic";
  }
  if (reader.sees("::")) reader.stop("is not BigQuery's", "write CAST(x AS …)");
  return shape;
}

/** By 0 BigQuery gives an error, DuckDB an infinity, or NULL for MOD. */
export function checkDivisor(reader: Reader, divides: boolean, offset: number, divisor: Shape): void {
  if (!divides || divisor === "number" || divisor === "guarded") return;
  reader.fault(
    offset,
    "a division by 0 is an error in BigQuery and none in DuckDB",
    "write NULLIF(…, 0) around the divisor",
  );
}

function readSigned(reader: Reader): Shape {
  if (!reader.skip("-") && !reader.skip("+")) return readPrimary(reader);
  const shape = reader.nested(() => readSigned(reader));
  return shape === "number" ? "number" : "arithmetic";
}

function readPrimary(reader: Reader): Shape {
  const { kind, text } = reader.token;
  if (kind === "number") {
    reader.next();
    return Number(text) === 0 ? "other" : "number";
  }
  if (kind === "text") {
    reader.next();
    return "other";
  }
  if (reader.sees("(", "SELECT") || reader.sees("(", "WITH")) {
    readSubquery(reader);
    return "other";
  }
  if (reader.skip("(")) {
    const shape = readExpression(reader);
    reader.expect(")", "close the bracket");
    return shape === "arithmetic" ? "other" : shape;
  }
  if (kind !== "word") reader.stop("is not expected here", "write a column, a value or a function");
  if (reader.skip("NULL") || reader.skip("TRUE") || reader.skip("FALSE")) return "other";
  return readTyped(reader) ?? readCall(reader) ?? readColumn(reader);
}

function readColumn(reader: Reader): Shape {
  const { upper, offset } = reader.token;
  const cure = CLOCKS.has(upper) ? CURES[upper] : undefined;
  if (cure !== undefined) reader.fault(offset, `${upper} is another value each time`, cure);
  const path = [reader.name("a column")];
  while (reader.skip(".")) path.push(reader.name("a field"));
  reader.facts.columns.push(path);
  return "other";
}
