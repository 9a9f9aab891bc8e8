import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createEngine, type Engine } from "../../lakehouse/engine/engine.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let shop: Workshop;
let engine: Engine;
beforeAll(async () => {
  shop = await openWorkshop();
  engine = createEngine({ workers: 1, scratch: shop.scratch });
});
afterAll(async () => {
  await engine.close();
  shop.close();
});

const TABLE = [
  { name: "a", type: "BIGINT" },
  { name: "name", type: "VARCHAR" },
  { name: "at", type: "TIMESTAMP WITH TIME ZONE" },
  { name: "tags", type: "VARCHAR[]" },
  { name: "place", type: 'STRUCT("lat" DOUBLE, "lon" DOUBLE)' },
];

async function problems(kind: "row" | "query", sql: string): Promise<string[]> {
  return (await engine.bind(TABLE, [{ id: "x", kind, sql }])).map(({ message, cure }) => `${message} → ${cure}`);
}

describe("a condition over a row", () => {
  test.each([
    "a > 1",
    "A > 1 AND \"name\" LIKE 'x%'",
    "place.lat BETWEEN -90 AND 90",
    "len(list_filter(tags, lambda t: t <> '' AND t <> name)) = 0",
    "tags[1] IS NULL OR 'x' IN tags",
    "CASE WHEN a IS NULL THEN true ELSE a % 2 = 0 END",
    'extract(year FROM "at") >= 2020 AND "at" < TIMESTAMPTZ \'2100-01-01 00:00:00+00\'',
    'date_trunc(\'day\', "at") + INTERVAL 1 DAY > "at"',
    "regexp_full_match(name, '[a-z]{2,}') IS NOT FALSE",
    "try_cast(name AS BIGINT) = a",
    "CASE WHEN a IS NOT NULL THEN a ELSE 0 END IN (1, 2, 3) /* a comment inside */",
  ])("%s may stand", async (sql) => {
    expect(await problems("row", sql)).toEqual([]);
  });

  test.each([
    ["nosuch > 1", /no column nosuch/],
    ["coalesce(a, 0) > 1", /coalesce cannot stand in a rule/],
    ["ifnull(a, 0) > 1", /coalesce cannot stand in a rule/],
    ["naem = 'x'", /did you mean name/],
    ["a", /gives BIGINT/],
    ["a > 'x'", /convert|cast/i],
    ["a >", /syntax error/],
    ["a > 1 -- always", /syntax|end of input/],
    ["a > 1) FROM good; DROP TABLE good; SELECT (true", /Only SELECT|more than one|parse/],
    ["a > 1) FROM good WHERE (true", /syntax error/],
    ["a > 1) UNION SELECT (true", /more than one condition/],
    ["a > 1), (true", /more than one condition/],
    ["a > (SELECT 1)", /a subquery cannot/],
    ["EXISTS (FROM good)", /a subquery cannot/],
    ["a > ?", /a parameter cannot/],
    ["a > $x", /a parameter cannot/],
    ["* > 1", /a star cannot|star/i],
    ["COLUMNS(*) > 1", /a star cannot/],
    ["count(*) > 1", /more than one row/],
    ["sum(a) OVER () > 1", /a window function cannot/],
    ['current_date > "at"', /differs from run to run/],
    ['now() > "at"', /now is not in the list/],
    ["random() < 0.5", /random is not in the list/],
    ["read_text('/etc/passwd') = ''", /read_text is not in the list/],
    ["getvariable('arrival_day') IS NULL", /getvariable is not in the list/],
    ["current_setting('threads') = 1", /current_setting is not in the list/],
    ["name.md5() = ''", /called like a method/],
    ["regexp_match(name, 'x')", /like regexp_matches/],
  ])("%s may not", async (sql, wanted) => {
    expect((await problems("row", sql)).join("\n")).toMatch(wanted);
  });
});

describe("a query over the good rows", () => {
  test.each([
    "SELECT count(*) FROM good",
    "SELECT count(*) FILTER (WHERE a > 1) * 100.0 / nullif(count(*), 0) FROM good WHERE name IS NOT NULL",
    "SELECT max(n) FROM (SELECT count(*) AS n FROM good GROUP BY name HAVING count(*) > 1)",
    "WITH few AS (SELECT a FROM good LIMIT 3) SELECT count(*) = 3 FROM few JOIN good USING (a)",
    'SELECT avg(gap) FROM (SELECT epoch("at") - lag(epoch("at")) OVER (ORDER BY "at") AS gap FROM good)',
  ])("%s may stand", async (sql) => {
    expect(await problems("query", sql)).toEqual([]);
  });

  test.each([
    ["SELECT count(*) FROM other", /reads other/],
    ["SELECT count(*) FROM duckdb_settings()", /table function cannot/],
    ["SELECT count(*) FROM read_parquet('x')", /table function cannot/],
    ["SELECT count(*) FROM 'x.parquet'", /reads x\.parquet/],
    ["SELECT count(*) FROM information_schema.tables", /reads tables/],
    ["SELECT a, name FROM good", /2 columns/],
    ["SELECT max(name) FROM good", /gives VARCHAR/],
    ['SELECT count(*) FROM good WHERE "at" < current_timestamp', /differs from run to run/],
    ["SELECT 1; SELECT 2", /more than one statement/],
    ["DROP TABLE good", /Only SELECT/],
    ["COPY good TO 'x'", /Only SELECT/],
  ])("%s may not", async (sql, wanted) => {
    expect((await problems("query", sql)).join("\n")).toMatch(wanted);
  });
});

test("all problems come at once, each with its id", async () => {
  const found = await engine.bind(TABLE, [
    { id: "one", kind: "row", sql: "nosuch > now()" },
    { id: "two", kind: "row", sql: "a > 0" },
    { id: "three", kind: "query", sql: "SELECT 'x'" },
  ]);
  expect(found.map(({ id }) => id)).toEqual(["one", "one", "three"]);
});
