import type { Derived } from "../contract.ts";
import type { Cursor } from "../cursor.ts";
import { placeAt, sqlFileOf } from "../files.ts";
import type { LintRule, Report } from "../lint.ts";
import type { PortableSqlFault } from "../portable-sql.ts";
import { columnFaults } from "./columns.ts";
import { readDerivedQuery } from "./query.ts";

/** A derived table's SQL against its own contract; which inputs there are, the whole catalog tells. */
export function readDerived(text: string, contractFile: string, schema: Cursor, report: Report): Derived {
  const file = sqlFileOf(contractFile);
  const { tree, unportable, invalid, inputs } = readDerivedQuery(text);
  const tell = (rule: LintRule, found: readonly PortableSqlFault[]) => {
    for (const { offset, message, cure } of found) report(rule, placeAt(file, text, offset), message, cure);
  };
  tell("sql-not-portable", unportable);
  tell("sql-invalid", invalid);
  const columns = schema.list("properties").flatMap((property) => property.text("name") ?? []);
  if (tree) tell("derived-columns", columnFaults(tree, columns));
  return {
    file,
    query: text,
    inputs: inputs.map(({ dataset, offset }) => ({ dataset, where: placeAt(file, text, offset) })),
  };
}
