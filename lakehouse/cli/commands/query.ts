import { type LakeView, viewLake } from "../../run/query.ts";
import { rowsView } from "../../run/view/rows.ts";
import { command } from "../command.ts";
import { exit } from "../exit.ts";
import { lookAtLake } from "../lake.ts";
import { wrongUse } from "../wrong-use.ts";

export default command({
  name: "query",
  summary: "DuckDB SQL over the lake: good rows, quarantined rows, reports",
  help: `
Each dataset is a view of its good rows (of drops that are ready), DATASET_quarantine its bad rows with _reasons, and
reports has one row a drop. The views read exactly the files that reports name. Nothing can be written.

  $ sluice query "SELECT verdict, count(*) FROM reports GROUP BY ALL"
  $ sluice query "SELECT origin, avg(arr_delay) FROM flights GROUP BY ALL ORDER BY 2 DESC LIMIT 10"
  $ sluice query "SELECT _reasons[1].rule AS rule, count(*) AS n FROM flights_quarantine GROUP BY ALL" --json

With --json: {columns, rows, more}; 64-bit numbers and decimals are texts, so that no digit is lost.
Exits 0, or 2 where the SQL is wrong.`,
  arguments: [{ name: "SQL", meaning: "one SELECT, in quotes", required: true, many: false }],
  flags: { limit: { kind: "count", value: "ROWS", meaning: "rows to show at most", default: 200, least: 1 } },
  run(context) {
    return lookAtLake(context, async (laptop) => {
      const view = await viewLake(laptop.objects);
      const lake = await laptop.sql(view.files, view.statements);
      context.signal.addEventListener("abort", lake.interrupt, { once: true });
      const started = performance.now();
      const result = await lake
        .query(context.args[0] ?? "", context.flags.limit)
        .catch((error: Error) => wrongSql(error, view, context.signal))
        .finally(lake.close);
      context.output.value(result);
      context.output.print(rowsView(result, context.output.width, performance.now() - started));
      return exit.good;
    });
  },
});

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
