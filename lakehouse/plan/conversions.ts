import type { Field } from "../contract/field.ts";
import { dayConversions, instantConversions, timeConversions } from "./instants.ts";
import type { Conversion, PlanColumn } from "./plan.ts";
import { duckdbType } from "./types.ts";

const INTEGERS = "U?(TINYINT|SMALLINT|INTEGER)";
const WIDE_INTEGERS = "UBIGINT|U?HUGEINT";
const DECIMALS = "DECIMAL\\(.*\\)";
const FLOATS = "FLOAT|DOUBLE";

/** A whole number as JSON writes it: no sign but minus, no leading zeros, no white space. */
const WHOLE = "-?(0|[1-9][0-9]*)";

/**
 * How drops may spell a field, in the order in which they are tried: lossless, or the row fails rule `<column>.type`.
 * `retyped` marks the spellings that the policy for retyped columns is about.
 */
export function conversionsTo(field: Field): Conversion[] {
  const type = duckdbType(field);
  const tried = `TRY_CAST({column} AS ${type})`;
  const same = (from: string): Conversion => ({
    from,
    value: `CAST({column} AS ${type})`,
    fails: null,
    retyped: false,
  });
  const exact = (from: string, retyped: boolean): Conversion => ({
    from,
    value: tried,
    fails: roundTrip(tried),
    retyped,
  });
  const written = (text: string): Conversion => ({
    from: "VARCHAR",
    value: tried,
    fails: notWritten(text, tried),
    retyped: true,
  });
  switch (field.type.kind) {
    case "string":
      return [
        same("UUID|ENUM\\(.*\\)|JSON"),
        bytesAsText(),
        { ...same(`${INTEGERS}|BIGINT|BOOLEAN|DATE`), retyped: true },
      ];
    case "bytes":
      return [{ from: "VARCHAR", value: "encode({column})", fails: null, retyped: true }];
    case "integer":
      return [
        ...(type === "BIGINT" ? [same(INTEGERS)] : [exact(`${INTEGERS}|BIGINT`, false)]),
        exact(WIDE_INTEGERS, false),
        exact(`${DECIMALS}|${FLOATS}|BOOLEAN`, true),
        written(WHOLE),
      ];
    case "decimal":
      return [
        exact(`${INTEGERS}|BIGINT|${WIDE_INTEGERS}|${DECIMALS}`, false),
        exact(FLOATS, true),
        written(`${WHOLE}(\\.[0-9]{0,${field.type.scale}}0*)?`),
      ];
    case "float":
      return [
        same(`FLOAT|${INTEGERS}`),
        exact(`BIGINT|${WIDE_INTEGERS}`, false),
        decimalAsDouble(),
        textAsDouble(tried),
      ];
    case "boolean":
      return [exact(`${INTEGERS}|BIGINT|VARCHAR`, true)];
    case "date":
      return dayConversions(tried);
    case "timestamp":
      return instantConversions(type);
    case "time":
      return timeConversions(tried);
    case "json":
      return [jsonText(), jsonBytes(), jsonValue()];
    case "object":
      return [nested("STRUCT\\(.*\\)", tried)];
    case "array":
      return [nested(".*\\[\\d*\\]", tried)];
  }
}

/** What the innermost values of a column with fields or items may be; a cast of the whole column converts them. */
export function leavesOf(field: Field, path: string = field.name): PlanColumn["leaves"] {
  const { type } = field;
  if (type.kind === "object") return type.fields.flatMap((inner) => leavesOf(inner, `${path}.${inner.name}`));
  if (type.kind === "array") return leavesOf(type.item, `${path}[]`);
  // Only what a cast of the whole column converts and casting it back proves: no text, whose writing cannot be tested.
  const casts = conversionsTo(field).filter(
    ({ from, value }) => /^(TRY_)?CAST\(\{column\} AS /.test(value) && from !== "VARCHAR",
  );
  const types = (retyped: boolean) =>
    casts.flatMap((conversion) => (conversion.retyped === retyped ? [conversion.from] : [])).join("|");
  return [{ path, same: types(false), retyped: types(true) }];
}

/** A value is lost or changed exactly if casting it back gives something else. */
function roundTrip(value: string): string {
  return `TRY_CAST(${value} AS {from}) IS DISTINCT FROM {column}`;
}

/** Casting a number back gives its shortest text, which need not be the one that was written: the writing is tested. */
function notWritten(text: string, value: string): string {
  return `{column} IS NOT NULL AND (NOT regexp_full_match({column}, '${text}') OR ${value} IS NULL)`;
}

/** A fraction means the nearest double; a whole number above 2^53 that no double equals would be changed. */
function textAsDouble(value: string): Conversion {
  const changed = `regexp_full_match({column}, '${WHOLE}') AND TRY_CAST(${value} AS HUGEINT) IS DISTINCT FROM TRY_CAST({column} AS HUGEINT)`;
  const written = notWritten(`${WHOLE}(\\.[0-9]+)?([eE][+-]?[0-9]+)?`, value);
  return { from: "VARCHAR", value, fails: `(${written}) OR (${changed})`, retyped: true };
}

/** By way of text, which gives the nearest double; DuckDB's own cast divides and may miss it. */
function decimalAsDouble(): Conversion {
  const value = "TRY_CAST(CAST({column} AS VARCHAR) AS DOUBLE)";
  const fails = `TRY_CAST(CAST(${value} AS VARCHAR) AS {from}) IS DISTINCT FROM {column}`;
  return { from: DECIMALS, value, fails, retyped: false };
}

/** Old writers leave text without its UTF-8 mark. `replace` changes exactly the texts that are not UTF-8. */
const TEXT_OF_BYTES = "CASE WHEN encode(decode({column}, 'replace')) = {column} THEN decode({column}, 'replace') END";
const NOT_UTF8 = "encode(decode({column}, 'replace')) <> {column}";

function bytesAsText(): Conversion {
  return { from: "BLOB", value: TEXT_OF_BYTES, fails: NOT_UTF8, retyped: false };
}

function jsonText(): Conversion {
  const value = "CAST({column} AS VARCHAR)";
  return { from: "JSON|VARCHAR", value, fails: `NOT json_valid(${value})`, retyped: false };
}

function jsonBytes(): Conversion {
  const invalid = `NOT json_valid(${TEXT_OF_BYTES})`;
  return { from: "BLOB", value: TEXT_OF_BYTES, fails: `(${NOT_UTF8}) OR ${invalid}`, retyped: false };
}

function jsonValue(): Conversion {
  const value = "CAST(to_json({column}) AS VARCHAR)";
  return { from: "STRUCT\\(.*\\)|MAP\\(.*\\)|.*\\[\\d*\\]", value, fails: null, retyped: false };
}

/**
 * TRY, since a cast of a timestamp far outside its range throws even as TRY_CAST. What the plan does not know is left
 * out on both sides of the comparison: it is told of under the policy for unknown columns.
 */
function nested(from: string, tried: string): Conversion {
  const value = `TRY(${tried})`;
  const fails = `TRY(TRY_CAST(${tried} AS {kept})) IS DISTINCT FROM TRY_CAST({column} AS {kept})`;
  return { from, value, fails, retyped: false };
}
