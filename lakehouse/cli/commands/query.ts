import { join } from "node:path";
import type { Laptop } from "../../environment.ts";
import { type LakeView, type PublishedCopy, viewLake, wordsOf } from "../../run/query.ts";
import { listDatasets } from "../../run/state.ts";
import { rowsView } from "../../run/view/rows.ts";
import { command } from "../command.ts";
import { readablePlans } from "../deployed.ts";
import { exit } from "../exit.ts";
import { lookAtLaptop } from "../lake.ts";
import { leftOutLine } from "../verify-ledger.ts";
import { wrongUse } from "../wrong-use.ts";

export default command({
  name: "query",
  topic: "Data",
  summary: "DuckDB SQL over published tables, quarantined rows and the ledger",
  help: `
Each dataset is a table under its own name: the published one, as readers of the warehouse see it (a copy of this
moment, so that nobody waits for anybody). DATASET_good has the good rows of its drops, also of those that wait to be
published, DATASET_quarantine the bad rows with _reasons,
without those that a replay has brought in. drops has one row a drop, reports what its split found,
publications the log. The views read exactly the files that reports name. Nothing can be written.

  $ sluice query "SELECT origin, avg(arr_delay) FROM flights GROUP BY ALL ORDER BY 2 DESC LIMIT 10"
  $ sluice query "SELECT state, count(*) FROM drops GROUP BY ALL"
  $ sluice query "SELECT _reasons[1].rule AS rule, count(*) AS n FROM flights_quarantine GROUP BY ALL" --json

With --json: {columns, rows, more}; 64-bit numbers and decimals are texts, so that no digit is lost.
Exits 0, or 2 where the SQL is wrong.`,
  arguments: [{ name: "SQL", meaning: "one SELECT, in quotes", required: true, many: false }],
  flags: { limit: { kind: "count", value: "ROWS", meaning: "rows to show at most", default: 200, least: 1 } },
  run(context) {
    const [sql = ""] = context.args;
    return lookAtLaptop(context, async (laptop) => {
      const deployed = await readablePlans(context, laptop.place);
      const view = await viewLake(laptop.objects, await copyFor(laptop, sql), { sql, deployed });
      for (const problem of view.leftOut) context.output.note(leftOutLine(problem));
      const lake = await laptop.sql(view.files, view.statements);
      context.signal.addEventListener("abort", lake.interrupt, { once: true });
      const started = performance.now();
      const result = await lake
        .query(sql, context.flags.limit)
        .catch((error: Error) => wrongSql(error, view, context.signal))
        .finally(lake.close);
      context.output.value(result);
      context.output.print(rowsView(result, context.output.width, performance.now() - started));
      return exit.good;
    });
  },
});

/** Only where the query may speak of a published table: a copy takes a second for some million rows. */
async function copyFor(laptop: Laptop, sql: string): Promise<PublishedCopy | null> {
  const words = wordsOf(sql);
  const datasets = await listDatasets(laptop.objects);
  if (!datasets.some((dataset) => words.has(dataset))) return null;
  const path = join(laptop.engine.scratch, "published.duckdb");
  await laptop.exportWarehouse(path);
  return { path, has: async (table) => (await laptop.warehouse.shape(table)) !== null };
}

function wrongSql({ message }: Error, { tables }: LakeView, signal: AbortSignal): never {
  signal.throwIfAborted();
  throw wrongUse(
    "sql",
    firstLines(message),
    `tables: ${tables.map(({ name, holds }) => `${name} (${holds})`).join(", ")}`,
  );
}

/** DuckDB's message without the excerpt of our own statement. */
function firstLines(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "" && !/^(LINE|\s*\^)/.test(line));
  return lines.slice(0, 2).join(" ");
}
