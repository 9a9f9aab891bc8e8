import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { withDuckdb } from "../demo/data/duckdb.ts";
import { quoteText } from "../lakehouse/plan/quote.ts";
import { DATA, pings } from "./data.ts";
import { ROWS_PER_DROP } from "./small-drops.ts";

/** All of them fall into this partition. */
export const PARTITION = "20261109";

/** Files as a split leaves them, with Sluice's own columns: no row is in two of them. */
export async function goodFiles(count: number): Promise<readonly string[]> {
  const folder = join(DATA, "good");
  await mkdir(folder, { recursive: true });
  const files = Array.from({ length: count }, (_, index) => join(folder, `${index}.parquet`));
  await withDuckdb(2, async (sql) => {
    for (const [index, file] of files.entries()) {
      if (existsSync(file)) continue;
      const rows = pings({ first: index * ROWS_PER_DROP, rows: ROWS_PER_DROP, bad: false });
      const added = `'drop ${index}' AS sluice_drop, TIMESTAMPTZ '2026-11-09 00:00:00+00' AS sluice_arrived, row_number() OVER () - 1 AS sluice_row`;
      await sql.run(`COPY (SELECT *, ${added} FROM (${rows})) TO ${quoteText(`${file}.new`)} (FORMAT parquet)`);
      await rename(`${file}.new`, file);
    }
  });
  return files;
}
