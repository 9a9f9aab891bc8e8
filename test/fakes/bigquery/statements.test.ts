import { describe, expect, test } from "@jest/globals";
import { bigqueryStatements } from "../../plan/bigquery-script.ts";
import { CLOUD, plannedContracts } from "../../plan/contracts.ts";
import { recogniser } from "./statements/recognise.ts";

// Only what a deployed plan says is run, with nothing in its places but what belongs there.

const planned = plannedContracts();
const plans = planned.map(({ plan }) => plan);
const recognise = recogniser(CLOUD.project, plans);

/** What `pulumi up` makes, or by hand: no job of Sluice's. */
const NO_JOBS = /^(the table|a publication's staging table|the end of staging|rows of .*)$/;
const statements = planned.flatMap(({ dataset, plan }) =>
  bigqueryStatements(plan)
    .filter(({ name }) => !NO_JOBS.test(name))
    .map(({ name, sql }) => ({ title: `${dataset}: ${name}`, sql })),
);

test.each(statements)("it knows $title, and says it in DuckDB's words", ({ sql }) => {
  const { type, duckdb, changes } = recognise(sql);
  expect(sql.startsWith(type)).toBe(true);
  expect(changes !== null).toBe(type === "MERGE");
  expect(duckdb).not.toMatch(/[{}`]/);
});

const meters = bigqueryStatements(plans.find(({ dataset }) => dataset === "meters") as (typeof plans)[number]);
const textOf = (start: string) => meters.find(({ name }) => name.startsWith(start))?.sql ?? "";
const [look, merge, replace] = [textOf("look"), textOf("merge"), textOf("replace")];

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ["a text of no plan", "SELECT 1", /no deployed plan holds this statement/],
  ["a plan's text with something behind it", `${merge}; DROP TABLE t`, /no deployed plan/],
  ["a plan's text with a condition taken out", merge.replace(" WHERE sluice_rank = 1", ""), /no deployed plan/],
  [
    "another project's table",
    look.replaceAll("demo-project", "other"),
    /\{target\} is no table of this project|not the plan's/,
  ],
  [
    "another table as target",
    merge.replaceAll("dev_1_consumption.meters`", "dev_1_consumption.fixes`"),
    /\{target\} is not the plan's table/,
  ],
  [
    "a staging table elsewhere",
    merge.replaceAll("dev_1_staging_meters", "dev_1_consumption"),
    /not in the plan's staging dataset/,
  ],
  [
    "a range that is not literal",
    merge.replaceAll("BETWEEN DATE '2026-11-01'", "BETWEEN CURRENT_DATE()"),
    /no deployed plan/,
  ],
  ["a range without the bounds of its runs", withoutBounds(merge), /no deployed plan|partitionRange/],
  [
    "a range that begins within a partition",
    merge.replaceAll("'2026-11-01'", "'2026-11-02'"),
    /not as partitionRange\(\) writes it/,
  ],
  [
    "bounds that are wider than their runs",
    merge.replaceAll(
      "(t.`day` BETWEEN DATE '2026-11-01' AND DATE '2027-02-28' AND",
      "(t.`day` BETWEEN DATE '2026-10-01' AND DATE '2027-02-28' AND",
    ),
    /not as partitionRange/,
  ],
  ["ids that are none", merge.replace("'202611'", "'202611' OR TRUE"), /no deployed plan/],
  [
    "drops that are quoted otherwise",
    replace.replace("'0123456789abcdef01234567'", "'x') OR (TRUE"),
    /no deployed plan/,
  ],
];

function withoutBounds(text: string): string {
  return text.replaceAll(/\(t\.`day` BETWEEN DATE '[^']+' AND DATE '[^']+' AND (\(\(.*?\)\))\)/g, "($1)");
}

describe("it refuses", () => {
  test.each(REFUSED)("%s", (_, text, message) => {
    expect([look, merge, replace]).not.toContain(text);
    expect(() => recognise(text)).toThrow(message);
  });

  test("all while nothing is deployed", () => {
    expect(() => recogniser(CLOUD.project, [])(merge)).toThrow(/no deployed plan/);
  });
});

test("a replacement without good rows reads no staging table", () => {
  const target = "`demo-project.dev_1_consumption.meters`";
  const text = replace
    .replaceAll("`demo-project.dev_1_staging_meters.p7_0`", target)
    .replaceAll("('202611', '202612', '202702')", "(NULL)");
  expect(recognise(text).reads).toEqual([
    { dataset: "dev_1_consumption", table: "meters" },
    { dataset: "dev_1_consumption", table: "meters" },
  ]);
  expect(() => recognise(text.replaceAll("(NULL)", "('202611')"))).toThrow(/staging dataset/);
});
