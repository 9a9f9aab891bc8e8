import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ParquetWriter } from "../../property/write-parquet.ts";

/** Of each drop. */
export const ROWS = 10;

/** The drop of this number: its clicks follow on those of the one before. */
export async function makeClicks(sql: ParquetWriter, day: string, drop: number): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-clicks-"));
  const path = join(folder, "clicks.parquet");
  const first = drop * ROWS;
  await sql.run(`COPY (SELECT DATE '${day}' AS day, i AS click, 'page ' || (i % 7) AS page
    FROM range(${first}, ${first + ROWS}) AS r(i)) TO '${path}' (FORMAT parquet)`);
  const content = readFileSync(path);
  rmSync(folder, { recursive: true });
  return content;
}
