import { type LakeView, viewLake } from "../../run/query.ts";
import { grouped, secondsOf } from "../../run/view/numbers.ts";
import { needsRecords, records } from "../../run/view/records.ts";
import { table } from "../../run/view/table.ts";
import { styled, type Text, text } from "../../run/view/text.ts";
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
      const started = performance.now();
      const result = await lake
        .query(context.args[0] ?? "", context.flags.limit)
        .catch((error: Error) => wrongSql(error, view))
        .finally(lake.close);
      context.output.value(result);
      context.output.print([...rowLines(result, context.output.width), foot(result, performance.now() - started)]);
      return exit.good;
    });
  },
});

function wrongSql({ message }: Error, { tables }: LakeView): never {
  throw wrongUse("sql", firstLines(message), `tables: ${tables.map(({ name, holds }) => `${name} (${holds})`).join(", ")}`);
}

interface Result {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  readonly more: boolean;
}

/** A table, or blocks of lines where a few rows have more columns than the terminal can show. */
function rowLines({ columns, rows }: Result, width: number): Text[] {
  const heads = columns.map(({ name, type }) => ({ title: name, align: isNumber(type) ? ("right" as const) : ("left" as const) }));
  const cells = rows.map((row) => row.map(cell));
  return needsRecords(heads, cells, width) ? records(heads, cells, width) : table(heads, cells, { width });
}

function isNumber(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL|FLOAT|DOUBLE)/.test(type);
}

function cell(value: unknown): Text {
  if (value === null || value === undefined) return styled("dim", "NULL");
  return text`${typeof value === "object" ? JSON.stringify(value) : String(value)}`;
}

function foot({ rows, more }: Result, milliseconds: number): Text {
  const count = `${more ? "first " : ""}${grouped(rows.length)} row${rows.length === 1 ? "" : "s"}`;
  return styled("dim", `${count}, ${secondsOf(milliseconds)}${more ? "; --limit ROWS shows more" : ""}`);
}

/** DuckDB's message without the excerpt of our own statement. */
function firstLines(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "" && !/^(LINE|\s*\^)/.test(line));
  return lines.slice(0, 2).join(" ");
}
