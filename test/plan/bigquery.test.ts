import { expect, test } from "@jest/globals";
import { parse } from "sql-parser-cst";
import { bigqueryField } from "../../lakehouse/plan/warehouse/bigquery.ts";
import { BIGQUERY } from "../../lakehouse/plan/warehouse/dialect.ts";
import { bigqueryStatements } from "./bigquery-script.ts";
import { plannedContracts } from "./contracts.ts";

// BigQuery is never reached from here: what can be held is that its grammar reads every statement, and what its
// documentation says. The parser is for tests only (its licence is the GPL). test/plan/googlesql goes further.

const planned = plannedContracts();
const statements = planned.flatMap(({ dataset, plan }) =>
  bigqueryStatements(plan).map(({ name, sql }) => ({ title: `${dataset}: ${name}`, sql, plan })),
);

test.each(statements)("$title", ({ sql }) => {
  expect(sql).not.toMatch(/[{}]/);
  // This parser does not know the order of NULL in windows, which BigQuery documents.
  const known = sql.replace(/\bNULLS\s+(FIRST|LAST)\b/g, "");
  const { statements: parsed } = parse(known, { dialect: "bigquery" });
  expect(parsed).toHaveLength(1);
});

test.each(statements.filter(({ sql }) => /dev_1_consumption/.test(sql) && /^(MERGE|SELECT)/.test(sql)))(
  "$title: the target is read under a literal bound on the bare partition column",
  ({ sql, plan }) => {
    const column = BIGQUERY.quote(plan.partition.column).replaceAll("`", "\\`");
    const bound = new RegExp(`t\\.${column} BETWEEN (DATE|DATETIME|TIMESTAMP) '[^']+' AND \\1 '[^']+'`);
    expect(sql).toMatch(bound);
  },
);

const derived = planned.filter(({ plan }) => plan.derived !== null);

test.each(derived)(
  "$dataset: every input is read under a literal bound, in a job that scans no more",
  ({ plan, inputs }) => {
    const derive = bigqueryStatements(plan).find(({ name }) => name.startsWith("derive"))?.sql ?? "";
    const reads = [
      ...derive.matchAll(
        / FROM `[^`]+\.([^`.]+)` AS i WHERE \(+i\.`([^`]+)` BETWEEN (?:DATE|DATETIME|TIMESTAMP) '(\d{4})/g,
      ),
    ];
    const driving = new Map(plan.derived?.inputs.map((input) => [input.dataset, input.driving]));
    expect(reads.map(([, table, column, year]) => ({ table, column, whole: year === "0001" }))).toEqual(
      inputs
        .toSorted((a, b) => derive.indexOf(`.${a.table}\``) - derive.indexOf(`.${b.table}\``))
        .map((input) => ({ table: input.table, column: input.partition.column, whole: !driving.get(input.dataset) })),
    );
    expect(derive.match(/ FROM `/g)).toHaveLength(inputs.length);
  },
);

test("a decimal is NUMERIC where it fits, else BIGNUMERIC, and never sized beyond either", () => {
  for (let precision = 1; precision <= 38; precision++) {
    for (let scale = 0; scale <= precision; scale++) {
      const decimal = { kind: "decimal", precision, scale } as const;
      const field = { name: "x", physical: "x", required: false, description: null, classification: null };
      const { type } = bigqueryField({ ...field, type: decimal });
      const [whole, fraction] = type === "NUMERIC" ? [29, 9] : [38, 38];
      expect(scale <= fraction && precision >= Math.max(1, scale) && precision <= scale + whole).toBe(true);
      expect(type === "NUMERIC").toBe(scale <= 9 && precision <= scale + 29);
    }
  }
});

test("backquotes and backslashes stay inside a name", () => {
  expect(BIGQUERY.quote("a`b\\c")).toBe("`a\\`b\\\\c`");
});
