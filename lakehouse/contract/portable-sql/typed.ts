import { readExpression, type Shape } from "./expression.ts";
import { PARTS } from "./functions.ts";
import { readSubquery } from "./query.ts";
import type { Reader } from "./reader.ts";

/** CASE, CAST, EXTRACT, EXISTS and literals with their type before them; null if none comes next. */
export function readTyped(reader: Reader): Shape | null {
  const { upper } = reader.token;
  if (upper === "CASE") return readCase(reader);
  if (upper === "EXISTS") {
    reader.next();
    readSubquery(reader);
    return "other";
  }
  if (upper === "CAST") return readCast(reader);
  if (upper === "EXTRACT") return readExtract(reader);
  if (upper === "INTERVAL") reader.stop("makes dates into other types in each engine", "compare with a written date");
  const form = LITERALS[upper];
  if (form === undefined || reader.ahead(1).kind !== "text") return null;
  const { offset } = reader.next();
  const { text } = reader.next();
  if (!form.pattern.test(text.slice(1, -1)))
    reader.fault(offset, `${upper} ${text} is read differently`, `write ${form.example}`);
  return "other";
}

const CLOCK = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?";
const DAY = "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";

/** TIMESTAMP means UTC in both: BigQuery's default zone, and the zone in which DuckDB's sessions run here. */
const LITERALS: Readonly<Record<string, { readonly pattern: RegExp; readonly example: string }>> = {
  DATE: { pattern: new RegExp(`^${DAY}$`), example: "DATE '2026-11-20'" },
  TIME: { pattern: new RegExp(`^${CLOCK}$`), example: "TIME '06:00:00'" },
  DATETIME: { pattern: new RegExp(`^${DAY} ${CLOCK}$`), example: "DATETIME '2026-11-20 06:00:00'" },
  TIMESTAMP: { pattern: new RegExp(`^${DAY} ${CLOCK}\\+00$`), example: "TIMESTAMP '2026-11-20 06:00:00+00'" },
};

function readCase(reader: Reader): Shape {
  reader.next();
  if (!reader.sees("WHEN")) readExpression(reader);
  do {
    reader.expect("WHEN");
    readExpression(reader);
    reader.expect("THEN");
    readExpression(reader);
  } while (reader.sees("WHEN"));
  if (reader.skip("ELSE")) readExpression(reader);
  reader.expect("END", "close CASE with END");
  return "other";
}

const TYPE_CURES: Readonly<Record<string, string>> = {
  STRING: "numbers and times print differently: compare the value itself",
  VARCHAR: "numbers and times print differently: compare the value itself",
  FLOAT64: "write 1.0 * x, or divide: / makes a floating-point number in both",
  DOUBLE: "write 1.0 * x, or divide: / makes a floating-point number in both",
  BOOL: "compare with the value: x = 1",
  BOOLEAN: "compare with the value: x = 1",
  BIGINT: "write INT64: both engines have it",
  INTEGER: "write INT64: INTEGER has 32 bits in DuckDB",
  INT: "write INT64: INT has 32 bits in DuckDB",
};

function readCast(reader: Reader): Shape {
  reader.next();
  reader.expect("(");
  const value = reader.token;
  const shape = readExpression(reader);
  reader.expect("AS");
  const { upper: type, text, offset, kind } = reader.next();
  if (kind !== "word") reader.fault(offset, `${text} is no type`, "write CAST(x AS INT64), DATE or NUMERIC(p, s)");
  const sizes = readSizes(reader);
  reader.expect(")", "close the bracket");
  if (type === "INT64") {
    if (shape === "whole") return "other";
    reader.fault(value.offset, "halves are rounded differently to an integer", "write CAST(ROUND(x) AS INT64)");
  } else if (type === "NUMERIC" || type === "DECIMAL") {
    const [precision = 0, scale = 0] = sizes;
    if (precision >= Math.max(1, scale) && scale <= 9 && precision <= scale + 29) return "other";
    reader.fault(
      offset,
      `${type} without digits, or with too many, differs`,
      "write NUMERIC(p, s) with s up to 9 and p - s up to 29",
    );
  } else if (type !== "DATE" || sizes.length > 0) {
    reader.fault(
      offset,
      `${text} is not the same type in both engines`,
      TYPE_CURES[type] ?? "cast to INT64, DATE or NUMERIC(p, s)",
    );
  }
  return "other";
}

function readSizes(reader: Reader): number[] {
  if (!reader.skip("(")) return [];
  const sizes: number[] = [];
  do {
    if (reader.token.kind !== "number") reader.stop("is no number of digits", "write NUMERIC(p, s)");
    sizes.push(Number(reader.next().text));
  } while (reader.skip(","));
  reader.expect(")", "close the bracket");
  return sizes;
}

function readExtract(reader: Reader): Shape {
  reader.next();
  reader.expect("(");
  const { upper, text, offset } = reader.next();
  if (!PARTS.has(upper)) {
    const cure = upper === "DATE" ? "write CAST(x AS DATE)" : `use ${[...PARTS].join(", ")}`;
    reader.fault(offset, `${text} is counted differently`, cure);
  }
  reader.expect("FROM");
  readExpression(reader);
  if (reader.sees("AT")) reader.stop("TIME ZONE is not portable", "take the part in UTC");
  reader.expect(")", "close the bracket");
  return "other";
}
