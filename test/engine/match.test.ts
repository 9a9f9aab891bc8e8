import { describe, expect, test } from "@jest/globals";
import type { ColumnPolicy } from "../../lakehouse/contract/contract.ts";
import { match, NULL_TYPE, type RawColumn, sameType } from "../../lakehouse/engine/child/match.ts";
import { withoutOrigin } from "../../lakehouse/engine/child/origin.ts";
import { Refused } from "../../lakehouse/engine/refused.ts";
import type { PlanColumn } from "../../lakehouse/plan/plan.ts";

const column = (name: string, type: string, more: Partial<PlanColumn> = {}): PlanColumn => ({
  name,
  physical: name,
  type,
  required: false,
  conversions: [],
  leaves: [],
  output: `"${name}"`,
  ...more,
});
const drop = (...columns: string[]): RawColumn[] =>
  columns.map((text) => ({ name: text.split(" ")[0] ?? "", type: text.split(" ").slice(1).join(" ") }));
const policies = (all: ColumnPolicy) => ({ unknown: all, missing: all, retyped: all, passThrough: false });
const codeOf = (run: () => unknown): string => {
  try {
    run();
    return "accepted";
  } catch (error) {
    return error instanceof Refused ? error.refusal.code : String(error);
  }
};

const toText = { from: "INTEGER|DECIMAL\\(.*\\)", value: "CAST({column} AS VARCHAR)", fails: null, retyped: true };
const plan = [
  column("id", "BIGINT", {
    required: true,
    conversions: [{ from: "INTEGER", value: "CAST({column} AS BIGINT)", fails: null, retyped: false }],
  }),
  column("name", "VARCHAR", { conversions: [toText] }),
  column("lat", "DOUBLE", { physical: "latitude" }),
];

describe("a drop with the plan's columns", () => {
  test("in any order and any case, by physical names", () => {
    const { columns, differences, quarantineAll } = match(
      plan,
      policies("fail"),
      drop("LATITUDE DOUBLE", "Id BIGINT", "name VARCHAR"),
    );
    expect(columns.map(({ physical, conversion }) => [physical, conversion])).toEqual([
      ["Id", null],
      ["name", null],
      ["LATITUDE", null],
    ]);
    expect(differences).toEqual({ unknown: [], missing: [], retyped: [], renamed: [] });
    expect(quarantineAll).toBe(false);
  });

  test("in another spelling of a type is no difference", () => {
    const { columns, differences } = match(
      plan,
      policies("fail"),
      drop("id INTEGER", "name VARCHAR", "latitude DOUBLE"),
    );
    expect(columns[0]).toEqual({ name: "id", physical: "id", from: "INTEGER", conversion: 0, kept: "INTEGER" });
    expect(differences.retyped).toEqual([]);
  });

  test("of which one was never filled fits every type", () => {
    const { columns, differences } = match(
      plan,
      policies("fail"),
      drop("id BIGINT", `name ${NULL_TYPE}`, "latitude DOUBLE"),
    );
    expect(columns[1]).toEqual({ name: "name", physical: "name", from: NULL_TYPE, conversion: null, kept: null });
    expect(differences.retyped).toEqual([]);
  });
});

describe("policies", () => {
  const changed: [string, RawColumn[], string][] = [
    ["added", drop("id BIGINT", "name VARCHAR", "latitude DOUBLE", "extra DATE"), "COLUMN_UNKNOWN"],
    ["missing", drop("id BIGINT", "name VARCHAR"), "COLUMN_MISSING"],
    ["retyped", drop("id BIGINT", "name DECIMAL(9,2)", "latitude DOUBLE"), "COLUMN_RETYPED"],
  ];
  test.each(changed)("column %s", (_, columns, code) => {
    expect(codeOf(() => match(plan, policies("fail"), columns))).toBe(code);
    for (const policy of ["evolve", "alert"] as const)
      expect(match(plan, policies(policy), columns).quarantineAll).toBe(false);
    expect(match(plan, policies("quarantine"), columns).quarantineAll).toBe(true);
  });

  test("no policy bridges a missing required column", () => {
    expect(codeOf(() => match(plan, policies("evolve"), drop("name VARCHAR", "latitude DOUBLE")))).toBe(
      "COLUMN_MISSING",
    );
  });

  test("a type that cannot be read is refused, or quarantined unread", () => {
    const unreadable = drop("id BIGINT", "name VARCHAR", "latitude BLOB");
    expect(codeOf(() => match(plan, policies("evolve"), unreadable))).toBe("COLUMN_RETYPED");
    expect(match(plan, policies("quarantine"), unreadable).columns[2]).toEqual({
      name: "lat",
      physical: "latitude",
      from: "BLOB",
      conversion: null,
      kept: "BLOB",
    });
  });
});

describe("renamed columns", () => {
  test("are pairs of a missing and an unknown one that look alike", () => {
    const { differences } = match(
      plan,
      policies("evolve"),
      drop("id BIGINT", "Name_ VARCHAR", "lat DOUBLE", "zz DATE"),
    );
    expect(differences.renamed).toEqual([
      { from: "name", to: "Name_" },
      { from: "latitude", to: "lat" },
    ]);
  });

  test("are named in the cure of a refusal", () => {
    const run = () => match(plan, policies("evolve"), drop("i_d BIGINT", "name VARCHAR", "latitude DOUBLE"));
    expect(run).toThrow(Refused);
    expect(codeOf(run)).toBe("COLUMN_MISSING");
  });
});

describe("reserved names", () => {
  const all = drop("id BIGINT", "name VARCHAR", "latitude DOUBLE");
  test.each(["_row", "sluice_drop", "SLUICE_ROW", "_Reasons", "file_row_number"])("%s is refused", (name) => {
    expect(codeOf(() => match(plan, policies("evolve"), [...all, { name, type: "BIGINT" }]))).toBe("RESERVED_COLUMN");
  });

  const ours: RawColumn[] = [
    { name: "_reasons", type: 'STRUCT("rule" VARCHAR, path VARCHAR)[]' },
    ...drop("_object VARCHAR", "_generation VARCHAR", "_row BIGINT"),
  ];

  test("all four of a quarantine file are refused too: only a replay leaves them out", () => {
    expect(codeOf(() => match(plan, policies("evolve"), [...all, ...ours]))).toBe("RESERVED_COLUMN");
    expect(withoutOrigin([...all, ...ours])).toEqual(all);
  });

  test("a replay of a file that lacks one, or has it in another type, is refused", () => {
    for (const index of ours.keys()) {
      expect(codeOf(() => withoutOrigin([...all, ...ours.toSpliced(index, 1)]))).toBe("COLUMN_MISSING");
      const other = { name: ours[index]?.name ?? "", type: "DATE" };
      expect(codeOf(() => withoutOrigin([...all, ...ours.with(index, other)]))).toBe("COLUMN_MISSING");
    }
  });
});

test("types are the same whatever DuckDB quotes", () => {
  expect(sameType('STRUCT("lat" DOUBLE, "a b" INTEGER)', 'STRUCT(lat DOUBLE, "a b" INTEGER)')).toBe(true);
  expect(sameType("STRUCT(lat DOUBLE)", "STRUCT(lon DOUBLE)")).toBe(false);
});
