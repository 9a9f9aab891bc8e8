interface PortableFunction {
  /** Least and most arguments. */
  readonly arguments: readonly [number, number];
  /** May take DISTINCT: an aggregate. */
  readonly aggregate?: true;
  /** Only with OVER. */
  readonly window?: true;
}

const one = { arguments: [1, 1] } as const;
const two = { arguments: [2, 2] } as const;
const aggregate = { arguments: [1, 1], aggregate: true } as const;
const aggregateOfTwo = { arguments: [2, 2], aggregate: true } as const;

/** Same name, same order of arguments, same meaning for NULL, in BigQuery and in DuckDB. */
export const FUNCTIONS: Readonly<Record<string, PortableFunction>> = {
  COUNT: aggregate,
  SUM: aggregate,
  AVG: aggregate,
  MIN: aggregate,
  MAX: aggregate,
  STDDEV_SAMP: aggregate,
  STDDEV_POP: aggregate,
  VAR_SAMP: aggregate,
  VAR_POP: aggregate,
  CORR: aggregateOfTwo,
  COVAR_POP: aggregateOfTwo,
  COVAR_SAMP: aggregateOfTwo,
  ROW_NUMBER: { arguments: [0, 0], window: true },
  RANK: { arguments: [0, 0], window: true },
  DENSE_RANK: { arguments: [0, 0], window: true },
  LAG: { arguments: [1, 2], window: true },
  LEAD: { arguments: [1, 2], window: true },
  COALESCE: { arguments: [1, 100] },
  IFNULL: two,
  NULLIF: two,
  ABS: one,
  SIGN: one,
  ROUND: { arguments: [1, 2] },
  FLOOR: one,
  CEIL: one,
  CEILING: one,
  TRUNC: one,
  SQRT: one,
  EXP: one,
  LN: one,
  LOG10: one,
  POW: two,
  POWER: two,
  MOD: two,
  LENGTH: one,
  CHAR_LENGTH: one,
  LOWER: one,
  UPPER: one,
  TRIM: two,
  LTRIM: two,
  RTRIM: two,
  SUBSTR: { arguments: [2, 3] },
  REPLACE: { arguments: [3, 3] },
  STRPOS: two,
  STARTS_WITH: two,
  ENDS_WITH: two,
  CHR: one,
};

const countRows = "write SUM(CASE WHEN … THEN 1 ELSE 0 END)";
const boundaries = "compare with dates: x >= DATE '2026-01-01'";
const regular = "write the pattern as a rule of the column (logicalTypeOptions: {pattern: …}), or use LIKE";
const lists = "lists are written in two ways; count or compare plain columns";
const guarded = "write x / NULLIF(y, 0)";
const today = "the same drop must give the same answer tomorrow: compare with another column or a written date";

const notANumber = "let a rule refuse it (minimum or maximum): NaN equals NaN in DuckDB and nothing in BigQuery";

/** Functions that people reach for, and how to say the same portably. */
export const CURES: Readonly<Record<string, string>> = {
  COUNTIF: countRows,
  COUNT_IF: countRows,
  IF: "write CASE WHEN … THEN … ELSE … END",
  IFF: "write CASE WHEN … THEN … ELSE … END",
  IIF: "write CASE WHEN … THEN … ELSE … END",
  SAFE_DIVIDE: guarded,
  DIV: "write TRUNC(x / NULLIF(y, 0))",
  CONCAT: "write a || b: CONCAT skips NULL in DuckDB and gives NULL in BigQuery",
  GREATEST: "write CASE WHEN a > b THEN a ELSE b END: NULL counts in BigQuery and is skipped in DuckDB",
  LEAST: "write CASE WHEN a < b THEN a ELSE b END: NULL counts in BigQuery and is skipped in DuckDB",
  LOG: "write LN(x) or LOG10(x): LOG has another base in each engine",
  SAFE_CAST: "write CAST",
  TRY_CAST: "write CAST",
  IS_NAN: notANumber,
  ISNAN: notANumber,
  LOGICAL_AND: "write MIN(CASE WHEN … THEN 1 ELSE 0 END) = 1",
  BOOL_AND: "write MIN(CASE WHEN … THEN 1 ELSE 0 END) = 1",
  LOGICAL_OR: "write MAX(CASE WHEN … THEN 1 ELSE 0 END) = 1",
  BOOL_OR: "write MAX(CASE WHEN … THEN 1 ELSE 0 END) = 1",
  ANY_VALUE: "write MIN(x) or MAX(x)",
  FIRST: "write MIN(x) or MAX(x)",
  APPROX_COUNT_DISTINCT: "write COUNT(DISTINCT x)",
  MEDIAN: "quantiles are estimated in two ways; check AVG, MIN and MAX",
  APPROX_QUANTILES: "quantiles are estimated in two ways; check AVG, MIN and MAX",
  QUANTILE_CONT: "quantiles are estimated in two ways; check AVG, MIN and MAX",
  SUBSTRING: "write SUBSTR",
  LEN: "write LENGTH",
  DATE_DIFF: boundaries,
  DATEDIFF: boundaries,
  TIMESTAMP_DIFF: boundaries,
  DATETIME_DIFF: boundaries,
  DATE_TRUNC: "write EXTRACT(YEAR FROM x), EXTRACT(MONTH FROM x) …",
  TIMESTAMP_TRUNC: "write EXTRACT(YEAR FROM x), EXTRACT(MONTH FROM x) …",
  DATE_ADD: boundaries,
  DATE_SUB: boundaries,
  DATE: "write CAST(x AS DATE)",
  YEAR: "write EXTRACT(YEAR FROM x)",
  MONTH: "write EXTRACT(MONTH FROM x)",
  DAY: "write EXTRACT(DAY FROM x)",
  CURRENT_DATE: today,
  CURRENT_TIMESTAMP: today,
  CURRENT_TIME: today,
  CURRENT_DATETIME: today,
  NOW: today,
  RAND: today,
  RANDOM: today,
  REGEXP_CONTAINS: regular,
  REGEXP_MATCHES: regular,
  REGEXP_EXTRACT: regular,
  REGEXP_REPLACE: regular,
  UNNEST: lists,
  ARRAY_LENGTH: lists,
  ARRAY_AGG: lists,
  STRING_AGG: lists,
};

/** EXTRACT parts that count alike; weeks and days of the week begin elsewhere in each engine. */
export const PARTS: ReadonlySet<string> = new Set(
  "YEAR ISOYEAR QUARTER MONTH DAY DAYOFYEAR HOUR MINUTE SECOND".split(" "),
);

/** Functions that may be called without brackets. */
export const CLOCKS: ReadonlySet<string> = new Set([
  "CURRENT_DATE",
  "CURRENT_TIMESTAMP",
  "CURRENT_TIME",
  "CURRENT_DATETIME",
]);

/** What to write where the number of arguments decides the meaning. */
export const ARGUMENT_CURES: Readonly<Record<string, string>> = {
  TRIM: "write TRIM(x, ' '): without the characters each engine takes other white space",
  LTRIM: "write LTRIM(x, ' '): without the characters each engine takes other white space",
  RTRIM: "write RTRIM(x, ' '): without the characters each engine takes other white space",
  TRUNC: "write TRUNC(x), or ROUND(x, places)",
};
