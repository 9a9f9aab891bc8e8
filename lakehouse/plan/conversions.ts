import type { Field } from "../contract/field.ts";
import type { Conversion } from "./plan.ts";
import { duckdbType } from "./types.ts";

const INTEGERS = "U?(TINYINT|SMALLINT|INTEGER)";
const WIDE_INTEGERS = "UBIGINT|U?HUGEINT";
const DECIMALS = "DECIMAL\\(.*\\)";
const FLOATS = "FLOAT|DOUBLE";
const CLOCKS = "TIMESTAMP(_S|_MS)?";

/** Days and instants that BigQuery can hold: years 1 to 9999. */
const RANGE = "({column} < '0001-01-01' OR {column} > '9999-12-31')";
const INSTANT_RANGE = "({column} < '0001-01-01 00:00:00' OR {column} > '9999-12-31 23:59:59.999999')";

/**
 * How drops may spell a field, in the order in which they are tried: lossless, or the row fails rule `<column>.type`.
 * `retyped` marks the spellings that the policy for retyped columns is about.
 */
export function conversionsTo(field: Field): Conversion[] {
  const type = duckdbType(field);
  const cast = `CAST({column} AS ${type})`;
  const tried = `TRY_CAST({column} AS ${type})`;
  const same = (from: string, value = cast): Conversion => ({ from, value, fails: null, retyped: false });
  const exact = (from: string, retyped: boolean): Conversion => ({ from, value: tried, fails: roundTrip(tried), retyped });
  switch (field.type.kind) {
    case "string":
      return [same("UUID|ENUM\\(.*\\)|JSON"), bytesAsText(), { ...same(`${INTEGERS}|BIGINT|BOOLEAN|DATE`), retyped: true }];
    case "bytes":
      return [{ ...same("VARCHAR", "encode({column})"), retyped: true }];
    case "integer":
      return [
        ...(type === "BIGINT" ? [same(INTEGERS)] : [exact(`${INTEGERS}|BIGINT`, false)]),
        exact(WIDE_INTEGERS, false),
        exact(`${DECIMALS}|${FLOATS}|VARCHAR|BOOLEAN`, true),
      ];
    case "decimal":
      return [exact(`${INTEGERS}|BIGINT|${WIDE_INTEGERS}|${DECIMALS}`, false), exact(`${FLOATS}|VARCHAR`, true)];
    case "float":
      return [same(`FLOAT|${INTEGERS}`), exact(`BIGINT|${WIDE_INTEGERS}|${DECIMALS}`, false), exact("VARCHAR", true)];
    case "boolean":
      return [exact(`${INTEGERS}|BIGINT|VARCHAR`, true)];
    case "date":
      return [ranged(same("DATE", "{column}"), RANGE), exact(`${CLOCKS}|TIMESTAMP WITH TIME ZONE|VARCHAR`, true)];
    case "timestamp":
      return [
        ranged(same(type, "{column}"), INSTANT_RANGE),
        ranged(same(`${CLOCKS}|TIMESTAMP WITH TIME ZONE`, tried), INSTANT_RANGE),
        exact("TIMESTAMP_NS", false),
        { ...ranged(same("DATE", tried), RANGE), retyped: true },
        textAsInstant(tried),
      ];
    case "time":
      return [exact("TIME_NS|TIME WITH TIME ZONE", false), exact("VARCHAR", true)];
    case "json":
      return [jsonText(), same("STRUCT\\(.*\\)|MAP\\(.*\\)|.*\\[\\d*\\]", "CAST(to_json({column}) AS VARCHAR)")];
    case "object":
      return [exact("STRUCT\\(.*\\)", false)];
    case "array":
      return [exact(".*\\[\\d*\\]", false)];
  }
}

/** A value is lost or changed exactly if casting it back gives something else. */
function roundTrip(value: string): string {
  return `TRY_CAST(${value} AS {from}) IS DISTINCT FROM {column}`;
}

function ranged(conversion: Conversion, outside: string): Conversion {
  return { ...conversion, fails: outside };
}

/** Old writers leave text without its UTF-8 mark. */
function bytesAsText(): Conversion {
  const text = "try(decode({column}))";
  return { from: "BLOB", value: text, fails: `{column} IS NOT NULL AND ${text} IS NULL`, retyped: false };
}

/** Texts of one instant differ, so a round trip would refuse good ones. */
function textAsInstant(value: string): Conversion {
  return { from: "VARCHAR", value, fails: `{column} IS NOT NULL AND ${value} IS NULL`, retyped: true };
}

function jsonText(): Conversion {
  return { from: "JSON|VARCHAR", value: "CAST({column} AS VARCHAR)", fails: "NOT json_valid(CAST({column} AS VARCHAR))", retyped: false };
}
