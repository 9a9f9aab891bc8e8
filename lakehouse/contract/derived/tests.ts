import { readConstraints } from "../constraints.ts";
import type { Cursor } from "../cursor.ts";
import type { Located } from "../fields.ts";
import { readQuality } from "../quality.ts";
import type { Tests } from "../quality-rule.ts";
import type { Check, Test } from "../rule.ts";
import type { SchemaObject } from "../schema-object.ts";

const CURE = "write a `type: sql` rule over {object}, or a condition into the query";

/**
 * What holds a derived table to its contract: queries over the rows that a publication made, which alert and do not
 * stop it. Its rows come from checked rows; one that is wrong all the same is no row to set aside, but a wrong query.
 */
export function readDerivedTests(root: Cursor, schema: SchemaObject, key: readonly string[]): Tests {
  const { at, located, columns, report } = schema;
  const checks: Check[] = [];
  for (const field of located) {
    refuseConstraints(field, schema);
    refuseNames(field, schema);
    checks.push(...presenceChecks(field, schema), ...readQuality(field.at, field, schema).checks);
  }
  for (const entry of root.list("slaProperties")) {
    if (entry.text("property")?.toLowerCase() !== "freshness") continue;
    const message = "freshness is counted from a drop's arrival";
    report("derived-rule", entry.place, message, "promise it of the inputs, or write a `type: sql` rule over {object}");
  }
  checks.push(...keyChecks(key, columns), ...readQuality(at, null, schema).checks);
  return { rules: [], checks };
}

/** What is checked in another way, or cannot be otherwise. */
const ELSEWHERE: readonly Test["kind"][] = ["required", "notNan", "noNullItems"];

function refuseConstraints(located: Located, { report }: SchemaObject): void {
  const rules = readConstraints(located, report).filter(({ test }) => !ELSEWHERE.includes(test.kind));
  // A format gives two bounds at one place.
  const places = new Map(rules.map(({ where }) => [`${where.line}:${where.column}`, where]));
  for (const where of places.values()) report("derived-rule", where, "no row of a derived table is set aside", CURE);
}

/** The query names the columns; there is no drop that could call them otherwise. */
function refuseNames({ at, field, top }: Located, { report }: SchemaObject): void {
  if (!top || field.physical === field.name) return;
  const where = at.get("physicalName")?.place ?? at.place;
  report("derived-setting", where, "no drop brings this column under another name", "remove the physicalName");
}

function presenceChecks(located: Located, { report }: SchemaObject): Check[] {
  const { at, path, field, top } = located;
  const where = at.get("required")?.keyPlace ?? at.place;
  if (!top) {
    if (field.required) report("derived-rule", where, "inside a column no NULL is looked for", CURE);
    return [];
  }
  const found: Check[] = [];
  if (field.required) {
    const query = `SELECT COUNT(*) FROM {object} WHERE ${path} IS NULL`;
    found.push(check(`${path}.required`, query, `${path} is never NULL`, "completeness", where));
  }
  if (at.flag("unique") === true) {
    const query = `SELECT COUNT(${path}) - COUNT(DISTINCT ${path}) FROM {object}`;
    const place = at.get("unique")?.keyPlace ?? at.place;
    found.push(check(`${path}.unique`, query, `no two rows have the same ${path}`, "uniqueness", place));
  }
  return found;
}

function keyChecks(key: readonly string[], columns: ReadonlyMap<string, Located>): Check[] {
  const first = columns.get(key[0] ?? "");
  if (!first) return [];
  const names = key.join(", ");
  const query = `SELECT COALESCE(SUM(n - 1), 0) FROM (SELECT COUNT(*) AS n FROM {object} GROUP BY ${names}) AS g`;
  const where = first.at.get("primaryKey")?.keyPlace ?? first.at.place;
  return [check("primary_key", query, `no two rows have the same ${names}`, "uniqueness", where)];
}

function check(id: string, query: string, sentence: string, dimension: string, where: Check["where"]): Check {
  return {
    id,
    severity: "error",
    measure: { kind: "sql", query, when: "afterPublish" },
    threshold: { operator: "mustBe", values: [0], unit: "rows" },
    description: sentence,
    dimension,
    businessImpact: null,
    where,
  };
}
