import type { FieldType } from "../contract/field.ts";
import type { Conversion } from "./plan.ts";

// Dates, timestamps and times. DuckDB's casts between them throw at the ends of their ranges, TRY_CAST included, so a
// comparison, which never throws, always stands in front: BigQuery holds years 1 to 9999 only.

const DAYS = "BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'";
const CLOCKS = "BETWEEN TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999'";
const INSTANTS = "BETWEEN TIMESTAMPTZ '0001-01-01 00:00:00+00' AND TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'";
/** Whole microseconds; NULL for the infinities, which are no instants. */
const WHOLE_NANOS =
  "(epoch_ns({column}) BETWEEN -9223372036854775000 AND 9223372036854775000 AND epoch_ns({column}) % 1000 = 0)";
const TIME_OF_DAY = "BETWEEN 0 AND 86399999999";

/** Types of a drop's column that no SQL type tells: the engine gives these names to what it rewrote in the footer. */
export const INT96 = "INT96";
export const EPOCH_MILLIS = "EPOCH_MILLIS";

/** To TIMESTAMP or TIMESTAMP WITH TIME ZONE; a clock without a zone is read as UTC. */
export function instantConversions(type: string): Conversion[] {
  const sound = type === "TIMESTAMP" ? CLOCKS : INSTANTS;
  const cast = `CAST({column} AS ${type})`;
  return [
    { from: type, value: "{column}", fails: `{column} NOT ${sound}`, retyped: false },
    guarded("TIMESTAMP(_S|_MS)?", CLOCKS, cast),
    guarded("TIMESTAMP WITH TIME ZONE", INSTANTS, cast),
    {
      from: "TIMESTAMP_NS",
      value: `CASE WHEN ${WHOLE_NANOS} THEN ${cast} END`,
      fails: `{column} IS NOT NULL AND ${WHOLE_NANOS} IS NOT TRUE`,
      retyped: false,
    },
    { ...guarded("DATE", DAYS, `CAST(CAST({column} AS TIMESTAMP) AS ${type})`), retyped: true },
    textAsInstant(type),
    nullable(INT96, `CAST(${int96()} AS ${type})`),
    {
      from: EPOCH_MILLIS,
      value: `CASE WHEN {column} ${MILLIS} THEN CAST(make_timestamp({column} * 1000) AS ${type}) END`,
      fails: `{column} NOT ${MILLIS}`,
      retyped: false,
    },
  ];
}

const MILLIS = "BETWEEN -62135596800000 AND 253402300799999";

export function dayConversions(tried: string): Conversion[] {
  const fromClock = (from: string, sound: string): Conversion => {
    const day = "CAST({column} AS DATE)";
    const changed = `CASE WHEN {column} ${sound} THEN CAST(${day} AS {from}) <> {column} END`;
    return { ...guarded(from, sound, day), fails: `({column} NOT ${sound}) OR ${changed}`, retyped: true };
  };
  return [
    { from: "DATE", value: "{column}", fails: `{column} NOT ${DAYS}`, retyped: false },
    fromClock("TIMESTAMP(_S|_MS)?", CLOCKS),
    fromClock("TIMESTAMP WITH TIME ZONE", INSTANTS),
    nullable(
      "VARCHAR",
      `CASE WHEN regexp_full_match({column}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') AND ${tried} ${DAYS} THEN ${tried} END`,
      true,
    ),
  ];
}

export function timeConversions(tried: string): Conversion[] {
  const whole = "epoch_ns({column}) BETWEEN 0 AND 86399999999999 AND epoch_ns({column}) % 1000 = 0";
  return [
    { from: "TIME", value: "{column}", fails: `epoch_us({column}) NOT ${TIME_OF_DAY}`, retyped: false },
    {
      from: "TIME_NS",
      value: `CASE WHEN ${whole} THEN CAST({column} AS TIME) END`,
      fails: `NOT (${whole})`,
      retyped: false,
    },
    nullable(
      "VARCHAR",
      `CASE WHEN regexp_full_match({column}, '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?') THEN ${tried} END`,
      true,
    ),
  ];
}

function guarded(from: string, sound: string, cast: string): Conversion {
  return {
    from,
    value: `CASE WHEN {column} ${sound} THEN ${cast} END`,
    fails: `{column} NOT ${sound}`,
    retyped: false,
  };
}

/** A conversion that gives NULL where it fails. */
function nullable(from: string, value: string, retyped = false): Conversion {
  return { from, value, fails: `{column} IS NOT NULL AND ${value} IS NULL`, retyped };
}

/** RFC 3339 or ISO 8601 without a zone: DuckDB alone would take `infinity` and names of cities. */
function textAsInstant(type: string): Conversion {
  const written =
    "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?";
  const instant = "TRY_CAST({column} AS TIMESTAMPTZ)";
  const cast = type === "TIMESTAMP" ? `CAST(${instant} AS TIMESTAMP)` : instant;
  return nullable(
    "VARCHAR",
    `CASE WHEN regexp_full_match({column}, '${written}') AND ${instant} ${INSTANTS} THEN ${cast} END`,
    true,
  );
}

/**
 * Twelve bytes as old writers store a timestamp: nanoseconds of the day in 8, Julian day in 4, both little-endian.
 * DuckDB's own reader cuts the nanoseconds and wraps around. The lambdas stand for `let`; nothing here throws.
 */
function int96(): string {
  const nanos = `list_transform(list_transform([CAST(CAST({column}[1:8] AS BIT) AS UBIGINT)], lambda n: (n >> 56) | ((n >> 40) & 65280) | ((n >> 24) & 16711680) | ((n >> 8) & 4278190080) | ((n & 4278190080) << 8) | ((n & 16711680) << 24) | ((n & 65280) << 40) | ((n & 255) << 56)), lambda n: CASE WHEN n < 86400000000000 AND n % 1000 = 0 THEN CAST(n // 1000 AS BIGINT) END)[1]`;
  const days = `list_transform(list_transform([CAST(CAST({column}[9:12] AS BIT) AS BIGINT)], lambda d: (d >> 24) | ((d >> 8) & 65280) | ((d & 65280) << 8) | ((d & 255) << 24)), lambda d: CASE WHEN d BETWEEN 1721426 AND 5373484 THEN (d - 2440588) * 86400000000 END)[1]`;
  return `make_timestamp(${nanos} + ${days})`;
}

/** True where BigQuery cannot hold the value; null: the type has no such values. */
export function outOfRange(type: FieldType, ref: string): string | null {
  switch (type.kind) {
    case "date":
      return `${ref} NOT ${DAYS}`;
    case "timestamp":
      return `${ref} NOT ${type.zone === "utc" ? INSTANTS : CLOCKS}`;
    case "time":
      return `epoch_us(${ref}) NOT ${TIME_OF_DAY}`;
    default:
      return null;
  }
}
