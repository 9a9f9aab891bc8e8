import type { RowFilter } from "./contract.ts";
import type { Cursor } from "./cursor.ts";
import { type Field, resolvePath } from "./field.ts";
import type { Report } from "./lint.ts";
import { readPortableExpression } from "./portable-sql.ts";
import { suggest } from "./spelling.ts";

const CURE = "write a condition over the row's columns, such as `country_code = 'FR'`";

/** Which rows a role may read; null where that cannot be told. */
export function readRowFilter(at: Cursor, fields: readonly Field[], report: Report): RowFilter | null {
  const sql = at.asText() ?? "";
  const refuse = (message: string, cure = CURE): null => {
    report("row-filter", at.place, message, cure);
    return null;
  };
  if (sql.trim() === "") return refuse(`the filter is ${at.shown()}`);
  const { faults, tree } = readPortableExpression(sql);
  for (const { message, cure } of faults) report("sql-not-portable", at.place, message, cure);
  if (!tree || faults.length > 0) return null;
  const { aggregates, windows, subqueries, columns } = tree.facts;
  if (subqueries.length > 0) return refuse("the filter holds a subquery");
  if (aggregates || windows.length > 0) return refuse("the filter looks at more than one row");
  if (columns.length === 0) return refuse("the filter reads no column, and shows all rows or none");
  const unknown = columns
    .map((path) => path.filter(({ kind }) => kind === "word").map(({ text }) => text))
    .find((path) => resolvePath(fields, path.join(".")) === null);
  if (unknown) return refuse(...whyUnknown(unknown, fields));
  return { sql, where: at.place };
}

function whyUnknown(path: readonly string[], fields: readonly Field[]): [message: string, cure: string] {
  const name = path.join(".");
  const [first = ""] = path;
  const column = fields.find((field) => field.name === first);
  if (column?.type.kind === "array") return [`${name} lies in a list, and a row has many`, "compare another column"];
  if (column) return [`there is no field ${name}`, "name a field of the contract"];
  return [
    `there is no column ${name}`,
    suggest(
      first,
      fields.map((field) => field.name),
    ),
  ];
}
