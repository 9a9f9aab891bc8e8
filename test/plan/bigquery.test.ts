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
  const { statements: parsed } = parse(sql, { dialect: "bigquery" });
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
