import { existsSync } from "node:fs";
import { join } from "node:path";
import { quoteText } from "../lakehouse/plan/quote.ts";
import { type Sql, withDuckdb } from "./data/duckdb.ts";
import type { FileCounts } from "./summary.ts";

/** Counts rows in the files themselves, knowing no report: the sources named, and all that lies in the lake's zones. */
export async function countFiles(dataset: string, sources: readonly string[], lake: string): Promise<FileCounts> {
  return withDuckdb(2, async (sql) => ({
    source: await countRows(sql, sources),
    good: await countZone(sql, join(lake, "staging", dataset)),
    quarantined: await countZone(sql, join(lake, "quarantine", dataset)),
  }));
}

function countZone(sql: Sql, folder: string): Promise<number> {
  return countRows(sql, existsSync(folder) ? [join(folder, "**", "*.parquet")] : []);
}

/** By reading every value of every row, since a footer's count proves nothing. */
async function countRows(sql: Sql, patterns: readonly string[]): Promise<number> {
  if (patterns.length === 0) return 0;
  const list = patterns.map(quoteText).join(", ");
  const found = (await sql.rows(`SELECT count(*) AS files FROM glob([${list}])`))[0]?.files;
  if (found === 0n) return 0;
  const [row] = await sql.rows(`
    SELECT count(*) AS "rows", bit_xor(hash(COLUMNS(*)))
    FROM read_parquet([${list}], union_by_name = true, hive_partitioning = false)`);
  return Number(row?.rows);
}
