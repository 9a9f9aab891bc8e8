import { quoteName } from "../../plan/quote.ts";
import { checkQuery } from "../../plan/warehouse/check-query.ts";
import { partitionRange, wholeRange } from "../../plan/warehouse/partition-range.ts";
import type { PublishedFinding } from "../findings/published.ts";
import type { RunStory } from "../story.ts";
import { commandFlags } from "./names.ts";

/** What asks a check again: on a laptop through Sluice, where the table has the dataset's name; elsewhere as it was asked. */
export function checkQueryLines(
  story: Pick<RunStory, "plan" | "flags">,
  { id, partitions, query }: PublishedFinding,
): string[] {
  const { plan } = story;
  if (query === null) return [];
  if (plan.environment !== "local") return broken(query);
  const statement = plan.checks.find((check) => check.id === id)?.statement ?? null;
  if (statement === null) return [];
  const template = plan.warehouse.duckdb.partitionRange;
  const range = partitions.includes("*")
    ? wholeRange(template)
    : partitionRange(template, plan.partition.granularity, partitions);
  const text = checkQuery(statement, { target: quoteName(plan.dataset), range });
  const [first = "", ...more] = broken(text).map((line) => line.replaceAll(/[\\"$`]/g, "\\$&"));
  return `sluice query "${[first, ...more].join("\n")}"${commandFlags(story)}`.split("\n");
}

/** Where a literal may be written otherwise than between two marks, nobody can tell here where it ends. */
const ODD = /\\|'''|"""|\$\$|--|\/\*|#/;
const CLAUSE = "FROM|(?:(?:LEFT|RIGHT|FULL|INNER|CROSS) )?JOIN|WHERE|GROUP BY|HAVING";
const PART = new RegExp(
  `('[^']*'|"[^"]*"|\`[^\`]*\`)|(?<!\\*|LEFT|RIGHT|FULL|INNER|CROSS)\\s+(?=(?:${CLAUSE})\\s)`,
  "g",
);

/** Broken where SQL may be, never inside a literal or a name. */
function broken(sql: string): string[] {
  const text = ODD.test(sql) ? sql : sql.replace(PART, (_, quoted?: string) => quoted ?? "\n  ");
  return text.split("\n");
}
