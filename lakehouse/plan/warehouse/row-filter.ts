import { readPortableExpression } from "../../contract/portable-sql.ts";
import { BIGQUERY } from "./dialect.ts";

/**
 * A role's condition for BigQuery: the words as written, names of columns and fields in quotes, on one line and without
 * comments. Throws a RangeError on a text that is not portable.
 */
export function rowFilterSql(sql: string): string {
  const { tree, faults } = readPortableExpression(sql);
  if (!tree || faults.length > 0) throw new RangeError(`no portable condition: ${sql}`);
  const names = new Set(tree.facts.columns.flat().filter(({ kind }) => kind === "word"));
  let end = 0;
  return tree.words
    .map((word) => {
      const gap = word.offset > end && end > 0 ? " " : "";
      end = word.offset + word.text.length;
      return gap + (names.has(word) ? BIGQUERY.quote(word.text) : word.text);
    })
    .join("");
}
