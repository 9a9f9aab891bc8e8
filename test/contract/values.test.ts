import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { compareDecimals, decimalText } from "../../lakehouse/contract/decimal.ts";
import { durationSeconds } from "../../lakehouse/contract/duration.ts";
import { dateText, timestampText, timeText } from "../../lakehouse/contract/instant.ts";
import { globPattern } from "../../lakehouse/contract/landing.ts";
import { readPattern } from "../../lakehouse/contract/pattern.ts";
import { nearest } from "../../lakehouse/contract/spelling.ts";
import { expressionFault, queryFault } from "../../lakehouse/contract/sql-text.ts";

describe("decimals", () => {
  test.each([
    ["1e3", "1000"],
    ["+.50", "0.5"],
    ["-0.0", "0"],
    ["007", "7"],
    ["1.25E-3", "0.00125"],
    ["12.5e1", "125"],
    ["170141183460469231731687303715884105728", "170141183460469231731687303715884105728"],
  ])("%s is %s", (source, text) => expect(decimalText(source)).toBe(text));

  test.each([".", "", "0x10", "1_000", ".inf", "nan", "1e999"])("%s is none", (source) =>
    expect(decimalText(source)).toBeNull(),
  );

  test("compared exactly, at any size", () => {
    const decimals = fc.tuple(fc.bigInt(-(10n ** 40n), 10n ** 40n), fc.nat(12));
    const text = ([digits, places]: [bigint, number]) => decimalText(`${digits}e-${places}`) ?? "";
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const [left, right] = [a[0] * 10n ** BigInt(12 - a[1]), b[0] * 10n ** BigInt(12 - b[1])];
        expect(compareDecimals(text(a), text(b))).toBe(left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });
});

describe("dates and times", () => {
  test.each(["2024-02-29", "0001-01-01", "9999-12-31"])("%s is a day", (text) => expect(dateText(text)).toBe(text));
  test.each(["2026-02-29", "2026-13-01", "0000-01-01", "2026-1-1", "20260101", ""])("%s is no day", (text) =>
    expect(dateText(text)).toBeNull(),
  );
  test.each([
    ["2026-01-01T01:00:00+02:00", "2025-12-31T23:00:00Z"],
    ["2026-01-01 01:00", "2026-01-01T01:00:00Z"],
    ["2026-01-01T01:00:00.120-0130", "2026-01-01T02:30:00.12Z"],
    ["0001-01-01", "0001-01-01T00:00:00Z"],
  ])("%s is %s", (source, text) => expect(timestampText(source, "utc")).toBe(text));
  test("a wall clock has no zone", () => {
    expect(timestampText("2026-01-01T01:00:00", "none")).toBe("2026-01-01T01:00:00");
    expect(timestampText("2026-01-01T01:00:00Z", "none")).toBeNull();
  });
  test.each(["24:00:00", "12:60:00", "12:00", "1:00:00", "12:00:00.1234567"])("%s is no time of day", (text) =>
    expect(timeText(text)).toBeNull(),
  );
  test.each([
    ["15 minutes", 900],
    ["1h", 3600],
    ["2 d", 172_800],
    ["5 m", null],
    ["h", null],
    ["3 constructor", null],
  ])("%s lasts %s seconds", (text, seconds) => expect(durationSeconds(text)).toBe(seconds));
});

test.each([
  ["clicks/dt=*/*.parquet", "clicks/dt=2026-11-20/part-1.parquet", true],
  ["clicks/dt=*/*.parquet", "clicks/dt=today/part-1.parquet", false],
  ["clicks/dt=*/*.parquet", "clicks/dt=2026-11-20/deep/part-1.parquet", false],
  ["clicks/**.parquet", "clicks/a/b/c.parquet", true],
  ["clicks/", "clicks/a/b/c.parquet", true],
  ["a(b)+?.parquet", "a(b)+1.parquet", true],
  ["a.parquet", "axparquet", false],
])("%s on %s: %s", (glob, name, matches) => {
  expect(new RegExp(`^(?:${globPattern(glob)})$`, "v").test(name)).toBe(matches);
});

test.each([
  ["rejectDropAbovePercnet", "rejectDropAbovePercent"],
  ["lateWindowDay", "lateWindowDays"],
  ["runbookURL", "runbookUrl"],
  ["kind", null],
  ["owner", null],
])("%s was meant to be %s", (name, meant) => {
  expect(nearest(name, ["rejectDropAbovePercent", "lateWindowDays", "runbookUrl", "when", "onFail"])).toBe(meant);
});

test.each([
  ["^[0-9a-f]{64}$", 64, 64],
  ["^(a|bc)?d$", 1, 3],
  ["^a+$", 1, Number.POSITIVE_INFINITY],
  ["a", 0, Number.POSITIVE_INFINITY],
  ["^(?:a{2,3}){2}$", 4, 6],
])("%s has from %d to %d characters", (source, shortest, longest) => {
  expect(readPattern(source)).toMatchObject({ shortest, longest, problems: [] });
});

test.each(["a = 'x;y' -- ;", "extract(year FROM t) > 2000", "trim(both ' ' from a) <> ''", "a IS DISTINCT FROM b"])(
  "an expression: %s",
  (sql) => expect(expressionFault(sql)).toBeNull(),
);
test.each(["", "a; b", "(a", "a)", "a IN (SELECT(1))", "exists(from x)", "a = 'x", "/* a"])(
  "no expression: %s",
  (sql) => expect(expressionFault(sql)).not.toBeNull(),
);
test.each(["SELECT 1;", "WITH a AS (SELECT 1) SELECT * FROM a", "select ';'"])("a query: %s", (sql) =>
  expect(queryFault(sql)).toBeNull(),
);
test.each(["", "SELECT 1; SELECT 2", "DROP TABLE x", "SELECT (1", "-- SELECT\nDELETE FROM x"])("no query: %s", (sql) =>
  expect(queryFault(sql)).not.toBeNull(),
);
