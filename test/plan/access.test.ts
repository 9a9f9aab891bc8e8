import { describe, expect, test } from "@jest/globals";
import { readsFiles, rightsIn } from "../../lakehouse/plan/access.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { BigQueryField } from "../../lakehouse/plan/warehouse/bigquery.ts";
import { type TaggedField, withPolicyTags } from "../../lakehouse/plan/warehouse/policy-tags.ts";
import { rowFilterSql } from "../../lakehouse/plan/warehouse/row-filter.ts";
import { CLOUD, contractFrom, inputsOf, ownContract } from "./contracts.ts";

function planOf(dataset: string): Plan {
  const contract = ownContract(dataset);
  return compilePlan(contract, CLOUD, inputsOf(contract));
}

/** A plan of these columns and roles, lines of YAML each. */
function made(columns: readonly string[], roles: readonly string[] = []): Plan {
  const text = `apiVersion: v3.1.0
kind: DataContract
id: made
version: 1.0.0
status: active
servers: [{server: landing, type: custom, location: "gs://landing/made/*.parquet"}]
schema:
  - name: made
    properties:
      - {name: day, logicalType: date, required: true, partitioned: true}
${columns.map((column) => `      - {${column}}`).join("\n")}
roles: [${roles.map((role) => `{${role}}`).join(", ")}]
`;
  return compilePlan(contractFrom(text, "made.odcs.yaml"), CLOUD);
}

const classifiedOf = (...columns: string[]) =>
  made(columns).warehouse.bigquery.classified.map(({ path, level }) => `${path.join(".")} ${level}`);

describe("which values are classified", () => {
  test.each([
    ["public", []],
    ["Internal", []],
    ["confidential", ["x confidential"]],
    ["RESTRICTED", ["x restricted"]],
    ["secret", ["x restricted"]],
    ["''", ["x restricted"]],
  ])("%s", (word, expected) => {
    expect(classifiedOf(`name: x, logicalType: string, classification: ${word}`)).toEqual(expected);
  });

  test("the values of a record, by what is said nearest to them", () => {
    const inner = [
      "{name: a, logicalType: string}",
      "{name: b, logicalType: string, classification: public}",
      "{name: c, logicalType: array, items: {logicalType: string}}",
      "{name: d, logicalType: array, items: {logicalType: object, properties: [{name: e, logicalType: string, classification: restricted}]}}",
    ].join(", ");
    const record = `name: x, logicalType: object, classification: confidential, properties: [${inner}]`;
    expect(classifiedOf(record)).toEqual(["x.a confidential", "x.c confidential", "x.d.e restricted"]);
  });

  test("JSON as a whole", () => {
    const column = "name: x, logicalType: object, physicalType: JSON, classification: confidential";
    expect(classifiedOf(column)).toEqual(["x confidential"]);
  });
});

describe("policy tags", () => {
  const { schema, classified } = planOf("everything").warehouse.bigquery;
  /** Paths of values with tags, in the table's order. */
  const tagsIn = (fields: readonly TaggedField<string>[], path: readonly string[] = []): string[] =>
    fields.flatMap(({ name, policyTags, fields: inner = [] }) => [
      ...(policyTags ? [`${[...path, name].join(".")} ${policyTags.names.join()}`] : []),
      ...tagsIn(inner, [...path, name]),
    ]);

  test("stand on the classified values, and change nothing else", () => {
    const tagged = withPolicyTags(schema, classified, (level) => `tags/${level}`);
    expect(tagsIn(tagged)).toEqual(classified.map(({ path, level }) => `${path.join(".")} tags/${level}`));
    expect(tagsIn(tagged)).toContain("person.visits.at tags/restricted");
    const untagged = JSON.parse(JSON.stringify(tagged), (key, value) => (key === "policyTags" ? undefined : value));
    expect(untagged).toEqual(schema);
  });

  test("never on a RECORD, which BigQuery refuses", () => {
    const records = (fields: readonly BigQueryField[]): BigQueryField[] =>
      fields.flatMap((field) => (field.fields ? [field, ...records(field.fields)] : []));
    const tagged = withPolicyTags(schema, classified, (level) => level) as BigQueryField[];
    expect(records(tagged).filter((field) => "policyTags" in field)).toEqual([]);
    expect(records(tagged)).not.toEqual([]);
  });

  test("a tag may be whatever is known later", () => {
    const later = { restricted: Promise.resolve("tag") };
    const [first] = withPolicyTags(
      [{ name: "x", type: "STRING", mode: "NULLABLE" }],
      [{ path: ["x"], level: "restricted" }],
      () => later.restricted,
    );
    expect(first?.policyTags?.names[0]).toBe(later.restricted);
  });

  test.each([[["nobody"]], [["person"]], [["person", "nobody"]]])("%j leads to no value: refused", (path) => {
    const call = () => withPolicyTags(schema, [{ path, level: "restricted" }], (level) => level);
    expect(call).toThrow(`the table has no value ${path.join(".")}`);
  });
});

describe("a condition for BigQuery", () => {
  test.each([
    ["country = 'FR'", "`country` = 'FR'"],
    ["  country='FR'\n  -- of France\n AND n>1 ", "`country`='FR' AND `n`>1"],
    ["battery.level IS NOT NULL", "`battery`.`level` IS NOT NULL"],
    ["LOWER(lower) IN ('upper', 'lower')", "LOWER(`lower`) IN ('upper', 'lower')"],
    ["day >= DATE '2026-01-01'", "`day` >= DATE '2026-01-01'"],
    ["CAST(n AS NUMERIC(10, 2)) > 1.5", "CAST(`n` AS NUMERIC(10, 2)) > 1.5"],
    ["EXTRACT(YEAR FROM year) = 2026", "EXTRACT(YEAR FROM `year`) = 2026"],
    ["CASE WHEN a = '--' THEN b ELSE c END = 1", "CASE WHEN `a` = '--' THEN `b` ELSE `c` END = 1"],
  ])("%s", (sql, expected) => {
    expect(rowFilterSql(sql)).toBe(expected);
  });

  test.each(["", "a = ", "a = 1; SELECT 1", "a = 'x", "a = `x`", "a ILIKE 'x'"])("%j is none", (sql) => {
    expect(() => rowFilterSql(sql)).toThrow(RangeError);
  });
});

describe("who may read files", () => {
  const OPEN = "name: x, logicalType: string";
  const filter = "customProperties: [{property: rowFilter, value: x = 'a'}]";
  test.each([
    [OPEN, "role: r", true],
    [OPEN, `role: r, ${filter}`, false],
    [OPEN, "role: r, access: write", false],
    [`${OPEN}, classification: restricted`, "role: r", false],
    [`${OPEN}, classification: restricted`, "role: r, access: readClassified", true],
    [`${OPEN}, classification: restricted`, `role: r, access: readClassified, ${filter}`, false],
  ])("%s | %s: %s", (column, role, expected) => {
    const plan = made([column], [role]);
    expect(plan.roles.map((one) => readsFiles(plan, one))).toEqual([expected]);
  });

  test("nobody reads those of a derived table: there are none", () => {
    const plan = planOf("airport_days");
    expect(plan.roles.map((role) => readsFiles(plan, role))).toEqual([false]);
    expect(plan.roles.map((role) => rightsIn(plan, role).map(({ on }) => on))).toEqual([["table"]]);
  });
});
