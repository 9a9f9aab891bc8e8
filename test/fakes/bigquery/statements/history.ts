import { historyTemplate } from "../../../../lakehouse/plan/history/merge.ts";
import { HISTORY_TABLES } from "../../../../lakehouse/plan/history/tables.ts";
import { splice } from "../../../../lakehouse/plan/quote.ts";
import { escaped } from "./places.ts";
import type { Recognised } from "./recognise.ts";

/** What may stand in the places: a table of a history, days, one literal. */
const PLACES: Readonly<Record<string, string>> = {
  target: "`(?<project>[^`.]+)\\.(?<dataset>\\w+_operations)\\.(?<table>\\w+)`",
  from: "(?<from>'\\d{4}-\\d{2}-\\d{2}')",
  to: "(?<to>'\\d{4}-\\d{2}-\\d{2}')",
  rows: "r(?<rows>'[^']*')",
};

/** The statement that takes rows into a table of the environment's history; null: it is another one. */
export function recogniseHistory(text: string, project: string): Recognised | null {
  for (const table of HISTORY_TABLES) {
    const parts = historyTemplate(table, "bigquery").split(/\{([a-zA-Z]+)\}/);
    const pattern = parts.map((part, at) => (at % 2 === 0 ? escaped(part) : PLACES[part])).join("");
    const { groups } = new RegExp(`^${pattern}$`, "s").exec(text) ?? {};
    if (!groups || groups.project !== project || groups.table !== table.name) continue;
    const { dataset = "", from = "", to = "", rows = "" } = groups;
    const target = { dataset, table: table.name };
    const duckdb = splice(historyTemplate(table, "duckdb"), {
      target: `"${target.dataset}"."${target.table}"`,
      from,
      to,
      rows,
    });
    return { name: `history ${table.name}`, type: "MERGE", duckdb, reads: [target], changes: target };
  }
  return null;
}
