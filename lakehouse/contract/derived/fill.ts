import { tokensOf } from "../portable-sql/tokens.ts";
import { RESERVED } from "../portable-sql/words.ts";
import { datasetOf } from "./tables.ts";

/**
 * A derived table's query with the text of `tableOf` in the place of each dataset, called by the dataset's name where
 * the query gives it no other. Without comments, which could hold places and swallow what stands behind them, and
 * without a semicolon.
 */
export function fillTables(query: string, tableOf: (dataset: string) => string): string {
  const { tokens } = tokensOf(query);
  let end = 0;
  const parts = tokens.map((token, index) => {
    const gap = query.slice(end, token.offset);
    const space = /\S/.test(gap) ? (gap.includes("\n") ? "\n" : " ") : gap;
    end = token.offset + token.text.length;
    const dataset = datasetOf(token);
    if (dataset === null) return space + (token.text === ";" ? "" : token.text);
    const named = tokens[index + 1]?.upper === "AS" || RESERVED.has(dataset.toUpperCase());
    return `${space}${tableOf(dataset)}${named ? "" : ` AS ${dataset}`}`;
  });
  return parts.join("").trim();
}
